using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using SafeBms.Equivalence.Code;
using SafeBms.Equivalence.Formula;
using SafeBms.Equivalence.Terms;
using SafeBms.Proof.Terms;
using SafeBms.Specification.Model;

namespace SafeBms.Equivalence.Units;

/// <summary>The composition by section 7 of docs/language: order, wiring, what is proposed and what is written, the
/// monitors' way back, the counters; the start and what is retained.</summary>
internal sealed partial class CompositionUnit
{
    private const string Core = "SafetyCore";
    private readonly CodeProgram program;
    private readonly SpecificationModel model;
    private readonly Facts facts;
    private readonly TermPool pool;
    private readonly Border border;
    private readonly Summaries summaries;
    private readonly StructValue parameters;
    private readonly StructValue before;

    private CompositionUnit(CodeProgram program, SpecificationModel model)
    {
        this.program = program;
        this.model = model;
        pool = new TermPool();
        facts = new Facts(pool);
        border = new Border(model, facts);
        summaries = new Summaries(facts, model.Properties.Properties.Count);
        parameters = new CodeRelation(facts, border).Parameters();
        StructValue raw = (StructValue)Raw.Any(facts, program.Type("CoreState"), "state");
        before = new StructValue(raw.Fields.SetItem("Parameters", parameters));
    }

    /// <summary>One scan of the whole.</summary>
    public static Unit Scan(CodeProgram program, SpecificationModel model) =>
        new CompositionUnit(program, model).MakeScan();

    /// <summary>The start.</summary>
    public static Unit Start(CodeProgram program, SpecificationModel model) =>
        new CompositionUnit(program, model).MakeStart();

    /// <summary>What is kept over a loss of power.</summary>
    public static Unit Retain(CodeProgram program, SpecificationModel model) =>
        new CompositionUnit(program, model).MakeRetain();

    private IEnumerable<MachineInfo> Machines => model.Machines.Append(model.ShutdownMachine);

    private Unit MakeScan()
    {
        Unit unit = new("scan", facts);
        CodeValue raw = Raw.Any(facts, program.Type("InputImage"), "raw");
        Executor executor = new(program, facts, summaries);
        Place state = executor.Add(before);
        Place outputs = executor.Add(Raw.Any(facts, program.Type("OutputImage"), "garbage"));
        executor.Run(program.Method(Core, "Scan"), raw, state, outputs);

        (StructValue expected, CodeValue written) = Scan(raw);
        unit.Equal("state", executor.Read(state), expected);
        unit.Equal("outputs", executor.Read(outputs), written);
        unit.Add(executor.Obligations);
        return unit;
    }

    private (StructValue State, CodeValue Written) Scan(CodeValue raw)
    {
        // 1. The border.
        CodeValue inputs = summaries.Apply(
            program.Method("Validity", "Update"), [raw, parameters, before.Fields["Inputs"]])[0];

        // 2. Every machine in its order.
        ImmutableDictionary<string, CodeValue> now = before.Fields.SetItem("Inputs", inputs);
        foreach (MachineInfo machine in model.Machines)
        {
            now = now.SetItem(Names.Pascal(machine.Name), Step(machine, now, pool.False));
        }

        // 3. and 4. What is proposed, and what the properties say of it.
        StructValue proposed = Outputs(model.Machines, now);
        IMethodSymbol step = program.Method("Monitors", "Step");
        CodeValue monitor = before.Fields["Monitor"];
        CodeValue none = before.Fields["Failed"];
        List<CodeValue> onProposed = summaries.Apply(step, [inputs, proposed, parameters, monitor, none]);
        Term violation = pool.Or(model.Properties.Properties.Select((property, index) =>
            property.OnViolation == ViolationReaction.Shutdown ? Bit(onProposed[1], index) : pool.False));

        // 5. The shutdown machine.
        string shutdown = Names.Pascal(model.ShutdownMachine.Name);
        now = now.SetItem(shutdown, Step(model.ShutdownMachine, now, violation));
        Term active = Scalar(((StructValue)now[shutdown]).Fields["Active"]);

        // 6. What is written; if the shutdown machine is active, the properties step again on that.
        StructValue atShutdown = Outputs([model.ShutdownMachine], now);
        List<CodeValue> onWritten = summaries.Apply(step, [inputs, atShutdown, parameters, monitor, none]);
        CodeValue written = CodeValue.Merge(pool, active, atShutdown, proposed);
        Term wasActive = Scalar(before.Fields["IsShutdown"]);
        CodeValue failed = Failed(onProposed[1], onWritten[1], active, wasActive);
        now = now.SetItem("Monitor", CodeValue.Merge(pool, active, onWritten[0], onProposed[0]))
            .SetItem("MonitorBefore", monitor)
            .SetItem("Failed", failed)
            .SetItem("Violations", Count(failed))
            .SetItem("IsShutdown", new ScalarValue(active))
            .SetItem("Written", written);
        return (new StructValue(now), written);
    }

    // A property counts if it fails on what is written, or trips the shutdown in this scan.
    private ArrayValue Failed(CodeValue onProposed, CodeValue onWritten, Term active, Term wasActive)
    {
        IEnumerable<CodeValue> words = ((ArrayValue)onProposed).Items.Zip(((ArrayValue)onWritten).Items, (a, b) =>
            (CodeValue)new BitsValue([.. ((BitsValue)a).Bits.Zip(((BitsValue)b).Bits, (proposed, written) =>
                pool.Choose(
                    active, pool.Choose(wasActive, written, pool.Or(written, proposed)), proposed))]));
        return new ArrayValue([.. words]);
    }

    private ArrayValue Count(CodeValue failed) => new([.. ((ArrayValue)before.Fields["Violations"]).Items.Select(
        (counter, index) =>
        {
            Term count = Scalar(counter);
            Term more = pool.Choose(facts.Less(count, pool.Int(long.MaxValue)), pool.Add(count, 1), count);
            bool isCounted = index < model.Properties.Properties.Count;
            return (CodeValue)new ScalarValue(isCounted ? pool.Choose(Bit(failed, index), more, count) : count);
        })]);

    private CodeValue Step(MachineInfo machine, ImmutableDictionary<string, CodeValue> now, Term violation)
    {
        IMethodSymbol scan = program.Method(Names.Class(machine), "Scan");
        CodeValue memory = before.Fields[Names.Pascal(machine.Name)];
        List<CodeValue> uses = [.. machine.Uses.Select(use => Use(use, now, violation))];
        if (machine.InstanceGroup.Length == 0)
        {
            return summaries.Apply(scan, [.. uses, parameters, memory])[0];
        }

        ArrayValue members = (ArrayValue)((StructValue)now["Inputs"]).Fields[Names.Pascal(machine.InstanceGroup)];
        Term count = border.Configured(machine.InstanceGroup);
        return new ArrayValue([.. ((ArrayValue)memory).Items.Select((one, index) => CodeValue.Merge(
            pool, facts.Less(pool.Int(index), count),
            summaries.Apply(scan, [.. uses, members.Items[index], parameters, one])[0], one))]);
    }

    private CodeValue Use(UseInfo use, ImmutableDictionary<string, CodeValue> now, Term violation)
    {
        string source = Names.Pascal(use.Source);
        bool isPrevious = use.Kind is UseKind.PreviousMachine or UseKind.PreviousMachineOutput
            or UseKind.PreviousMachineState;
        CodeValue Memory() => isPrevious ? before.Fields[source] : now[source];
        return use.Kind switch
        {
            UseKind.Input => ((StructValue)now["Inputs"]).Fields[Names.Field(use.Source, use.Type)],
            UseKind.Group => ((StructValue)now["Inputs"]).Fields[source],
            UseKind.PreviousWritten =>
                ((StructValue)before.Fields["Written"]).Fields[Names.Field(use.Source, use.Type)],
            UseKind.Violation => new ScalarValue(violation),
            UseKind.Machine or UseKind.PreviousMachine => Memory(),
            UseKind.MachineState or UseKind.PreviousMachineState => ((StructValue)Memory()).Fields["State"],
            _ => ((StructValue)Memory()).Fields[FieldOf(use)],
        };
    }

    private string FieldOf(UseInfo use)
    {
        MachineOutputInfo output = border.Machine(use.Source).Outputs.Single(one => one.Name == use.Output);
        return Names.Field(output.Name, output.Type);
    }

    // An output that nobody drives, or whose driver is invalid, has its safe value.
    private StructValue Outputs(
        IReadOnlyList<MachineInfo> drivers, ImmutableDictionary<string, CodeValue> now) => new(
        model.Signals.Outputs.Select(signal => KeyValuePair.Create<string, CodeValue>(
            Names.Field(signal.Name, signal.Type), new ScalarValue(Driven(signal, drivers, now)))));

    private Term Driven(
        OutputSignalInfo signal, IReadOnlyList<MachineInfo> drivers, ImmutableDictionary<string, CodeValue> now)
    {
        Term safe = border.Constant(signal.Type, signal.Safe);
        foreach (MachineInfo machine in drivers)
        {
            foreach (MachineOutputInfo output in machine.Outputs.Where(output => output.Drives == signal.Name))
            {
                StructValue memory = (StructValue)now[Names.Pascal(machine.Name)];
                CodeValue value = memory.Fields[Names.Field(output.Name, output.Type)];
                return value is StructValue optional
                    ? pool.Choose(
                        Scalar(optional.Fields["IsValid"]), Typed(signal.Type, Scalar(optional.Fields["Value"])), safe)
                    : Scalar(value);
            }
        }

        return safe;
    }

    private Term Typed(ExprType type, Term number) =>
        type.Kind == ValueKind.Bool ? pool.Not(facts.Equal(number, pool.Int(0))) : number;

    private static Term Scalar(CodeValue value) => ((ScalarValue)value).Term;

    private static Term Bit(CodeValue words, int index) =>
        ((BitsValue)((ArrayValue)words).Items[index / 64]).Bits[index % 64];
}
