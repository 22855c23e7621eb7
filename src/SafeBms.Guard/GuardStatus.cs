using SafeBms.Devices.Linux;

namespace SafeBms.Guard;

/// <summary>What a guard says of itself. Numbers of processes are 0 where none runs.</summary>
public readonly record struct GuardReport
{
    /// <summary>False once the guard is gone.</summary>
    public bool Alive { get; init; }

    /// <summary>Process id of the guard.</summary>
    public int GuardPid { get; init; }

    /// <summary>Process id of the controller.</summary>
    public int ControllerPid { get; init; }

    /// <summary>Process id of the station.</summary>
    public int StationPid { get; init; }

    /// <summary>Process id of the plant.</summary>
    public int PlantPid { get; init; }

    /// <summary>What it does.</summary>
    public GuardState State { get; init; }

    /// <summary>Why it took over last.</summary>
    public GuardReason Reason { get; init; }

    /// <summary>Restarts of the controller.</summary>
    public long Restarts { get; init; }

    /// <summary>Restarts of the station.</summary>
    public long StationRestarts { get; init; }

    /// <summary>Restarts of the plant.</summary>
    public long PlantRestarts { get; init; }

    /// <summary>Times that it took over.</summary>
    public long Faults { get; init; }

    /// <summary>Times that it took over because of the order of the lines.</summary>
    public long OrderFaults { get; init; }

    /// <summary>Valid heartbeats of the controller.</summary>
    public long Heartbeats { get; init; }

    /// <summary>Heartbeats that it sent to this start of the controller.</summary>
    public long Spoken { get; init; }

    /// <summary>Rounds of its loop.</summary>
    public long Rounds { get; init; }

    /// <summary>Largest lateness of a round in ns.</summary>
    public long Late_max_ns { get; init; }

    /// <summary>What the lines carried when it looked last.</summary>
    public ulong Lines { get; init; }

    /// <summary>Bytes that its loop has allocated since it began.</summary>
    public long Allocated_bytes { get; init; }

    /// <summary>Collections of garbage since it began.</summary>
    public long Collections { get; init; }

    /// <summary>Times that the hardware watchdog was served.</summary>
    public long WatchdogServed { get; init; }
}

/// <summary>The file <c>guard.block</c>: one word a figure, written by the guard, read by anybody.</summary>
public sealed class GuardStatus : IDisposable
{
    private const long Layout = 0x5AFE_0B15_0004_0002;
    private const int Words = 32;

    private readonly SharedWords _words;

    private GuardStatus(SharedWords words) => _words = words;

    /// <summary>Creates it; the guard of an installation holds it.</summary>
    /// <exception cref="IOException">Another guard holds it, or it cannot be created.</exception>
    public static GuardStatus Create(string path) =>
        new(SharedWords.Create(path, Words, static made => made.Write(0, Layout)));

    /// <summary>Opens that of a guard.</summary>
    /// <exception cref="IOException">There is none.</exception>
    public static GuardStatus Open(string path)
    {
        SharedWords words = SharedWords.Open(path);
        if (words.Count == Words && words.Read(0) == Layout)
        {
            return new GuardStatus(words);
        }

        words.Dispose();
        throw new IOException($"{path} is not written by a guard of this version.");
    }

    /// <summary>Reads all figures, each for itself.</summary>
    public GuardReport Read() => new()
    {
        Alive = _words.IsHeld(),
        GuardPid = (int)_words.Read(1),
        ControllerPid = (int)_words.Read(2),
        StationPid = (int)_words.Read(3),
        PlantPid = (int)_words.Read(4),
        State = (GuardState)_words.Read(5),
        Reason = (GuardReason)_words.Read(6),
        Restarts = _words.Read(7),
        StationRestarts = _words.Read(8),
        PlantRestarts = _words.Read(9),
        Faults = _words.Read(10),
        OrderFaults = _words.Read(11),
        Heartbeats = _words.Read(12),
        Spoken = _words.Read(13),
        Rounds = _words.Read(14),
        Late_max_ns = _words.Read(15),
        Lines = (ulong)_words.Read(16),
        Allocated_bytes = _words.Read(17),
        Collections = _words.Read(18),
        WatchdogServed = _words.Read(19),
    };

    /// <inheritdoc/>
    public void Dispose() => _words.Dispose();

    internal void Write(in GuardReport report)
    {
        _words.Write(1, report.GuardPid);
        _words.Write(2, report.ControllerPid);
        _words.Write(3, report.StationPid);
        _words.Write(4, report.PlantPid);
        _words.Write(5, (long)report.State);
        _words.Write(6, (long)report.Reason);
        _words.Write(7, report.Restarts);
        _words.Write(8, report.StationRestarts);
        _words.Write(9, report.PlantRestarts);
        _words.Write(10, report.Faults);
        _words.Write(11, report.OrderFaults);
        _words.Write(12, report.Heartbeats);
        _words.Write(13, report.Spoken);
        _words.Write(14, report.Rounds);
        _words.Write(15, report.Late_max_ns);
        _words.Write(16, (long)report.Lines);
        _words.Write(17, report.Allocated_bytes);
        _words.Write(18, report.Collections);
        _words.Write(19, report.WatchdogServed);
    }
}
