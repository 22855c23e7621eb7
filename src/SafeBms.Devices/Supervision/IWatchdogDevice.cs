namespace SafeBms.Devices.Supervision;

/// <summary>
/// A hardware watchdog that has been opened: from then on it resets the machine when it is no longer kept alive.
/// </summary>
public interface IWatchdogDevice
{
    /// <summary>Says that everything is well for another period. Allocates nothing.</summary>
    void KeepAlive();

    /// <summary>
    /// Disarms it (magic close): only after an ordered shutdown. A process that ends without it leaves the watchdog
    /// running.
    /// </summary>
    void CloseInOrder();
}
