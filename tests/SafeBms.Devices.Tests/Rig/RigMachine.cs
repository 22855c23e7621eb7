using System.Diagnostics;

namespace SafeBms.Devices.Tests.Rig;

/// <summary>Tests on real drivers share one machine: they run one after the other.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class RigMachine
{
    public const string Name = "rig";

    // An emulated machine is slow; nothing waits that long where all is well.
    private const int Wait_ms = 60_000;

    public static void Eventually(Func<bool> condition, string what) =>
        Assert.True(SpinWait.SpinUntil(condition, Wait_ms), $"not seen within {Wait_ms / 1000} s: {what}");

    public static void Run(string program, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        string said = process.StandardError.ReadToEnd();
        Assert.True(process.WaitForExit(Wait_ms), $"{program} does not end");
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: {said}");
    }
}
