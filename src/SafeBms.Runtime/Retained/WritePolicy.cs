using SafeBms.Core;

namespace SafeBms.Runtime.Retained;

/// <summary>
/// When a changed image is written: a latch or a counter at once, what merely counts at most every 10 s, and after a
/// failure again with growing pauses. All writes together are bounded, because flash wears out: 60 in stock and one
/// more every 10 s, so at most 8700 a day whatever happens, and none while nothing changes.
/// </summary>
public struct WritePolicy
{
    /// <summary>Shortest time between two writes of what merely counts; in it one write accrues.</summary>
    public const int Slow_ms = 10_000;

    /// <summary>Writes in stock.</summary>
    public const int Stock = 60;

    /// <summary>Most writes in a day, failures not counted.</summary>
    public const int WritesPerDay_max = Stock + (86_400_000 / Slow_ms);

    private const int FirstPause_ms = 1000;
    private const int LongestPause_ms = 60_000;

    private int _stock;
    private long _accruedAt_ms;
    private long _writtenAt_ms;
    private long _retryAt_ms;
    private int _pause_ms;

    /// <summary>A policy with a full stock.</summary>
    public WritePolicy(long now_ms)
    {
        _stock = Stock;
        _accruedAt_ms = now_ms;
        _writtenAt_ms = now_ms;
        _retryAt_ms = now_ms;
    }

    /// <summary>True if the present image is to be written now.</summary>
    public bool IsDue(in RetainedImage written, in RetainedImage present, long now_ms)
    {
        Accrue(now_ms);
        if (_stock == 0 || now_ms < _retryAt_ms)
        {
            return false;
        }

        return IsUrgent(written, present) || (now_ms - _writtenAt_ms >= Slow_ms && Differ(written, present));
    }

    /// <summary>Notes a write that reached the disk.</summary>
    public void Written(long now_ms)
    {
        _stock--;
        _writtenAt_ms = now_ms;
        _pause_ms = 0;
    }

    /// <summary>Notes a write that failed.</summary>
    public void Failed(long now_ms)
    {
        _pause_ms = _pause_ms == 0 ? FirstPause_ms : Math.Min(2 * _pause_ms, LongestPause_ms);
        _retryAt_ms = now_ms + _pause_ms;
    }

    /// <summary>True if a latch or a counter has changed, or something counts anew.</summary>
    public static bool IsUrgent(in RetainedImage written, in RetainedImage present)
    {
        RetainedData before = written.Core;
        RetainedData now = present.Core;
        return Latches(before) != Latches(now)
            || now.ClosingBudgetSpent > before.ClosingBudgetSpent
            || now.TripLatchLastCountsFor_ms > before.TripLatchLastCountsFor_ms
            || now.TripLatchLastButOneCountsFor_ms > before.TripLatchLastButOneCountsFor_ms
            || present.Starts != written.Starts || present.Faults != written.Faults
            || present.ContactorCycles != written.ContactorCycles
            || present.EndedInOrder != written.EndedInOrder
            || present.BootHigh != written.BootHigh || present.BootLow != written.BootLow;
    }

    /// <summary>True if anything has changed.</summary>
    public static bool Differ(in RetainedImage written, in RetainedImage present)
    {
        RetainedData before = written.Core;
        RetainedData now = present.Core;
        return IsUrgent(written, present)
            || now.PeakAllowanceUsed_ms != before.PeakAllowanceUsed_ms
            || now.TripLatchLastCountsFor_ms != before.TripLatchLastCountsFor_ms
            || now.TripLatchLastButOneCountsFor_ms != before.TripLatchLastButOneCountsFor_ms
            || now.ClosingBudgetSpent != before.ClosingBudgetSpent
            || present.StateOfCharge_permille != written.StateOfCharge_permille;
    }

    /// <summary>The latches of the core, a bit each.</summary>
    public static int Latches(in RetainedData core) =>
        (core.TripLatchTripped ? 1 : 0) | (core.TripLatchPermanent ? 2 : 0) | (core.TripLatchByShort ? 4 : 0)
        | (core.WeldWatchWelded ? 8 : 0) | (core.ShutdownSequencerViolated ? 16 : 0);

    private void Accrue(long now_ms)
    {
        long accrued = (now_ms - _accruedAt_ms) / Slow_ms;
        if (accrued > 0)
        {
            _accruedAt_ms += accrued * Slow_ms;
            _stock = (int)Math.Min(Stock, _stock + accrued);
        }
    }
}
