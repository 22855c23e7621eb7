namespace SafeBms.Campaign;

/// <summary>One case: what is injected, after which lead, at which phase, and what must then hold.</summary>
public sealed record CampaignCase
{
    /// <summary>Number in the whole plan; the same whatever part of the plan is run.</summary>
    public int Index { get; init; }

    /// <summary>Its name, unique: <c>F22/running-alternator/weld</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The number of the fault list, <c>F22</c>, or <c>pair</c>.</summary>
    public required string Fault { get; init; }

    /// <summary>What goes wrong, in words.</summary>
    public required string Text { get; init; }

    /// <summary>What comes before.</summary>
    public required Lead Lead { get; init; }

    /// <summary>When it is injected, in ms after the lead was reached.</summary>
    public long Phase_ms { get; init; }

    /// <summary>What is injected and what follows, counted from the injection.</summary>
    public required IReadOnlyList<Doing> Doings { get; init; }

    /// <summary>What must hold besides the properties, counted from the injection.</summary>
    public required IReadOnlyList<Expected> Expectations { get; init; }

    /// <summary>How long the case runs after the injection, in ms.</summary>
    public required long Length_ms { get; init; }
}

/// <summary>How a case ended.</summary>
public enum Verdict
{
    /// <summary>Nothing was violated.</summary>
    Held,

    /// <summary>A property or an expectation was violated.</summary>
    Violated,

    /// <summary>The state in which the fault was to be injected was not reached, so that nothing was shown.</summary>
    NotReached,
}

/// <summary>What a case showed. The same case gives the same record on every machine.</summary>
/// <param name="Index">Number of the case in the plan.</param>
/// <param name="Case">Its name.</param>
/// <param name="Verdict">How it ended.</param>
public sealed record CaseResult(int Index, string Case, Verdict Verdict)
{
    /// <summary>The first thing that was not as expected; empty if nothing was.</summary>
    public string Problem { get; init; } = "";

    /// <summary>Violated properties with the ms after the injection; those that were not judged in brackets.</summary>
    public IReadOnlyList<string> Violations { get; init; } = [];

    /// <summary>The scan of the injection; -1 if it was not reached.</summary>
    public long Injected_ms { get; init; } = -1;

    /// <summary>From the injection to the first change of an output; -1 if no output changed.</summary>
    public long Reaction_ms { get; init; } = -1;

    /// <summary>From the injection to the first new cause or alarm that was shown; -1 for none.</summary>
    public long Shown_ms { get; init; } = -1;

    /// <summary>From the injection to the opening of the contactor; -1 if it did not open in this case.</summary>
    public long Opened_ms { get; init; } = -1;

    /// <summary>The first cause that was shown last.</summary>
    public string Cause { get; init; } = "";

    /// <summary>What displays show at the end.</summary>
    public string Final { get; init; } = "";

    /// <summary>Scans that the case took, those of its lead not counted.</summary>
    public long Scans { get; init; }

    /// <summary>A number over all outputs of all scans after the injection.</summary>
    public string Outputs { get; init; } = "";
}
