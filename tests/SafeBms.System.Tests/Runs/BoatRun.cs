using SafeBms.Simulation.Scenarios;

namespace SafeBms.System.Tests.Runs;

/// <summary>A boat, its parameters, and what happens to it: one random run, or what shrinking left of it.</summary>
internal sealed record BoatRun
{
    private RunOutcome? _outcome;

    public required int Duration_ms { get; init; }

    public required string Product { get; init; }

    /// <summary>How the boat is built, in the words of a scenario's <c>boat:</c>.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Boat { get; init; }

    /// <summary>Parameters that differ from the product's.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Parameters { get; init; }

    /// <summary>In order of time.</summary>
    public required IReadOnlyList<Happening> Happenings { get; init; }

    /// <summary>What came of it; played once.</summary>
    public RunOutcome Outcome => _outcome ??= RunPlayer.Play(this);

    /// <summary>The same boat with something else; not yet played.</summary>
    public BoatRun With(IReadOnlyList<Happening>? happenings = null, int? duration_ms = null,
        IReadOnlyList<KeyValuePair<string, string>>? boat = null,
        IReadOnlyList<KeyValuePair<string, string>>? parameters = null) => new()
        {
            Product = Product,
            Happenings = happenings ?? Happenings,
            Duration_ms = duration_ms ?? Duration_ms,
            Boat = boat ?? Boat,
            Parameters = parameters ?? Parameters,
        };

    public Scenario ToScenario(string name, string text) => new()
    {
        Name = name,
        Text = text,
        Product = new PlacedText(Product, 1, 1),
        Duration_ms = Duration_ms,
        Boat = [.. Boat.Select(s => Setting(s.Key, s.Value))],
        Parameters = [.. Parameters.Select(s => Setting(s.Key, s.Value))],
        Events = [.. Happenings.Where(h => !h.IsFault).Select(h => h.ToEvent())],
        Faults = [.. Happenings.Where(h => h.IsFault).Select(h => h.ToFault())],
    };

    public override string ToString() =>
        $"{Product}, {Duration_ms} ms, boat {{{Join(Boat)}}}, parameters {{{Join(Parameters)}}}\n  "
        + string.Join("\n  ", Happenings);

    internal static Setting Setting(string name, string value) => new(name, value, 1, 1, 1, 1);

    private static string Join(IEnumerable<KeyValuePair<string, string>> settings) =>
        string.Join(", ", settings.Select(s => $"{s.Key}: {s.Value}"));
}
