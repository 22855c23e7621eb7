using SafeBms.Proof.Counterexamples;
using SafeBms.Specification.Model;
using Xunit;

namespace SafeBms.Proof.Tests;

/// <summary>A fault in the specification is shown by a run from power-on that both readers agree on.</summary>
public class CounterexampleTests
{
    private const string Product = "lynx-smart-bms-1000";

    // The number of scans is what limits the search, so that it is the same on any machine.
    private const long MostScans = 20_000_000;
    private static readonly TimeSpan NoLimit = TimeSpan.FromHours(1);

    [Fact]
    public void A_precharge_that_an_open_demand_does_not_end_is_shown_by_a_short_run_that_both_readers_agree_on()
    {
        SpecificationModel model = SpecificationFiles.WithFault(
            "contactor.statemachine.yaml",
            "{ to: Open, when: open_demand or not may_close, do: [",
            "{ to: Open, when: not may_close and not open_demand, do: [");
        PropertyInfo property = model.Properties.Properties.Single(one => one.Id == "P09");
        using CounterexampleSearch search = new(model, seed: 2);

        Counterexample? found = search.Find(Product, property, NoLimit, MostScans);

        Assert.NotNull(found);
        Replay replay = new(model, search.Compiled);
        Assert.Equal(found.Run.LastScan, replay.FirstViolation(found.Run, "P09"));
        Assert.Equal(found.Run.LastScan, replay.FirstViolationOfReference(found.Run, "P09"));

        // The self-test takes 5 s; not much more than that, and hardly any change of an input, is needed.
        Assert.InRange(found.Run.Scans, 5000, 8000);
        Assert.InRange(found.Run.Changes.Count(change => change.Scan > 0), 0, 4);

        // The same run is no counterexample to the specification without the fault.
        SpecificationModel shipped = SpecificationFiles.Shipped();
        using CounterexampleSearch right = new(shipped);
        Assert.Equal(-1, new Replay(shipped, right.Compiled).FirstViolation(found.Run, "P09"));
        Assert.Null(right.Confirm(property, found.Run, NoLimit));
    }
}
