using SafeBms.Devices.Lines;

namespace SafeBms.Guard.Tests;

/// <summary>Every change at the lines, collected while a test runs, and what must hold for it.</summary>
internal sealed class LineHistory(VirtualChip observer)
{
    private readonly List<LineChange> _changes = [];
    private long _next = 1;

    public IReadOnlyList<LineChange> Collect()
    {
        ChangeRead read;
        while ((read = observer.ReadChange(ref _next, out LineChange change)) != ChangeRead.None)
        {
            Assert.True(read == ChangeRead.Change, $"Changes were lost at {change.Sequence}.");
            _changes.Add(change);
        }

        return _changes;
    }

    /// <summary>Holds P01 over all changes, and returns the distances from relay to contactor.</summary>
    public IReadOnlyList<long> AssertOrder()
    {
        ulong relay = LineWords.Bit(OutputLine.ProgrammableRelay);
        ulong contactor = LineWords.Bit(OutputLine.ContactorCoil);
        List<long> leads_ns = [];
        long fell_ns = long.MinValue;
        ulong previous = 0;
        foreach (LineChange change in Collect())
        {
            Assert.Equal(previous, change.Previous);
            if ((change.Previous & relay) != 0 && (change.Outputs & relay) == 0)
            {
                fell_ns = change.Time_ns;
            }

            if ((change.Previous & contactor) != 0 && (change.Outputs & contactor) == 0)
            {
                Assert.True((change.Previous & relay) == 0, $"Relay and contactor fell together: {change}");
                leads_ns.Add(change.Time_ns - fell_ns);
            }

            previous = change.Outputs;
        }

        return leads_ns;
    }

    /// <summary>Nobody writes once another one has taken over: writers come in unbroken runs.</summary>
    public void AssertOneWriterAtATime()
    {
        HashSet<int> done = [];
        int guard = _changes[0].ProcessId;
        int writer = guard;
        foreach (LineChange change in Collect())
        {
            if (change.ProcessId == writer)
            {
                continue;
            }

            Assert.False(done.Contains(change.ProcessId), $"Process {change.ProcessId} writes again: {change}");
            _ = writer == guard || done.Add(writer);
            writer = change.ProcessId;
        }
    }
}
