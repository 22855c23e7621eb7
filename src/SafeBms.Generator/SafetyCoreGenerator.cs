using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using SafeBms.Generator.Emit;
using SafeBms.Specification.Model;

namespace SafeBms.Generator;

/// <summary>
/// Compiles the specification into the safety core: files -> model -> one generated file a machine and one a shared
/// part.
/// Every stage is a pure function over values that are compared by value, so that a change emits again only what it
/// touches.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class SafetyCoreGenerator : IIncrementalGenerator
{
    /// <summary>Tracked step: the specification files as they are on disk.</summary>
    public const string FilesStep = "Files";

    /// <summary>One file to a tree.</summary>
    public const string ParseStep = "Parse";

    /// <summary>All trees to a checked model, or to findings.</summary>
    public const string BindStep = "Bind";

    /// <summary>What all emitters share.</summary>
    public const string ContextStep = "Context";

    /// <summary>The machines one by one.</summary>
    public const string MachineStep = "Machines";

    /// <summary>The file of a machine.</summary>
    public const string MachineFileStep = "MachineFiles";

    /// <summary>The files that speak of the whole specification.</summary>
    public const string SharedFileStep = "SharedFiles";

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValueProvider<SpecificationStage> stage = context.AdditionalTextsProvider
            .Where(SourceFile.IsSpecification)
            .Select(SourceFile.Read)
            .WithTrackingName(FilesStep)
            .Select(static (file, _) => ParsedFile.Parse(file))
            .WithTrackingName(ParseStep)
            .Collect()
            .Select(static (files, _) => SpecificationStage.Bind(files))
            .WithTrackingName(BindStep);

        context.RegisterSourceOutput(stage, static (output, result) =>
        {
            foreach (LocatedFinding finding in result.Findings)
            {
                output.ReportDiagnostic(finding.ToCompilerDiagnostic());
            }
        });

        // Zero or one model: with an error there is none, and nothing below runs.
        IncrementalValuesProvider<SpecificationModel> model =
            stage.SelectMany(static (result, _) => result.Model is null ? [] : new[] { result.Model });
        IncrementalValuesProvider<EmitContext> shared =
            model.Select(static (m, _) => EmitContext.Of(m)).WithTrackingName(ContextStep);

        RegisterMachines(context, model, shared);
        RegisterShared(context, model);
    }

    private static void RegisterMachines(
        IncrementalGeneratorInitializationContext context,
        IncrementalValuesProvider<SpecificationModel> model,
        IncrementalValuesProvider<EmitContext> shared)
    {
        IncrementalValuesProvider<GeneratedFile> files = model
            .SelectMany(static (m, _) => m.Machines.Append(m.ShutdownMachine))
            .WithTrackingName(MachineStep)
            .Combine(shared.Collect())
            .Select(static (pair, _) => SpecificationEmitter.EmitMachine(pair.Left, pair.Right[0]))
            .WithTrackingName(MachineFileStep);
        context.RegisterSourceOutput(files, AddSource);
    }

    private static void RegisterShared(
        IncrementalGeneratorInitializationContext context, IncrementalValuesProvider<SpecificationModel> model)
    {
        Register(m => (EmitContext.Of(m), m.Signals), static input =>
            SpecificationEmitter.EmitSignals(input.Signals, input.Item1));
        Register(
            m => (EmitContext.Of(m), m.Parameters, m.Products),
            static input => SpecificationEmitter.EmitParameters(input.Parameters, input.Products, input.Item1));
        Register(m => (EmitContext.Of(m), m.Properties), static input =>
            SpecificationEmitter.EmitMonitors(input.Properties, input.Item1));
        Register(m => (EmitContext.Of(m), m.Properties), static input =>
            SpecificationEmitter.EmitWitness(input.Properties, input.Item1));
        Register(m => (EmitContext.Of(m), CompositionModel.Of(m)), static input =>
            SpecificationEmitter.EmitComposition(input.Item2, input.Item1));
        Register(CompositionModel.Of, static input => SpecificationEmitter.EmitSnapshot(input));
        Register(m => (EmitContext.Of(m), TablesModel.Of(m)), static input =>
            SpecificationEmitter.EmitTables(input.Item2, input.Item1));
        Register(
            m => new EquatableArray<string>(m.Machines.Append(m.ShutdownMachine).Select(machine => machine.Name)),
            static input => SpecificationEmitter.EmitMap(input));

        void Register<T>(Func<SpecificationModel, T> part, Func<T, GeneratedFile> emit)
        {
            IncrementalValuesProvider<GeneratedFile> file = model
                .Select((m, _) => part(m))
                .Select((input, _) => emit(input))
                .WithTrackingName(SharedFileStep);
            context.RegisterSourceOutput(file, AddSource);
        }
    }

    private static void AddSource(SourceProductionContext context, GeneratedFile file) =>
        context.AddSource(
            file.Name, SourceText.From(file.Text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)));
}
