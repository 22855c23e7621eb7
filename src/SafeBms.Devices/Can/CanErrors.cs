namespace SafeBms.Devices.Can;

/// <summary>What an error frame tells of its interface.</summary>
internal enum CanEvent
{
    /// <summary>Nothing that changes its health.</summary>
    Counted,

    /// <summary>It has left the bus.</summary>
    BusOff,

    /// <summary>It is back on the bus.</summary>
    Restarted,
}

/// <summary>Error frames of linux/can/error.h.</summary>
internal static class CanErrors
{
    private const uint TransmitTimeout = 0x001;
    private const uint Controller = 0x004;
    private const uint Transceiver = 0x010;
    private const uint BusOff = 0x040;
    private const uint Restarted = 0x100;

    /// <summary>
    /// The classes that are received. Not wanted are those that come with each disturbed frame: a broken bus would
    /// flood the scan with them.
    /// </summary>
    public const uint Wanted = TransmitTimeout | Controller | Transceiver | BusOff | Restarted;

    /// <summary>What an error frame tells. One that tells both is taken as the worse.</summary>
    public static CanEvent EventOf(uint rawId) =>
        (rawId & CanFrame.ErrorFlag) == 0 ? CanEvent.Counted
        : (rawId & BusOff) != 0 ? CanEvent.BusOff
        : (rawId & Restarted) != 0 ? CanEvent.Restarted
        : CanEvent.Counted;
}
