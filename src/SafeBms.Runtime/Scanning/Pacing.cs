namespace SafeBms.Runtime.Scanning;

/// <summary>
/// When the next scan may begin. The rule ties counted scans to real time: N+1 scans are never shorter than N ms at
/// the output lines, so a delay that is counted in scans never ends early. Lost time is never caught up.
/// </summary>
public static class Pacing
{
    /// <summary>Length of a scan in ns.</summary>
    public const long Period_ns = 1_000_000;

    /// <summary>Begin of the next scan.</summary>
    /// <param name="deadline_ns">Begin that was planned for this scan.</param>
    /// <param name="writeEnd_ns">When the outputs of this scan had been written.</param>
    public static long NextDeadline(long deadline_ns, long writeEnd_ns) =>
        Math.Max(deadline_ns + Period_ns, writeEnd_ns);

    /// <summary>How late a scan's outputs were: 0 while they were written inside their own millisecond.</summary>
    public static long Lateness_ns(long deadline_ns, long writeEnd_ns) =>
        Math.Max(0, writeEnd_ns - (deadline_ns + Period_ns));
}
