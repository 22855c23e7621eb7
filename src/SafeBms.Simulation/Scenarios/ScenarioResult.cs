namespace SafeBms.Simulation.Scenarios;

/// <summary>What a run showed.</summary>
public sealed record ScenarioResult
{
    /// <summary>Name of the scenario.</summary>
    public required string Name { get; init; }

    /// <summary>Number of scans that ran.</summary>
    public required long Scans { get; init; }

    /// <summary>How many of them were leapt over, because nothing could change in them.</summary>
    public long LeaptScans { get; init; }

    /// <summary>The first thing that was not as expected, or null.</summary>
    public Difference? Difference { get; init; }

    /// <summary>What stood where when the difference showed; names with values.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Context { get; init; } = [];

    /// <summary>Number of expectations.</summary>
    public int Expectations { get; init; }

    /// <summary>Properties that failed, with the scan in which they did so first.</summary>
    public IReadOnlyList<KeyValuePair<string, long>> Violations { get; init; } = [];

    /// <summary>A number over all changes of outputs and the number of scans; equal for equal runs.</summary>
    public ulong OutputsHash { get; init; }

    /// <summary>A number over every state, timer, output and verdict of every scan; 0 unless it was asked for.
    /// </summary>
    public ulong StatesHash { get; init; }

    /// <summary>True if everything held.</summary>
    public bool Passed => Difference is null;
}
