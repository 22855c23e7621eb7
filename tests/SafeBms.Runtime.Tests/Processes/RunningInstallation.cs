using System.Diagnostics;
using System.Runtime.InteropServices;
using SafeBms.Core;
using SafeBms.Devices.Lines;
using SafeBms.Guard;
using SafeBms.Runtime.Mailbox;
using SafeBms.Runtime.View;

namespace SafeBms.Runtime.Tests.Processes;

/// <summary>
/// Real processes of one simulated installation, started by the program's own command. Whoever waits here waits for an
/// event; the limit is only there so that a failing test ends.
/// </summary>
internal sealed partial class RunningInstallation : IDisposable
{
    public const int Kill = 9;
    public const int Continue = 18;
    public const int StopProcess = 19;
    public const int Terminate = 15;
    private const int Limit_ms = 60_000;
    private const int Look_ms = 5;

    private readonly string _folder = Directory.CreateTempSubdirectory("safebms-run-").FullName;
    private readonly ManualResetEvent _pause = new(false);
    private readonly Process _launcher;
    private VirtualChip? _chip;
    private GuardStatus? _guard;

    public RunningInstallation(params string[] more)
    {
        Program = Path.Combine(AppContext.BaseDirectory, "safebms");
        ProcessStartInfo start = new(Program) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in (string[])["run", "--plain", "--run-dir", RunDirectory,
            .. more])
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["DOTNET_TieredPGO"] = "0";
        _launcher = Process.Start(start)!;
        _launcher.OutputDataReceived += (_, line) => Keep(line.Data);
        _launcher.ErrorDataReceived += (_, line) => Keep(line.Data);
        _launcher.BeginOutputReadLine();
        _launcher.BeginErrorReadLine();
    }

    public static string Program { get; private set; } = "";

    public string RunDirectory => Path.Combine(_folder, "run");

    public Process Launcher => _launcher;

    public List<string> Output { get; } = [];

    public GuardReport Guard
    {
        get
        {
            _guard ??= Wait("the guard", () => File.Exists(GuardPath) ? GuardStatus.Open(GuardPath) : null);
            return _guard.Read();
        }
    }

    public VirtualChip Chip => _chip ??= Wait("the chip",
        () => File.Exists(ChipPath) ? VirtualChip.Open(ChipPath) : null);

    private string GuardPath => Path.Combine(RunDirectory, "guard.block");

    private string ChipPath => Path.Combine(RunDirectory, "virtual-chip");

    /// <summary>Waits until the alternator relay is on: then everything that has an order is on.</summary>
    public void WaitForAlternator() => WaitUntil("the alternator relay", () =>
        Chip.ReadBack(out ulong word) == LineStatus.Ok && IsOn(word, OutputLine.ProgrammableRelay));

    public void WaitUntil(string what, Func<bool> holds) => Wait(what, () => holds() ? this : null);

    public T Wait<T>(string what, Func<T?> find)
        where T : class
    {
        for (long until = Environment.TickCount64 + Limit_ms; Environment.TickCount64 < until; _pause.WaitOne(Look_ms))
        {
            if (find() is { } found)
            {
                return found;
            }
        }

        throw new TimeoutException($"Waited in vain for {what}.{Environment.NewLine}{Tell()}");
    }

    public static void Signal(int process, int signal)
    {
        Assert.True(process > 0, "there is no such process");
        Assert.Equal(0, SendSignal(process, signal));
    }

    public static void TrySignal(int process, int signal) => _ = SendSignal(process, signal);

    public static bool IsAlive(int process) => File.Exists($"/proc/{process}/stat")
        && !File.ReadAllText($"/proc/{process}/stat").Contains(") Z ", StringComparison.Ordinal);

    /// <summary>Every change of the output lines so far.</summary>
    public List<LineChange> Changes()
    {
        List<LineChange> changes = [];
        long next = 1;
        while (true)
        {
            switch (Chip.ReadChange(ref next, out LineChange change))
            {
                case ChangeRead.Change:
                    changes.Add(change);
                    break;
                case ChangeRead.Lost:
                    throw new InvalidOperationException("the ring has lost changes");
                default:
                    return changes;
            }
        }
    }

    /// <summary>Judges P01 at the lines: whenever the contactor fell, the relay had been off for 2 s.</summary>
    public void AssertOrder()
    {
        long relayFell_ns = long.MinValue;
        ulong before = LineWords.Safe;
        int falls = 0;
        foreach (LineChange change in Changes())
        {
            if (IsOn(before, OutputLine.ProgrammableRelay) && !IsOn(change.Outputs, OutputLine.ProgrammableRelay))
            {
                relayFell_ns = change.Time_ns;
            }

            if (IsOn(before, OutputLine.ContactorCoil) && !IsOn(change.Outputs, OutputLine.ContactorCoil))
            {
                falls++;
                Assert.False(IsOn(change.Outputs, OutputLine.ProgrammableRelay), Tell());
                long lead_ns = relayFell_ns == long.MinValue ? long.MaxValue : change.Time_ns - relayFell_ns;
                Assert.True(lead_ns >= 2_000_000_000, $"contactor {lead_ns} ns after the relay\n{Tell()}");
            }

            before = change.Outputs;
        }

        Assert.True(falls > 0, "the contactor never fell\n" + Tell());
        Assert.False(IsOn(before, OutputLine.ContactorCoil), Tell());
    }

    public Snapshot? TrySnapshot()
    {
        using RunBlock? block = new RunDirectory(RunDirectory).TryConnect();
        Snapshot snapshot = new();
        return block is not null && snapshot.Refresh(block) ? snapshot : null;
    }

    public int End()
    {
        Assert.True(_launcher.WaitForExit(Limit_ms), "the launcher does not end\n" + Tell());
        _launcher.WaitForExit();
        return _launcher.ExitCode;
    }

    public string Tell()
    {
        string log = Path.Combine(RunDirectory, "guard.log");
        lock (Output)
        {
            return string.Join('\n', Output.TakeLast(12)) + "\n" + (File.Exists(log) ? File.ReadAllText(log) : "no log");
        }
    }

    public static bool IsOn(ulong word, OutputLine line) => (word & LineWords.Bit(line)) != 0;

    public void Dispose()
    {
        GuardReport last = _guard?.Read() ?? default;
        foreach (int process in new[] { last.GuardPid, last.ControllerPid, last.StationPid, last.PlantPid })
        {
            if (process > 0 && IsOurs(process))
            {
                SendSignal(process, Kill);
            }
        }

        if (!_launcher.HasExited)
        {
            _launcher.Kill();
            _launcher.WaitForExit();
        }

        _launcher.Dispose();
        _pause.Dispose();
        _chip?.Dispose();
        _guard?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    // A number may belong to somebody else by now.
    private bool IsOurs(int process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/cmdline").Contains(_folder, StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }

    private void Keep(string? line)
    {
        lock (Output)
        {
            Output.Add(line ?? "");
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int SendSignal(int process, int signal);
}
