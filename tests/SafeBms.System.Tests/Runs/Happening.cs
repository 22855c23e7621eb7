using System.Globalization;
using SafeBms.Simulation.Scenarios;

namespace SafeBms.System.Tests.Runs;

/// <summary>
/// One thing that happens on the boat: somebody sets something, or something breaks. Written in the words of the
/// scenario language, so that a run can be printed as a scenario as it is.
/// </summary>
internal sealed record Happening(int At_ms, string What, string Value)
{
    /// <summary>True if something breaks; then <see cref="What"/> is the fault's name.</summary>
    public bool IsFault { get; init; }

    /// <summary>Where it breaks; empty where there is only one place.</summary>
    public string Target { get; init; } = "";

    /// <summary>How long it stays broken; 0 for ever.</summary>
    public int Duration_ms { get; init; }

    public Happening After(int delay_ms) => this with { At_ms = At_ms + delay_ms };

    public ScenarioEvent ToEvent() => new(new Moment(At_ms, null), [BoatRun.Setting(What, Value)], 1);

    public ScenarioFault ToFault() => new(
        new Moment(At_ms, null), Place(What), Optional(Target), Optional(Value), null, Duration_ms);

    public override string ToString()
    {
        string what = IsFault ? $"{What} {Target} {Value} for {Duration_ms} ms" : $"{What}: {Value}";
        return string.Create(CultureInfo.InvariantCulture, $"{At_ms} ms {what}");
    }

    private static PlacedText Place(string text) => new(text, 1, 1);

    private static PlacedText? Optional(string text) => text.Length == 0 ? null : Place(text);
}
