namespace SafeBms.Traceability;

/// <summary>What kind of hole a finding names.</summary>
public enum FindingKind
{
    /// <summary>Something stands alone: nothing leads to it, or nothing follows from it.</summary>
    Orphan,

    /// <summary>A name that nothing has.</summary>
    Unknown,

    /// <summary>Evidence that names nothing, or something that does not exist.</summary>
    WeakEvidence,

    /// <summary>The requirement has other words than those that were looked at.</summary>
    Suspect,

    /// <summary>A result that contradicts what is claimed.</summary>
    Failed,

    /// <summary>No result; a finding only where results are asked for.</summary>
    NotRun,
}

/// <summary>Something that breaks the trace.</summary>
/// <param name="Kind">Which kind of hole.</param>
/// <param name="Place">File, line and column as editors make them clickable; or what it is about.</param>
/// <param name="Subject">Id of the hazard, requirement, property, scenario or test.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Remedy">What to do.</param>
public sealed record TraceFinding(FindingKind Kind, string Place, string Subject, string Message, string Remedy)
{
    /// <summary>One line for a terminal.</summary>
    public override string ToString() => $"{Place}: {Message} {Remedy}";
}
