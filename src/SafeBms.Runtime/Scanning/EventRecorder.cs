using SafeBms.Core;
using SafeBms.Devices.Linux;
using SafeBms.Runtime.Mailbox;

namespace SafeBms.Runtime.Scanning;

/// <summary>Records every change of the output word with scan, cause and a hash of the inputs (P69).</summary>
internal sealed class EventRecorder(EventRing ring, ulong before)
{
    private readonly int _causeIndex = OutputTable.IndexOf("first_cause");
    private ulong _before = before;

    /// <summary>Call it after each write.</summary>
    public void Watch(ScanCore core, ulong written)
    {
        if (written == _before)
        {
            return;
        }

        long cause = OutputTable.Get(core.Outputs, _causeIndex);
        ring.Add(core.Scans, MonotonicClock.Now_ns, _before, written, cause, Hash(core));
        _before = written;
    }

    private static ulong Hash(ScanCore core)
    {
        ulong hash = 0xCBF2_9CE4_8422_2325;
        for (int i = 0; i < InputTable.Count; i++)
        {
            InputSignal signal = InputTable.Get(core.Inputs, i);
            hash = (hash ^ (uint)signal.Value) * 0x0000_0100_0000_01B3;
            hash = (hash ^ (uint)signal.Age_ms) * 0x0000_0100_0000_01B3;
        }

        return hash;
    }
}
