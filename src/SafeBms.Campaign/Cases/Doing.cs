using System.Globalization;
using SafeBms.Simulation.Scenarios;

namespace SafeBms.Campaign;

/// <summary>
/// One thing that happens on the boat: somebody sets something, or something breaks. It is written in the words of the
/// scenario language, so that every case of the campaign can be printed as a scenario.
/// </summary>
/// <param name="At_ms">When; counted from whatever the list that it stands in says.</param>
/// <param name="What">Name of the setting, or of the fault.</param>
/// <param name="Value">What it is set to, or how large the fault is; empty for the fault's normal size.</param>
public sealed record Doing(long At_ms, string What, string Value)
{
    private static readonly PlacedText Nowhere = new("", 1, 1);

    /// <summary>True if something breaks; then <see cref="What"/> is the fault's name.</summary>
    public bool IsFault { get; init; }

    /// <summary>Where it breaks; empty where there is only one place.</summary>
    public string Target { get; init; } = "";

    /// <summary>How long it stays broken in ms; 0 for ever.</summary>
    public long Duration_ms { get; init; }

    /// <summary>Drift a second; empty for none.</summary>
    public string Rate { get; init; } = "";

    /// <summary>Somebody sets something.</summary>
    public static Doing Set(long at_ms, string name, string value) => new(at_ms, name, value);

    /// <summary>Something breaks.</summary>
    public static Doing Break(long at_ms, string fault, string target = "", string value = "", long for_ms = 0) =>
        new(at_ms, fault, value) { IsFault = true, Target = target, Duration_ms = for_ms };

    /// <summary>The same, that much later.</summary>
    public Doing After(long delay_ms) => this with { At_ms = At_ms + delay_ms };

    internal ScenarioEvent ToEvent() => new(new Moment(At_ms, null), [Setting(What, Value)], 1);

    internal ScenarioFault ToFault() => new(
        new Moment(At_ms, null), Nowhere with { Text = What }, Optional(Target), Optional(Value), Optional(Rate),
        Duration_ms);

    internal static Setting Setting(string name, string value) => new(name, value, 1, 1, 1, 1);

    /// <summary>In words.</summary>
    public override string ToString() => IsFault
        ? string.Create(CultureInfo.InvariantCulture, $"{What} {Target} {Value}").TrimEnd()
        : $"{What}: {Value}";

    private static PlacedText? Optional(string text) => text.Length == 0 ? null : Nowhere with { Text = text };
}
