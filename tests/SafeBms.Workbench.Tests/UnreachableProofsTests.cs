using SafeBms.Coverage.Model;
using SafeBms.Coverage.Report;
using SafeBms.Generator.Emit.Probes;
using SafeBms.Specification;
using SafeBms.Specification.Model;
using SafeBms.Workbench.Files;
using SafeBms.Workbench.Proving;
using Xunit;

namespace SafeBms.Workbench.Tests;

/// <summary>What is listed as unreachable is proved so; and what was seen is not.</summary>
public class UnreachableProofsTests
{
    private static readonly SpecificationModel Model =
        SpecificationReader.Read(SpecificationFolder.Read(Path.Combine(Workbench.Repository, "spec"))).Value!;

    private static readonly Unreachable Listed = ReadList();

    private static readonly MachineObligations[] Machines =
        [.. ProbePlan.Of(Model).Machines.Select(probes => new MachineObligations(Model, probes))];

    // SAFEBMS_MACHINES=full asks about all machines, some minutes.
    public static TheoryData<string> Sampled() =>
        Environment.GetEnvironmentVariable("SAFEBMS_MACHINES") == "full"
            ? [.. Machines.Select(one => one.Machine.Name)]
            : ["trip-latch", "shutdown-sequencer", "programmable-relay"];

    [Fact]
    public void What_is_listed_as_unreachable_is_proved_but_where_the_list_says_not()
    {
        IReadOnlySet<Obligation> proved = UnreachableProofs.Of(
            Model, Machines, Listed.Reasons.Keys.ToHashSet(), _ => { });

        Assert.NotEmpty(proved);
        Assert.Equal(Words(Listed.Reasons.Keys.Where(one => !Listed.Argued.Contains(one))), Words(proved));
    }

    // Of each kind: states, transitions, pairs, times, conditions of guards, timers and outputs. All of these have been
    // seen in tests of machines.
    [Theory]
    [MemberData(nameof(Sampled))]
    public void What_was_seen_is_not_proved_unreachable(string machine)
    {
        HashSet<Obligation> seen = [.. Machines.Single(one => one.Machine.Name == machine).All
            .Where(one => !Listed.Reasons.ContainsKey(one))];

        Assert.True(seen.Count > 0 || Machines.Single(one => one.Machine.Name == machine).All.Count == 0);
        string wrong = string.Join("; ", Words(UnreachableProofs.Of(Model, Machines, seen, _ => { })));

        Assert.True(wrong.Length == 0, wrong);
    }

    private static IEnumerable<string> Words(IEnumerable<Obligation> obligations) =>
        obligations.Select(one => $"{one.Machine}: {Criteria.Describe(one)}").Order(StringComparer.Ordinal);

    private static Unreachable ReadList()
    {
        string path = Path.Combine(Workbench.Repository, "coverage", "model-unreachable.yaml");
        return Unreachable.Read(path, File.ReadAllBytes(path));
    }
}
