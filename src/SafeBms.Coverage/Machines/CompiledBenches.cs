using SafeBms.Generator;
using SafeBms.Generator.Emit;
using SafeBms.Generator.Emit.Probes;
using SafeBms.Laboratory;
using SafeBms.Specification.Model;

namespace SafeBms.Coverage.Machines;

/// <summary>The generated code of a specification with a bench for each machine, compiled in memory.</summary>
public sealed class CompiledBenches : IDisposable
{
    private readonly CompiledCore compiled;

    private CompiledBenches(SpecificationModel model, ProbePlan? plan, CompiledCore compiled)
    {
        Model = model;
        Plan = plan;
        this.compiled = compiled;
        Names = compiled.Create().Names;
        Parameters = [.. Names.Products.Select(ParametersOf)];
    }

    /// <summary>The specification.</summary>
    public SpecificationModel Model { get; }

    /// <summary>What is probed; null in the shipped flavour.</summary>
    public ProbePlan? Plan { get; }

    /// <summary>Rows of the tables.</summary>
    public CoreNames Names { get; }

    /// <summary>For each product the values of the parameters of the set.</summary>
    public IReadOnlyList<long[]> Parameters { get; }

    /// <summary>The compiled core, for running the whole of it.</summary>
    public CompiledCore Core => compiled;

    /// <summary>Compiles.</summary>
    /// <param name="model">The specification.</param>
    /// <param name="plan">What is probed; null for exactly the code that is shipped.</param>
    public static CompiledBenches Compile(SpecificationModel model, ProbePlan? plan)
    {
        ArgumentNullException.ThrowIfNull(model);
        Dictionary<string, string> sources = new(StringComparer.Ordinal);
        IEnumerable<GeneratedFile> benches = model.Machines.Append(model.ShutdownMachine)
            .Select(machine => SpecificationEmitter.EmitBench(model, machine));
        foreach (GeneratedFile file in SpecificationEmitter.Emit(model, plan).Concat(benches))
        {
            sources.Add(file.Name, file.Text);
        }

        CompileOptions options = CompileOptions.Default with
        {
            Shared = [typeof(CompiledBenches).Assembly], IsCollectible = false,
        };
        return new CompiledBenches(model, plan, CompiledCore.Compile(model, sources, options));
    }

    /// <summary>A new bench of a machine.</summary>
    public IMachineBench Create(MachineInfo machine)
    {
        Type type = compiled.Assembly.GetType(
            "SafeBms.Core." + SpecificationEmitter.BenchName(machine), throwOnError: true)!;
        return (IMachineBench)Activator.CreateInstance(type)!;
    }

    /// <inheritdoc/>
    public void Dispose() => compiled.Dispose();

    private long[] ParametersOf(string product)
    {
        ILoadedCore core = compiled.Create();
        string? problem = core.Start(product);
        return problem is null
            ? [.. Enumerable.Range(0, Names.Parameters.Count).Select(core.Parameter)]
            : throw new InvalidOperationException($"product '{product}' does not start: {problem}");
    }
}
