using FsCheck;
using FsCheck.Fluent;

namespace SafeBms.System.Tests.Runs;

using Settings = IReadOnlyList<KeyValuePair<string, string>>;

/// <summary>
/// A story that leads to a premise which pure chance seldom reaches; its times and sizes are random, and the other
/// happenings of the run are added to it.
/// </summary>
/// <param name="Boat">Settings of the boat that the story needs.</param>
/// <param name="Parameters">Parameters that it needs.</param>
/// <param name="Story">What happens, from the start of the run.</param>
internal sealed record Recipe(Settings Boat, Settings Parameters, Gen<Happening[]> Story)
{
    /// <summary>A recipe that works on any boat.</summary>
    public static Recipe Of(params (Gen<int> Gap_ms, Gen<Happening> One)[] steps) => new([], [], Draw.Sequence(steps));

    /// <summary>The product that the recipe needs; empty if any will do.</summary>
    public string Product { get; init; } = "";

    public Recipe OnBoat(string name, string value) => this with { Boat = [.. Boat, new(name, value)] };

    public Recipe With(string parameter, string value) =>
        this with { Parameters = [.. Parameters, new(parameter, value)] };
}
