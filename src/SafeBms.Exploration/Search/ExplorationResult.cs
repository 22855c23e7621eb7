namespace SafeBms.Exploration.Search;

/// <summary>How far to search.</summary>
public sealed record ExplorationBounds
{
    /// <summary>States after which it ends.</summary>
    public int States_max { get; init; } = 20_000;

    /// <summary>Scans after which it ends.</summary>
    public long Scans_max { get; init; } = 200_000_000;

    /// <summary>States that wait at a time; beyond it some are dropped, and counted.</summary>
    public int Waiting_max { get; init; } = 20_000;

    /// <summary>Longest leap, scans.</summary>
    public int Leap_max { get; init; } = 310_000;

    /// <summary>Decides in which order states are followed.</summary>
    public int Seed { get; init; } = 1;
}

/// <summary>A change of an input in a run.</summary>
/// <param name="Scan">Before this scan, counted from 0.</param>
/// <param name="Input">Flat name.</param>
/// <param name="Value">Base unit.</param>
/// <param name="IsAccepted">False: invalid from now on.</param>
public sealed record InputChange(long Scan, string Input, int Value, bool IsAccepted);

/// <summary>A run that violates a property.</summary>
/// <param name="Property">Id of the property.</param>
/// <param name="Scans">Scans up to and with the violation.</param>
/// <param name="Steps">What was done, in words.</param>
/// <param name="Inputs">Every change of an input, for a replay.</param>
public sealed record Violation(
    string Property, long Scans, IReadOnlyList<string> Steps, IReadOnlyList<InputChange> Inputs);

/// <summary>What a search has covered.</summary>
/// <param name="States">Different states: memory of the core and surroundings.</param>
/// <param name="Transitions">Leaps taken.</param>
/// <param name="Scans">Scans run.</param>
/// <param name="Depth">Most leaps from the start.</param>
/// <param name="IsExhausted">Nothing waited at the end, nothing was dropped and no leap was cut off: everything that
/// the alphabet can reach was seen.</param>
/// <param name="Dropped">States that were not followed for want of room.</param>
/// <param name="MachineStates">States of machines seen, of those that exist: <c>machine.State</c>.</param>
/// <param name="MachineStates_all">States of machines that exist.</param>
/// <param name="MachineTransitions">Different changes of state seen, <c>machine.From to To</c>.</param>
/// <param name="Violations">A violating run for each property, the shortest that was met.</param>
/// <param name="Observations">Properties that failed but speak of a world better than the one that is tried
/// (<c>verified_by: test</c>).</param>
/// <param name="Elapsed_s">Seconds.</param>
public sealed record ExplorationResult(
    long States,
    long Transitions,
    long Scans,
    int Depth,
    bool IsExhausted,
    long Dropped,
    IReadOnlyCollection<string> MachineStates,
    int MachineStates_all,
    IReadOnlyCollection<string> MachineTransitions,
    IReadOnlyList<Violation> Violations,
    IReadOnlyCollection<string> Observations,
    double Elapsed_s);
