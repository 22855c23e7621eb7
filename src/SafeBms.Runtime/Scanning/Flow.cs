using SafeBms.Guard;

namespace SafeBms.Runtime.Scanning;

/// <summary>The steps of a scan in their order; a heartbeat proves that all of them were gone through.</summary>
public enum ScanStep
{
    /// <summary>The guard was listened to.</summary>
    Listen = 1,

    /// <summary>Lines were read.</summary>
    ReadLines = 2,

    /// <summary>Buses were read.</summary>
    ReadBuses = 3,

    /// <summary>The image was filled.</summary>
    Fill = 4,

    /// <summary>The core has scanned.</summary>
    Core = 5,

    /// <summary>Outputs were written.</summary>
    Write = 6,

    /// <summary>Time was accounted for.</summary>
    Account = 7,
}

/// <summary>The signature of one scan's steps.</summary>
public struct Flow
{
    private static readonly uint Complete = Expected();

    private uint _mixed;

    /// <summary><see cref="Heartbeat.CompleteFlow"/> if, and only if, every step was done once and in order.</summary>
    public readonly uint Signature => _mixed ^ Complete ^ Heartbeat.CompleteFlow;

    /// <summary>Begins a scan.</summary>
    public void Begin() => _mixed = 0;

    /// <summary>Marks a step as done.</summary>
    public void Done(ScanStep step) => _mixed = ((_mixed << 5) | (_mixed >> 27)) * 0x9E37_79B1 ^ (uint)step;

    private static uint Expected()
    {
        Flow flow = default;
        for (ScanStep step = ScanStep.Listen; step <= ScanStep.Account; step++)
        {
            flow.Done(step);
        }

        return flow._mixed;
    }
}
