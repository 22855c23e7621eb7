using SafeBms.Coverage.Machines;
using SafeBms.Coverage.Model;
using SafeBms.Coverage.Probes;

namespace SafeBms.Coverage.Search;

/// <summary>Few and short tests that together show all that a search has found.</summary>
internal sealed class TestSelection
{
    private readonly CompiledBenches benches;
    private readonly MachineObligations obligations;
    private readonly MachineRig rig;

    public TestSelection(CompiledBenches benches, MachineObligations obligations)
    {
        this.benches = benches;
        this.obligations = obligations;
        rig = new MachineRig(benches, obligations.Machine);
    }

    /// <summary>Chooses, shortens, and says of each test what it adds.</summary>
    public List<MachineTest> Choose(IEnumerable<SearchNode> found)
    {
        List<(MachineStart Choice, List<TestStep> Steps, HashSet<int> Covered)> ways = [];
        foreach (SearchNode node in Ends(found))
        {
            List<TestStep> steps = node.Steps();
            ways.Add((node.Choice, steps, Covered(node.Choice, steps)));
        }

        List<MachineTest> tests = [];
        HashSet<int> covered = [];
        while (ways.Count > 0)
        {
            int best = Enumerable.Range(0, ways.Count).MaxBy(at => Gain(ways[at].Covered, ways[at].Steps, covered));
            (MachineStart choice, List<TestStep> steps, HashSet<int> reached) = ways[best];
            ways.RemoveAt(best);
            HashSet<int> gained = [.. reached.Where(obligation => !covered.Contains(obligation))];
            if (gained.Count == 0)
            {
                continue;
            }

            steps = Shorten(choice, steps, gained);
            covered.UnionWith(Covered(choice, steps));
            ways.RemoveAll(way => way.Covered.IsSubsetOf(covered));
            tests.Add(new MachineTest(
                string.Empty, [.. gained.Order().Select(Describe)], choice, steps));
        }

        return tests;
    }

    // New obligations, and at equal gain the shorter way.
    private static (int New, int Short) Gain(HashSet<int> reached, List<TestStep> steps, HashSet<int> covered) =>
        (reached.Count(obligation => !covered.Contains(obligation)), -steps.Count);

    private static IEnumerable<SearchNode> Ends(IEnumerable<SearchNode> found)
    {
        List<SearchNode> all = [.. found];
        HashSet<SearchNode> inner = new(ReferenceEqualityComparer.Instance);
        foreach (SearchNode node in all)
        {
            for (SearchNode? before = node.Parent; before is not null && inner.Add(before); before = before.Parent)
            {
            }
        }

        return all.Where(node => !inner.Contains(node));
    }

    private string Describe(int obligation)
    {
        Obligation reached = obligations.All[obligation];
        return Criteria.Describe(reached);
    }

    private List<TestStep> Shorten(MachineStart choice, List<TestStep> steps, HashSet<int> needed)
    {
        for (int at = steps.Count - 2; at >= 0; at--)
        {
            List<TestStep> without = [.. steps.Take(at), .. steps.Skip(at + 1)];
            if (Covered(choice, without).IsSupersetOf(needed))
            {
                steps = without;
            }
        }

        for (int at = 0; at < steps.Count; at++)
        {
            if (steps[at].Set.Count > 3)
            {
                steps = WithFewerChanges(choice, steps, at, needed);
            }
        }

        return steps;
    }

    private List<TestStep> WithFewerChanges(
        MachineStart choice, List<TestStep> steps, int at, HashSet<int> needed)
    {
        for (int change = steps[at].Set.Count - 1; change >= 0; change--)
        {
            TestStep smaller = steps[at] with
            {
                Set = [.. steps[at].Set.Take(change), .. steps[at].Set.Skip(change + 1)],
            };
            List<TestStep> without = [.. steps.Take(at), smaller, .. steps.Skip(at + 1)];
            if (Covered(choice, without).IsSupersetOf(needed))
            {
                steps = without;
            }
        }

        return steps;
    }

    private HashSet<int> Covered(MachineStart choice, List<TestStep> steps)
    {
        ProbeRecorder recorder = new(benches.Plan!);
        ProbeSink.Listen(recorder);
        rig.Start(choice);
        foreach (TestStep step in steps)
        {
            rig.Run(step);
        }

        ProbeSink.Listen(null);
        return [.. recorder.Sightings.SelectMany(obligations.FulfilledBy)];
    }
}
