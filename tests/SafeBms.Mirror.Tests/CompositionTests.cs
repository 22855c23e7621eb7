using SafeBms.Differential.Tests;
using Visited = SafeBms.Differential.Tests.Coverage;

namespace SafeBms.Mirror.Tests;

/// <summary>The mirror as a whole against the reference interpreter: order of the machines, border, parameters,
/// monitors, witnesses and what is retained.</summary>
public sealed class CompositionTests
{
    private const int Scans = 12_000;

    // Each seed is another theme: see Plan.
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    public void The_mirror_agrees_with_the_interpreter_in_each_scan(int seed) => Assert.Null(
        RandomRun.Play((ulong)seed, Scans, LynxSpecification.Model, new Visited(LynxSpecification.Model)));
}
