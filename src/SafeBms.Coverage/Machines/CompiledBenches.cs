using System.Reflection;
using SafeBms.Generator;
using SafeBms.Generator.Emit;
using SafeBms.Generator.Emit.Probes;
using SafeBms.Laboratory;
using SafeBms.Specification.Model;

namespace SafeBms.Coverage.Machines;

/// <summary>The generated code of a specification with a bench for each machine, compiled in memory.</summary>
public sealed class CompiledBenches : IDisposable
{
    private readonly CompiledCore? compiled;
    private readonly Assembly assembly;

    private CompiledBenches(
        SpecificationModel model, ProbePlan? plan, CompiledCore? compiled, Assembly assembly, Assembly code)
    {
        Model = model;
        Code = code;
        Plan = plan;
        this.compiled = compiled;
        this.assembly = assembly;
        Names = CoreDriver.Create(assembly).Names;
        Parameters = [.. Names.Products.Select(ParametersOf)];
    }

    /// <summary>The specification.</summary>
    public SpecificationModel Model { get; }

    /// <summary>Where the machines are.</summary>
    public Assembly Code { get; }

    /// <summary>What is probed; null in the shipped flavour.</summary>
    public ProbePlan? Plan { get; }

    /// <summary>Rows of the tables.</summary>
    public CoreNames Names { get; }

    /// <summary>For each product the values of the parameters of the set.</summary>
    public IReadOnlyList<long[]> Parameters { get; }

    /// <summary>The compiled core, for running the whole of it.</summary>
    /// <exception cref="InvalidOperationException">The benches are those of an ordinary build.</exception>
    public CompiledCore Core => compiled
        ?? throw new InvalidOperationException("these benches were compiled by an ordinary build");

    /// <summary>Compiles.</summary>
    /// <param name="model">The specification.</param>
    /// <param name="plan">What is probed; null for exactly the code that is shipped.</param>
    /// <param name="edit">Changes an emitted file before it is compiled, to see that a fault would be noticed; null to
    /// change nothing.</param>
    public static CompiledBenches Compile(
        SpecificationModel model, ProbePlan? plan, Func<GeneratedFile, GeneratedFile>? edit = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        Dictionary<string, string> sources = new(StringComparer.Ordinal);
        IEnumerable<GeneratedFile> benches = model.Machines.Append(model.ShutdownMachine)
            .Select(machine => SpecificationEmitter.EmitBench(model, machine));
        foreach (GeneratedFile file in SpecificationEmitter.Emit(model, plan).Concat(benches))
        {
            sources.Add(file.Name, edit is null ? file.Text : edit(file).Text);
        }

        CompileOptions options = CompileOptions.Default with
        {
            Shared = [typeof(CompiledBenches).Assembly], IsCollectible = false,
        };
        CompiledCore compiled = CompiledCore.Compile(model, sources, options);
        return new CompiledBenches(model, plan, compiled, compiled.Assembly, compiled.Assembly);
    }

    /// <summary>Benches that an ordinary build compiled, without probes.</summary>
    /// <param name="model">The specification that they were emitted from.</param>
    /// <param name="assembly">The assembly with the benches and <see cref="CoreDriver.Source"/>.</param>
    /// <param name="code">The assembly with the machines themselves.</param>
    public static CompiledBenches Of(SpecificationModel model, Assembly assembly, Assembly code)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(assembly);
        ArgumentNullException.ThrowIfNull(code);
        return new CompiledBenches(model, null, null, assembly, code);
    }

    /// <summary>A new bench of a machine.</summary>
    public IMachineBench Create(MachineInfo machine)
    {
        Type type = assembly.GetType(
            "SafeBms.Core." + SpecificationEmitter.BenchName(machine), throwOnError: true)!;
        return (IMachineBench)Activator.CreateInstance(type)!;
    }

    /// <inheritdoc/>
    public void Dispose() => compiled?.Dispose();

    private long[] ParametersOf(string product)
    {
        ILoadedCore core = CoreDriver.Create(assembly);
        string? problem = core.Start(product);
        return problem is null
            ? [.. Enumerable.Range(0, Names.Parameters.Count).Select(core.Parameter)]
            : throw new InvalidOperationException($"product '{product}' does not start: {problem}");
    }
}
