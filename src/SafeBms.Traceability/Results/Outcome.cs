namespace SafeBms.Traceability.Results;

/// <summary>What is known of something that shall be shown.</summary>
public enum Outcome
{
    /// <summary>There is no result.</summary>
    NotRun,

    /// <summary>All that shows it ran and agreed.</summary>
    Passed,

    /// <summary>Something that shows it failed, or a proof was refuted.</summary>
    Failed,

    /// <summary>A proof was tried and did not come to an end.</summary>
    NotProved,

    /// <summary>Some of what shows it passed, the rest has no result.</summary>
    Partial,

    /// <summary>Shown by inspection only; nothing to run.</summary>
    Inspection,

    /// <summary>Belongs to a later milestone.</summary>
    Planned,
}

/// <summary>Words and sums of outcomes.</summary>
public static class Outcomes
{
    /// <summary>The outcome as a person reads it.</summary>
    public static string Word(this Outcome outcome) => outcome switch
    {
        Outcome.NotRun => "not run",
        Outcome.NotProved => "not proved",
        Outcome.Partial => "partly run",
        _ => outcome.ToString().ToLowerInvariant(),
    };

    /// <summary>What follows from several: never better than the worst of them, and nothing follows from
    /// nothing.</summary>
    public static Outcome Sum(IEnumerable<Outcome> outcomes)
    {
        HashSet<Outcome> seen = [.. outcomes];
        if (seen.Contains(Outcome.Failed))
        {
            return Outcome.Failed;
        }

        if (seen.Contains(Outcome.NotProved))
        {
            return Outcome.NotProved;
        }

        bool isOpen = seen.Contains(Outcome.NotRun) || seen.Contains(Outcome.Partial);
        bool isSeen = seen.Contains(Outcome.Passed) || seen.Contains(Outcome.Partial);
        return (isSeen, isOpen) switch
        {
            (true, true) => Outcome.Partial,
            (true, false) => Outcome.Passed,
            (false, true) => Outcome.NotRun,
            _ when seen.Contains(Outcome.Inspection) => Outcome.Inspection,
            _ when seen.Contains(Outcome.Planned) => Outcome.Planned,
            _ => Outcome.NotRun,
        };
    }
}
