using System.Runtime.CompilerServices;

namespace SafeBms.Protocols;

/// <summary>
/// What a receiver knows about one sender: which start of it (session) it follows, and how far that has counted.
/// </summary>
/// <remarks>
/// Within a session the counter only goes forward, however long the sender was silent; a recording of the session can
/// therefore never be taken for it. Another session is followed only when the present one is stale, and after
/// <see cref="Restart_lives"/> life frames in sequence. The sessions followed before never come back.
/// </remarks>
internal struct SafeBmsNode
{
    /// <summary>Life frames in sequence that a restarted sender needs.</summary>
    public const int Restart_lives = 2;

    private const int Retired_count = 4;

    public int Stale_scans;
    public ushort Session;
    public uint Counter;
    public long SeenScan;

    /// <summary>Changes with each session that is followed; 0 before the first.</summary>
    public int Epoch;

    private ushort _candidate;
    private uint _candidateCounter;
    private int _candidateLives;
    private long _candidateScan;
    private RetiredSessions _retired;
    private int _retiredCount;

    /// <summary>Whether a frame of this sender passed all checks within 2.5 of its periods.</summary>
    public readonly bool IsAlive(long scan) => Epoch != 0 && scan - SeenScan <= Stale_scans;

    /// <summary>How many steps the second counter is ahead of the first; negative if it is behind.</summary>
    public static int Step(uint from, uint to) => (int)(to - from);

    /// <summary>
    /// Takes a life frame that does not simply continue a live session; true if its session is followed from now on.
    /// </summary>
    public bool Synchronise(ushort session, uint counter, long scan)
    {
        if (Epoch == 0)
        {
            Follow(session, counter, scan);
            return true;
        }

        if (IsAlive(scan))
        {
            return false;
        }

        if (session == Session)
        {
            // It was silent and goes on; a recording cannot be ahead of what it was recorded from.
            bool isAhead = Step(Counter, counter) > 0;
            Counter = isAhead ? counter : Counter;
            SeenScan = isAhead ? scan : SeenScan;
            return isAhead;
        }

        return !IsRetired(session) && IsProven(session, counter, scan);
    }

    private bool IsProven(ushort session, uint counter, long scan)
    {
        bool continues = _candidateLives > 0 && session == _candidate && scan - _candidateScan <= Stale_scans
            && Step(_candidateCounter, counter) is > 0 and <= SafeBmsFrame.Steps_max;
        _candidateLives = continues ? _candidateLives + 1 : 1;
        _candidate = session;
        _candidateCounter = counter;
        _candidateScan = scan;
        if (_candidateLives < Restart_lives)
        {
            return false;
        }

        _retired[_retiredCount % Retired_count] = Session;
        _retiredCount++;
        Follow(session, counter, scan);
        return true;
    }

    private void Follow(ushort session, uint counter, long scan)
    {
        Session = session;
        Counter = counter;
        SeenScan = scan;
        Epoch++;
        _candidateLives = 0;
    }

    private readonly bool IsRetired(ushort session)
    {
        for (int i = 0; i < Math.Min(_retiredCount, Retired_count); i++)
        {
            if (_retired[i] == session)
            {
                return true;
            }
        }

        return false;
    }

    [InlineArray(Retired_count)]
    private struct RetiredSessions
    {
        private ushort _first;
    }
}
