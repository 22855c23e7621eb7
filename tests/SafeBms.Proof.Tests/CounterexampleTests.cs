using SafeBms.Proof.Counterexamples;
using SafeBms.Specification.Model;
using Xunit;

namespace SafeBms.Proof.Tests;

/// <summary>A fault in the specification is shown by a run from power-on that both readers agree on.</summary>
public class CounterexampleTests
{
    private const string Product = "lynx-smart-bms-500";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    [Fact]
    public void An_alternator_lead_that_is_10_ms_short_is_shown_by_a_short_run_that_both_readers_agree_on()
    {
        SpecificationModel model = SpecificationFiles.WithFault(
            "contactor.statemachine.yaml",
            "lead_done: relay_mode == alarm or (relay_off >= alternator_lead_time + 1 ms and",
            "lead_done: relay_mode == alarm or (relay_off >= alternator_lead_time - 10 ms and");
        PropertyInfo property = model.Properties.Properties.Single(one => one.Id == "P01");
        using CounterexampleSearch search = new(model, seed: 1);

        Counterexample? found = search.Find(Product, property, Patience, mostScans: 20_000_000);

        Assert.NotNull(found);
        Replay replay = new(model, search.Compiled);
        Assert.Equal(found.Run.LastScan, replay.FirstViolation(found.Run, "P01"));
        Assert.Equal(found.Run.LastScan, replay.FirstViolationOfReference(found.Run, "P01"));

        // Boot, closing, release of the alternator and the lead: nothing shorter is possible.
        Assert.InRange(found.Run.Scans, 11_000, 13_500);
        Assert.InRange(found.Run.Changes.Count(change => change.Scan > 0), 1, 6);

        // The same run is no counterexample to the specification without the fault.
        SpecificationModel shipped = SpecificationFiles.Shipped();
        using CounterexampleSearch right = new(shipped);
        Assert.Equal(-1, new Replay(shipped, right.Compiled).FirstViolation(found.Run, "P01"));
        Assert.Null(right.Confirm(property, found.Run, Patience));
    }
}
