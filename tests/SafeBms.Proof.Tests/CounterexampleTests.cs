using System.Globalization;
using SafeBms.Proof.Counterexamples;
using SafeBms.Specification.Model;
using Xunit;
using Xunit.Abstractions;

namespace SafeBms.Proof.Tests;

/// <summary>A fault in the specification is shown by a run from power-on that both readers agree on.</summary>
public class CounterexampleTests(ITestOutputHelper output)
{
    private const string Product = "lynx-smart-bms-1000";

    // Runs all seeded faults with three seeds each, and prints the table of docs/TESTING.md.
    private const string Slow = "SAFEBMS_COUNTEREXAMPLES";

    // The number of scans is what limits the search, so that it is the same on any machine.
    private const long MostScans = 1_000_000;
    private const long MostScansOfMinute = 3_000_000;
    private const double Minute_s = 60;
    private static readonly TimeSpan NoLimit = TimeSpan.FromHours(1);

    [Fact]
    public void A_precharge_that_an_open_demand_does_not_end_is_shown_by_a_short_run_that_both_readers_agree_on()
    {
        SeededFault fault = SeededFault.All.Single(one => one.Property == "P09");
        SpecificationModel model = SpecificationFiles.WithFault(fault.File, fault.Text, fault.By);
        PropertyInfo property = model.Properties.Properties.Single(one => one.Id == "P09");
        using CounterexampleSearch search = new(model);

        Counterexample? found = search.Find(Product, property, NoLimit, MostScans);

        Assert.NotNull(found);
        AssertBothReadersSeeIt(model, search, found);

        // The self-test takes 5 s; not much more than that, and hardly any change of an input, is needed.
        Assert.InRange(found.Run.Scans, 5000, 8000);
        Assert.InRange(found.Run.Changes.Count(change => change.Scan > 0), 0, 4);

        // The same run is no counterexample to the specification without the fault.
        SpecificationModel shipped = SpecificationFiles.Shipped();
        using CounterexampleSearch right = new(shipped);
        Assert.Equal(-1, new Replay(shipped, right.Compiled).FirstViolation(found.Run, "P09"));
        Assert.Null(right.Confirm(property, found.Run, NoLimit));
    }

    [Theory]
    [InlineData("P06")]
    [InlineData("P22")]
    public void A_fault_is_found_by_any_seed(string id)
    {
        SeededFault fault = SeededFault.All.First(one => one.Property == id);
        SpecificationModel model = SpecificationFiles.WithFault(fault.File, fault.Text, fault.By);
        PropertyInfo property = model.Properties.Properties.Single(one => one.Id == id);
        using CounterexampleSearch search = new(model);
        foreach (ulong seed in new ulong[] { 1, 2 })
        {
            search.Seed = seed;
            Counterexample? found = search.Find(Product, property, NoLimit, MostScans);
            Assert.NotNull(found);
            AssertBothReadersSeeIt(model, search, found);
        }
    }

    [Fact]
    public void Nothing_is_found_where_nothing_is_wrong()
    {
        SpecificationModel model = SpecificationFiles.Shipped();
        PropertyInfo property = model.Properties.Properties.Single(one => one.Id == "P01");
        using CounterexampleSearch search = new(model);

        Assert.Null(search.Find(Product, property, NoLimit, mostScans: 20_000));
    }

    [Fact]
    public void Every_seeded_fault_is_found_within_a_minute_if_it_is_asked_for()
    {
        if (Environment.GetEnvironmentVariable(Slow) is not { Length: > 0 } wanted)
        {
            return;
        }

        List<string> missed = [];
        Say("| property | mistake | seconds | run, ms | changes of inputs | found by |");
        Say("|---|---|---|---|---|---|");
        foreach (SeededFault fault in SeededFault.All.Where(one => wanted == "all" || wanted == one.Property))
        {
            missed.AddRange(Measure(fault));
        }

        Assert.Empty(missed);
    }

    private List<string> Measure(SeededFault fault)
    {
        List<string> missed = [];
        List<string> seconds = [];
        List<string> scans = [];
        List<string> changes = [];
        List<string> by = [];
        SpecificationModel model = SpecificationFiles.WithFault(fault.File, fault.Text, fault.By);
        PropertyInfo property = model.Properties.Properties.Single(one => one.Id == fault.Property);
        using CounterexampleSearch search = new(model);
        for (ulong seed = 1; seed <= 3; seed++)
        {
            // One thread works, so this is what the clock shows where nobody else works.
            TimeSpan before = Environment.CpuUsage.TotalTime;
            search.Seed = seed;
            Counterexample? found = search.Find(
                Product, property, TimeSpan.FromSeconds(2 * Minute_s), MostScansOfMinute);
            double spent = (Environment.CpuUsage.TotalTime - before).TotalSeconds;
            if (found is null || spent > Minute_s)
            {
                missed.Add($"{fault.Property}, {fault.What}, seed {seed}: {found?.Run.Scans} scans in {spent:F1} s");
            }
            else
            {
                AssertBothReadersSeeIt(model, search, found);
            }

            seconds.Add(spent.ToString("F1", CultureInfo.InvariantCulture));
            scans.Add(found is null ? "-" : found.Run.Scans.ToString(CultureInfo.InvariantCulture));
            changes.Add(found is null ? "-" : $"{found.Run.Changes.Count(change => change.Scan > 0)}");
            by.Add(found?.FoundBy ?? "-");
        }

        Say($"| {fault.Property} | {fault.What} | {List(seconds)} | {List(scans)} | {List(changes)} "
            + $"| {List([.. by.Distinct()])} |");
        return missed;
    }

    private static string List(List<string> parts) => string.Join(", ", parts);

    private void Say(string line)
    {
        output.WriteLine(line);
        Console.WriteLine(line);
    }

    private static void AssertBothReadersSeeIt(
        SpecificationModel model, CounterexampleSearch search, Counterexample found)
    {
        Replay replay = new(model, search.Compiled);
        Assert.Equal(found.Run.LastScan, replay.FirstViolation(found.Run, found.Property.Id));
        Assert.Equal(found.Run.LastScan, replay.FirstViolationOfReference(found.Run, found.Property.Id));
    }
}
