using SafeBms.Generator.Emit;
using SafeBms.Generator.Emit.Probes;
using SafeBms.Specification.Model;

namespace SafeBms.Generator;

/// <summary>The whole specification as C#; a pure function, also used by tools outside of the compiler.</summary>
public static class SpecificationEmitter
{
    /// <summary>Every generated file, in a fixed order.</summary>
    /// <param name="model">A specification without errors.</param>
    /// <param name="probes">What the machines report while they run, for measuring coverage; null (the shipped code)
    /// for nothing.</param>
    public static IReadOnlyList<GeneratedFile> Emit(SpecificationModel model, ProbePlan? probes = null)
    {
        EmitContext context = EmitContext.Of(model);
        CompositionModel composition = CompositionModel.Of(model);
        return
        [
            .. model.Machines.Append(model.ShutdownMachine).Select(
                machine => MachineEmitter.Emit(machine, context, probes?.For(machine.Name))),
            EmitSignals(model.Signals, context),
            EmitParameters(model.Parameters, model.Products, context),
            EmitMonitors(model.Properties, context),
            EmitWitness(model.Properties, context),
            EmitComposition(composition, context),
            EmitSnapshot(composition),
            EmitTables(TablesModel.Of(model), context),
            EmitMap(new(composition.All.Select(machine => machine.Name))),
        ];
    }

    /// <summary>One machine, from nothing but itself and the shared context.</summary>
    public static GeneratedFile EmitMachine(MachineInfo machine, EmitContext context) =>
        MachineEmitter.Emit(machine, context);

    /// <summary>A bench that runs one machine with everything that it reads set from outside; for tools that compile
    /// the generated code themselves.</summary>
    public static GeneratedFile EmitBench(SpecificationModel model, MachineInfo machine) =>
        new BenchEmitter(model, machine).Emit();

    /// <summary>Name of the class of <see cref="EmitBench"/>, in the namespace of the core.</summary>
    public static string BenchName(MachineInfo machine) => BenchEmitter.ClassName(machine);

    /// <summary>The field of <c>RetainedData</c> that keeps a retained variable; an inline array in an instanced
    /// machine.</summary>
    public static string RetainedField(MachineInfo machine, VariableInfo variable) =>
        SafetyCoreEmitter.RetainedField(machine, variable);

    /// <summary>The class of a machine, and the field of <c>CoreState</c> with its memory is the same without
    /// <c>Machine</c>.</summary>
    public static string MachineClass(MachineInfo machine) => MachineShape.Field(machine) + "Machine";

    /// <summary>The field of a machine's memory that holds an output.</summary>
    public static string OutputField(MachineOutputInfo output) => MachineScope.Field(output);

    /// <summary>The field of a machine's memory that holds a variable.</summary>
    public static string VariableField(VariableInfo variable) => MachineScope.Field(variable);

    internal static GeneratedFile EmitSignals(SignalsModel signals, EmitContext context) =>
        SignalsEmitter.Emit(signals, context);

    internal static GeneratedFile EmitParameters(
        ParametersModel parameters, EquatableArray<ProductInfo> products, EmitContext context) =>
        ParametersEmitter.Emit(parameters, products, context);

    internal static GeneratedFile EmitMonitors(PropertiesModel properties, EmitContext context) =>
        MonitorsEmitter.Emit(properties, context);

    internal static GeneratedFile EmitWitness(PropertiesModel properties, EmitContext context) =>
        WitnessEmitter.Emit(properties, context);

    internal static GeneratedFile EmitComposition(CompositionModel composition, EmitContext context) =>
        new SafetyCoreEmitter(composition, context).Emit();

    internal static GeneratedFile EmitSnapshot(CompositionModel composition) => SnapshotEmitter.Emit(composition);

    internal static GeneratedFile EmitTables(TablesModel tables, EmitContext context) =>
        new TablesEmitter(context).Emit(tables);

    internal static GeneratedFile EmitMap(EquatableArray<string> machines) => SnapshotEmitter.EmitMap(machines);
}
