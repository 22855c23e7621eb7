namespace SafeBms.Simulation.Scenarios;

/// <summary>A name with a value and their place in the file.</summary>
public sealed record Setting(string Name, string Value, int Line, int Column, int ValueLine, int ValueColumn);

/// <summary>A text with its place in the file, for example a condition.</summary>
public sealed record PlacedText(string Text, int Line, int Column);

/// <summary>A point in the run: a time, or the first scan in which a condition is true; plus a delay.</summary>
/// <param name="Time_ms">Time since the start, or -1 if a condition decides.</param>
/// <param name="Condition">The condition, or null.</param>
/// <param name="After_ms">What is added.</param>
public sealed record Moment(long Time_ms, PlacedText? Condition, long After_ms = 0)
{
    /// <summary>The start of the run.</summary>
    public static Moment Start { get; } = new(0, null);

    /// <summary>In words.</summary>
    public string Describe()
    {
        string basis = Condition is null ? $"{Time_ms} ms" : $"the first scan with '{Condition.Text}'";
        return After_ms == 0 ? basis : $"{basis} + {After_ms} ms";
    }
}

/// <summary>What somebody does to the boat at a moment.</summary>
public sealed record ScenarioEvent(Moment At, IReadOnlyList<Setting> Settings, int Line);

/// <summary>Readings of the core's inputs that begin at a scan.</summary>
/// <param name="At_ms">The scan.</param>
/// <param name="Settings">Inputs by name.</param>
/// <param name="Line">Line of the file.</param>
public sealed record InputStep(long At_ms, IReadOnlyList<Setting> Settings, int Line);

/// <summary>Something that breaks at a moment.</summary>
/// <param name="At">When.</param>
/// <param name="Fault">Name or number of the fault.</param>
/// <param name="Target">Where; null where there is only one place.</param>
/// <param name="Value">How much; null for the fault's normal value.</param>
/// <param name="Rate">Change a second, for a drift.</param>
/// <param name="Duration_ms">How long; 0 for ever.</param>
public sealed record ScenarioFault(
    Moment At, PlacedText Fault, PlacedText? Target, PlacedText? Value, PlacedText? Rate, long Duration_ms);

/// <summary>How an expectation is judged.</summary>
public enum ExpectationKind
{
    /// <summary>True at one moment.</summary>
    At,

    /// <summary>Becomes true at most a duration after a moment.</summary>
    Within,

    /// <summary>True in no scan of a period.</summary>
    Never,

    /// <summary>True in every scan of a period.</summary>
    Always,

    /// <summary>Conditions become true one after the other.</summary>
    Order,
}

/// <summary>What must hold.</summary>
public sealed record ScenarioExpectation
{
    /// <summary>How it is judged.</summary>
    public required ExpectationKind Kind { get; init; }

    /// <summary>One condition, or several for an order.</summary>
    public required IReadOnlyList<PlacedText> Conditions { get; init; }

    /// <summary>The moment (at, within), or the begin of the period.</summary>
    public Moment From { get; init; } = Moment.Start;

    /// <summary>End of the period, or null for the end of the run.</summary>
    public Moment? To { get; init; }

    /// <summary>Within: the longest time. Order: least distance between two steps.</summary>
    public long Minimum_ms { get; init; }

    /// <summary>Within and order: longest time; -1 for no limit.</summary>
    public long Maximum_ms { get; init; } = -1;

    /// <summary>Why it must hold, for the report; may be empty.</summary>
    public string Because { get; init; } = "";

    /// <summary>Line of the file.</summary>
    public int Line { get; init; }
}

/// <summary>A scenario as written: what happens to a boat, and what must then hold.</summary>
public sealed record Scenario
{
    /// <summary>Its name: what it shows.</summary>
    public required string Name { get; init; }

    /// <summary>What it shows, in a sentence or two.</summary>
    public string Text { get; init; } = "";

    /// <summary>Ids of the requirements and properties that its expectations check.</summary>
    public IReadOnlyList<PlacedText> Shows { get; init; } = [];

    /// <summary>The product's name.</summary>
    public PlacedText Product { get; init; } = new("lynx-smart-bms-500", 1, 1);

    /// <summary>Length of the run in ms, which is scans.</summary>
    public required long Duration_ms { get; init; }

    /// <summary>Parameters that differ from the product's.</summary>
    public IReadOnlyList<Setting> Parameters { get; init; } = [];

    /// <summary>How the boat is built and how it starts.</summary>
    public IReadOnlyList<Setting> Boat { get; init; } = [];

    /// <summary>A recording that drives the boat instead of its own batteries and chargers; null for none.</summary>
    public PlacedText? Measured { get; init; }

    /// <summary>What somebody does.</summary>
    public IReadOnlyList<ScenarioEvent> Events { get; init; } = [];

    /// <summary>What breaks.</summary>
    public IReadOnlyList<ScenarioFault> Faults { get; init; } = [];

    /// <summary>Readings of the core's inputs, instead of a boat with sensors; empty for a boat.</summary>
    public IReadOnlyList<InputStep> Inputs { get; init; } = [];

    /// <summary>Whether retained data was lost before the start; only with <see cref="Inputs"/>.</summary>
    public bool RetainedLost { get; init; }

    /// <summary>What must hold.</summary>
    public IReadOnlyList<ScenarioExpectation> Expectations { get; init; } = [];

    /// <summary>Properties that this scenario violates on purpose.</summary>
    public IReadOnlyList<PlacedText> ExpectedViolations { get; init; } = [];
}
