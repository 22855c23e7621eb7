using System.Runtime.CompilerServices;
using SafeBms.Interpreter;
using SafeBms.Specification.Model;
using Xunit;

namespace SafeBms.Laboratory.Tests;

public class CompiledCoreTests
{
    private const int Scans = 2_000;

    private static CompiledCore Compiled => ShippedSpecification.Compiled;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void The_compiled_core_does_what_the_interpreter_does(int seed)
    {
        ReferenceCore reference = new(ShippedSpecification.Model);
        ILoadedCore core = Compiled.Create();
        Dictionary<string, long> parameters = new() { ["battery_count"] = 3, ["parallel_strings"] = 3 };
        Assert.Null(core.Start(parameters: parameters));
        Dictionary<string, long> all = Enumerable.Range(0, core.Names.Parameters.Count)
            .ToDictionary(index => core.Names.Parameters[index], index => core.Parameter(index));
        Assert.Null(reference.Start(all));
        Feed feed = new(seed, reference.Inputs);
        for (int scan = 0; scan < Scans; scan++)
        {
            feed.Next(scan == 0);
            Copy(reference.Inputs, core);
            reference.Scan();
            core.Scan();
            Assert.Equal(Of(reference, core.Names), Of(core));
        }
    }

    [Fact]
    public void Edited_sources_behave_as_edited()
    {
        const string File = "Machines/ShortCircuit.g.cs";
        Dictionary<string, string> sources = new(CompiledCore.Emit(ShippedSpecification.Model));
        Assert.Contains(" >= ", sources[File], StringComparison.Ordinal);
        sources[File] = sources[File].Replace(" >= ", " < ", StringComparison.Ordinal);
        using CompiledCore edited = CompiledCore.Compile(ShippedSpecification.Model, sources);

        Assert.Equal(0, ShortCircuitAtRest(Compiled));
        Assert.Equal(1, ShortCircuitAtRest(edited));
    }

    [Fact]
    public void Sources_that_are_no_CSharp_are_refused_with_the_line()
    {
        Dictionary<string, string> sources = new(CompiledCore.Emit(ShippedSpecification.Model))
        {
            ["Machines/ShortCircuit.g.cs"] = "namespace SafeBms.Core;\nthis is no code\n",
        };

        CompilationFailedException problem = Assert.Throws<CompilationFailedException>(
            () => CompiledCore.Compile(ShippedSpecification.Model, sources));
        Assert.Contains("Machines/ShortCircuit.g.cs(2,", problem.Message, StringComparison.Ordinal);
        Assert.Contains("this is no code", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_disposed_core_is_unloaded()
    {
        WeakReference assembly = RunAndDispose();
        for (int attempt = 0; assembly.IsAlive && attempt < 20; attempt++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.False(assembly.IsAlive);
    }

    [Fact]
    public void A_copy_goes_on_as_the_original_would()
    {
        ILoadedCore original = Started();
        ILoadedCore copy = Compiled.Create();
        for (int scan = 0; scan < 50; scan++)
        {
            original.Scan();
        }

        byte[] bytes = new byte[original.StateSize];
        original.ReadState(bytes);
        copy.CopyFrom(original);
        Assert.Equal(original.HashOfState(), copy.HashOfState());
        int acknowledge = copy.Names.Input("acknowledge");
        copy.SetInput(acknowledge, 1);
        copy.Scan();
        Assert.NotEqual(original.HashOfState(), copy.HashOfState());

        copy.WriteState(bytes);
        Assert.Equal(original.HashOfState(), copy.HashOfState());
        original.SetInput(acknowledge, 1);
        original.Scan();
        copy.Scan();
        Assert.Equal(original.HashOfState(), copy.HashOfState());
    }

    [Fact]
    public void What_is_retained_comes_back()
    {
        ILoadedCore core = Started();
        Dictionary<string, long> kept = new(core.Retain()) { ["weld-watch.welded"] = 1, ["closing-budget.spent"] = 2 };

        Assert.Null(core.Start(retained: kept));
        Assert.Equal(kept, core.Retain());
    }

    [Fact]
    public void A_start_that_is_refused_says_why_and_changes_nothing()
    {
        ILoadedCore core = Started();
        core.Scan();
        ulong before = core.HashOfState();

        Assert.Contains("'none'", core.Start("none"), StringComparison.Ordinal);
        Assert.Contains("'no_such'", core.Start(parameters: One("no_such")), StringComparison.Ordinal);
        Assert.Contains("'battery_count' = -5", core.Start(parameters: One("battery_count")), StringComparison.Ordinal);
        Assert.Contains("'no.such'", core.Start(retained: One("no.such")), StringComparison.Ordinal);
        Assert.Equal(before, core.HashOfState());
    }

    [Fact]
    public void An_assembly_loaded_beside_uses_the_compiled_core()
    {
        string path = typeof(CompiledCoreTests).Assembly.Location;
        System.Reflection.Assembly beside = Compiled.LoadBeside(path);

        Assert.NotSame(typeof(CompiledCoreTests).Assembly, beside);
        Assert.Same(typeof(ILoadedCore), beside.GetType(typeof(CompiledCoreTests).FullName!)!
            .GetMethod(nameof(Started), (System.Reflection.BindingFlags)(-1))!.ReturnType);
    }

    private static Dictionary<string, long> One(string name) => new() { [name] = -5 };

    private static ILoadedCore Started()
    {
        ILoadedCore core = Compiled.Create();
        Assert.Null(core.Start());
        return core;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference RunAndDispose()
    {
        using CompiledCore compiled = CompiledCore.Compile(ShippedSpecification.Model);
        ILoadedCore core = compiled.Create();
        core.Start();
        core.Scan();
        return new WeakReference(compiled.Assembly);
    }

    private static long ShortCircuitAtRest(CompiledCore compiled)
    {
        ILoadedCore core = compiled.Create();
        Assert.Null(core.Start());
        core.SetInput(core.Names.Input("pack_current"), 0);
        for (int scan = 0; scan < 100; scan++)
        {
            core.Scan();
        }

        return core.State(core.Names.State("short-circuit.detected"));
    }

    private static void Copy(InputTable from, ILoadedCore to)
    {
        for (int index = 0; index < from.Count; index++)
        {
            InputReading reading = from[index];
            to.SetInput(to.Names.Input(from.Name(index)), (int)reading.Value, reading.Age_ms, reading.Accepted);
        }
    }

    private static List<string> Of(ReferenceCore core, CoreNames names)
    {
        List<string> values = [];
        foreach (string name in names.States)
        {
            int row = core.Values.IndexOf(name);
            values.Add(core.Values.IsMeaningful(row) ? $"{name} {core.Values.Get(row)}" : $"{name} invalid");
        }

        values.AddRange(names.Outputs.Select(name => $"{name} {core.Output(name)}"));
        values.AddRange(ShippedSpecification.Model.Properties.Properties.Select((property, index) =>
            $"{property.Id} {core.IsViolated(index)} {core.Violations(index)}"));
        return values;
    }

    private static List<string> Of(ILoadedCore core)
    {
        CoreNames names = core.Names;
        List<string> values = [];
        for (int row = 0; row < names.States.Count; row++)
        {
            int validity = names.State(names.States[row] + ".valid");
            bool isMeaningful = validity < 0 || core.State(validity) != 0;
            values.Add(names.States[row] + (isMeaningful ? $" {core.State(row)}" : " invalid"));
        }

        values.AddRange(names.Outputs.Select((name, index) => $"{name} {core.Output(index)}"));
        values.AddRange(names.Properties.Select((id, index) =>
            $"{id} {core.IsViolated(index)} {core.Violations(index)}"));
        return values;
    }
}
