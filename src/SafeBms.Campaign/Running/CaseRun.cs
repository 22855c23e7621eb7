using System.Globalization;
using SafeBms.Core;
using SafeBms.Simulation.Adapter;
using SafeBms.Simulation.Scenarios;

namespace SafeBms.Campaign;

/// <summary>Plays one case to its end or to the first thing that is not as expected.</summary>
internal static class CaseRun
{
    private static readonly int Coil = OutputTable.IndexOf("contactor_coil");
    private static readonly int Cause = OutputTable.IndexOf("first_cause");
    private static readonly int Alarm = OutputTable.IndexOf("alarm");
    private static readonly int Shown = OutputTable.IndexOf("device_state");

    /// <summary>Plays it on a boat that stands just before the injection; the boat is used up.</summary>
    public static CaseResult Play(CampaignCase item, Voyage voyage, Assumptions assumptions)
    {
        long injected = voyage.Scan;
        Doing[] own = [.. item.Doings.Select(d => d.After(injected))];
        Scenario scenario = ScenarioOf(item, own, injected);
        Times times = new(voyage.Boat, injected);
        ScenarioRunner runner = new(scenario, voyage.Boat)
        {
            NotJudged = assumptions.NotJudged([.. voyage.Done, .. own]),
            OutputsChanged = times.Note,
        };
        ScenarioResult result = runner.Run();
        return new CaseResult(item.Index, item.Id, result.Passed ? Verdict.Held : Verdict.Violated)
        {
            Problem = result.Difference is { } difference ? Tell(difference, injected) : "",
            Violations = [.. result.Violations.Select(v => Tell(v, injected, runner.NotJudged))],
            Injected_ms = injected,
            Reaction_ms = times.Reaction_ms,
            Shown_ms = times.Shown_ms,
            Opened_ms = times.Opened_ms,
            Cause = OutputTable.Text(Cause, OutputTable.Get(voyage.Boat.Outputs, Cause)),
            Final = OutputTable.Text(Shown, OutputTable.Get(voyage.Boat.Outputs, Shown)),
            Scans = result.Scans,
            Outputs = result.OutputsHash.ToString("x16", CultureInfo.InvariantCulture),
        };
    }

    private static Scenario ScenarioOf(CampaignCase item, Doing[] own, long injected) => new()
    {
        Name = "case",
        Duration_ms = injected + item.Length_ms,
        Events = [.. own.Where(d => !d.IsFault).Select(d => d.ToEvent())],
        Faults = [.. own.Where(d => d.IsFault).Select(d => d.ToFault())],
        Expectations = [.. item.Expectations.Select(e => e.After(injected).ToExpectation())],
    };

    private static string Tell(Difference difference, long injected)
    {
        string because = difference.Because.Length > 0 ? $" ({difference.Because})" : "";
        return string.Create(CultureInfo.InvariantCulture,
            $"{difference.Scan - injected} ms after the injection: expected {difference.Expected}{because}; ")
            + difference.Actual;
    }

    private static string Tell(KeyValuePair<string, long> violation, long injected, IReadOnlySet<string> notJudged)
    {
        string text = string.Create(CultureInfo.InvariantCulture, $"{violation.Key}@{violation.Value - injected}");
        return notJudged.Contains(violation.Key) ? $"({text})" : text;
    }

    /// <summary>Notes when outputs changed.</summary>
    private sealed class Times(SimulatedBoat boat, long injected)
    {
        public long Reaction_ms { get; private set; } = -1;

        public long Shown_ms { get; private set; } = -1;

        public long Opened_ms { get; private set; } = -1;

        public void Note(long scan, IReadOnlyList<long> before)
        {
            long after_ms = scan - injected;
            Reaction_ms = Reaction_ms < 0 ? after_ms : Reaction_ms;
            bool shown = Rose(Alarm, before) || (before[Cause] == 0 && Now(Cause) != 0);
            Shown_ms = shown && Shown_ms < 0 ? after_ms : Shown_ms;
            bool opened = before[Coil] != 0 && Now(Coil) == 0;
            Opened_ms = opened && Opened_ms < 0 ? after_ms : Opened_ms;
        }

        private bool Rose(int output, IReadOnlyList<long> before) => before[output] == 0 && Now(output) != 0;

        private long Now(int output) => OutputTable.Get(boat.Outputs, output);
    }
}
