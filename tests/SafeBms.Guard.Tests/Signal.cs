using System.Runtime.InteropServices;

namespace SafeBms.Guard.Tests;

/// <summary>Signals to processes that the tests have started.</summary>
internal static partial class Signal
{
    public const int HangUp = 1;
    public const int Interrupt = 2;
    public const int Quit = 3;
    public const int Kill = 9;
    public const int Terminate = 15;
    public const int Continue = 18;
    public const int Stop = 19;

    public static void Send(int process, int signal)
    {
        Assert.True(process > 1, $"{process} is no process of a test.");
        _ = SendSignal(process, signal);
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int SendSignal(int process, int signal);
}
