using System.Runtime.InteropServices;
using SafeBms.Devices.Linux;
using SafeBms.Devices.RealTime;

namespace SafeBms.Guard;

/// <summary>The guard as a process: it alone handles signals.</summary>
public static class GuardProcess
{
    private const int OutOfMemoryScore = -1000;
    private const int Priority_max = 98;

    private static readonly PosixSignal[] StopSignals =
        [PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGHUP, PosixSignal.SIGQUIT];

    /// <summary>Guards until a signal asks it to stop; returns the exit code, see <see cref="GuardEnd"/>.</summary>
    /// <remarks>Call it from the first thread of the process: children may ask to die with that thread.</remarks>
    /// <exception cref="IOException">Another guard runs here, or the machine has no descriptors left.</exception>
    public static int Run(GuardPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        _ = ChildSide.TrySetOutOfMemoryScore(0, OutOfMemoryScore);
        using GuardLoop loop = new(plan);
        PosixSignalRegistration[] registrations =
        [
            .. StopSignals.Select(signal => PosixSignalRegistration.Create(signal, context =>
            {
                context.Cancel = true;
                loop.RequestStop();
            })),
        ];
        using RealTimeHold? hold = plan.RealTime is { } asked ? RealTimeSetup.Apply(Above(asked)) : null;
        try
        {
            return (int)loop.Run();
        }
        finally
        {
            Array.ForEach(registrations, registration => registration.Dispose());
            plan.Outputs.Dispose();
        }
    }

    private static RealTimeSettings Above(RealTimeSettings scan) => scan with
    {
        Priority = Math.Min(scan.Priority + 1, Priority_max),
        Cpu = null,
        OomScore = OutOfMemoryScore,
    };
}
