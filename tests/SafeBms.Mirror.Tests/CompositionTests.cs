using SafeBms.Differential.Tests;
using SafeBms.Specification.Model;
using Visited = SafeBms.Differential.Tests.Coverage;

namespace SafeBms.Mirror.Tests;

/// <summary>The mirror as a whole against the reference interpreter: order of the machines, border, parameters,
/// monitors, witnesses and what is retained.</summary>
public sealed class CompositionTests
{
    private const int Scans = 12_000;
    private const int Memories = 400;
    private const ulong StraySeeds = 20;
    private const int StrayScans = 10_000;
    private const int StrayViolated_min = 80;
    private const ulong Seed = 31;

    // Each seed is another theme: see Plan.
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    public void The_mirror_agrees_with_the_interpreter_in_each_scan(int seed) => Assert.Null(
        RandomRun.Play((ulong)seed, Scans, LynxSpecification.Model, new Visited(LynxSpecification.Model)));

    // What no run from power-on does.
    [Fact]
    public void The_mirror_agrees_with_the_interpreter_from_any_memory()
    {
        foreach (ProductInfo product in LynxSpecification.Model.Products)
        {
            AnyMemory any = new(LynxSpecification.Model, product, Seed);
            for (int memory = 0; memory < Memories; memory++)
            {
                string? difference = any.Next();
                Assert.True(difference is null, $"{product.Name}, seed {Seed}, memory {memory}: {difference}");
            }
        }
    }

    [Fact]
    public void The_monitors_agree_with_the_interpreter_about_outputs_that_no_machine_would_write()
    {
        HashSet<int> violated = [];
        for (ulong seed = 0; seed < StraySeeds; seed++)
        {
            StrayOutputs stray = new(LynxSpecification.Model, seed);
            for (int scan = 0; scan < StrayScans; scan++)
            {
                string? difference = stray.Next();
                Assert.True(difference is null, $"seed {seed}, scan {scan}: {difference}");
            }

            violated.UnionWith(stray.Violated);
        }

        // Else the two might agree only because there was nothing to say.
        Assert.True(violated.Count >= StrayViolated_min, $"only {violated.Count} properties were violated");
    }
}
