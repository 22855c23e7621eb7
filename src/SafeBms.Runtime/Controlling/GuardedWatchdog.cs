using SafeBms.Devices.Supervision;

namespace SafeBms.Runtime.Controlling;

/// <summary>The hardware watchdog as the guard sees it.</summary>
internal sealed class GuardedWatchdog(HardwareWatchdog watchdog) : IWatchdogDevice, IDisposable
{
    public void KeepAlive() => _ = watchdog.Pet();

    public void CloseInOrder() => _ = watchdog.StopAndClose();

    public void Dispose() => watchdog.Dispose();
}
