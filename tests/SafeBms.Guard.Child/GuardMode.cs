using SafeBms.Devices.Lines;
using SafeBms.Devices.RealTime;

namespace SafeBms.Guard.Child;

/// <summary>A guard in a process of its own, for tests that end or stop it: guard DIRECTORY SCALE CHILDMODE.</summary>
internal static class GuardMode
{
    public static int Run(string directory, string scale, string childMode)
    {
        using StreamWriter log = new(Path.Combine(directory, "guard.log"));
        return GuardProcess.Run(new GuardPlan
        {
            Outputs = VirtualChip.Create(Path.Combine(directory, "virtual-chip")),
            Controller = ChildCommand.OfThisProgram(childMode, scale),
            Station = new ChildCommand("/bin/sleep", ["100000"]),
            Settings = new GuardSettings
            {
                Scale = int.Parse(scale, System.Globalization.CultureInfo.InvariantCulture),
            },
            RealTime = new RealTimeSettings(),
            StatusPath = Path.Combine(directory, "guard.block"),
            Log = log,
        });
    }
}
