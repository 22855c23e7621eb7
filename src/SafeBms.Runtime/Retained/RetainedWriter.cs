using SafeBms.Core;
using SafeBms.Devices.Linux;
using SafeBms.Devices.Storage;

namespace SafeBms.Runtime.Retained;

/// <summary>
/// Keeps retained data on the disk by a thread of its own. The scan leaves a value and goes on; a slow, full or broken
/// disk is counted and tried again, and never waited for.
/// </summary>
public sealed class RetainedWriter : IDisposable
{
    private const int Look_ms = 10;
    private const int EndLimit_ms = 5000;

    private readonly RetainedStore _store;
    private readonly LatestValue<RetainedImage> _mailbox = new();
    private readonly byte[] _payload = new byte[RetainedImage.Size_bytes];
    private readonly Func<long> _now_ms;
    private readonly Thread? _thread;

    // Of the scan.
    private RetainedImage _offered;
    private int _latches;
    private bool _closed;
    private int _stateOfCharge_permille;
    private volatile bool _isOffered;

    // Of the thread.
    private RetainedImage _present;
    private RetainedImage _written;
    private bool _anyWritten;
    private bool _isTaken;
    private WritePolicy _policy;

    private long _writes;
    private long _failures;
    private int _lastError;
    private volatile bool _stop;

    private RetainedWriter(string directory, BootId boot, Func<long> now_ms, bool withThread)
    {
        _now_ms = now_ms;
        _store = new RetainedStore(directory, RetainedImage.SchemaHash, RetainedImage.Size_bytes);
        bool found = _store.TryRead(_payload, out int error);
        Start = RetainedStart.From(found, _payload, _store.Reports, boot);
        _lastError = error;
        _present = Start.Image;
        _present.BootHigh = boot.High;
        _present.BootLow = boot.Low;
        _present.EndedInOrder = false;
        _present.Starts++;
        _offered = _present;
        _latches = WritePolicy.Latches(_present.Core);
        _stateOfCharge_permille = _present.StateOfCharge_permille;
        _policy = new WritePolicy(now_ms());
        if (withThread)
        {
            _thread = new Thread(Loop) { Name = "retained", IsBackground = true };
        }
    }

    /// <summary>What was found at the start.</summary>
    public RetainedStart Start { get; }

    /// <summary>Writes that reached the disk.</summary>
    public long Writes => Volatile.Read(ref _writes);

    /// <summary>Writes that failed.</summary>
    public long Failures => Volatile.Read(ref _failures);

    /// <summary>Error number of the kernel of the last attempt; 0 if it succeeded.</summary>
    public int LastError => Volatile.Read(ref _lastError);

    /// <summary>
    /// Makes the directory if need be, reads, and notes on the disk that a run has begun. Nothing is thrown for a disk
    /// that cannot be used: then the data are not valid, and the failure is counted.
    /// </summary>
    /// <param name="directory">Where the slots are.</param>
    /// <param name="isNew">True if nothing was ever kept here: then empty data are what there is to keep.</param>
    public static RetainedWriter Open(string directory, bool isNew = false)
    {
        MakeDirectory(directory);
        RetainedWriter writer = new(directory, BootId.Present(), () => MonotonicClock.Now_ns / 1_000_000, true);

        // What the core makes of lost data is not known yet; until the first offer they stay as they were found.
        if (writer.Start.IsValid || isNew)
        {
            writer.Put(writer._now_ms());
        }

        writer._thread!.Start();
        return writer;
    }

    /// <summary>Opens without a thread; the caller calls <see cref="Step"/>.</summary>
    internal static RetainedWriter OpenStepped(string directory, BootId boot, Func<long> now_ms) =>
        new(directory, boot, now_ms, false);

    /// <summary>Scan: the last state of charge that the battery monitor sent, to be kept with the next offer.</summary>
    public void OfferStateOfCharge(int value_permille) =>
        _stateOfCharge_permille = value_permille is >= 0 and <= 1000 ? value_permille : RetainedImage.Unknown;

    /// <summary>Scan: leaves the present values; never waits, never allocates.</summary>
    public void Offer(in RetainedData retained, bool contactorClosed)
    {
        int latches = WritePolicy.Latches(retained);
        _offered.Core = retained;
        _offered.Faults += (latches & ~_latches) != 0 ? 1 : 0;
        _offered.ContactorCycles += contactorClosed && !_closed ? 1 : 0;
        _offered.StateOfCharge_permille = _stateOfCharge_permille;
        _latches = latches;
        _closed = contactorClosed;
        _mailbox.Put(_offered);
        _isOffered = true;
    }

    /// <summary>
    /// Ends after the last scan: writes what was offered last, and whether the run ended in order. Waits for the disk,
    /// but at most 5 s; true if the disk has it.
    /// </summary>
    public bool End(bool inOrder)
    {
        _offered.EndedInOrder = inOrder;
        _mailbox.Put(_offered);
        _stop = true;
        if (_thread is null)
        {
            Finish();
        }

        return (_thread is null || _thread.Join(EndLimit_ms)) && _anyWritten
            && !WritePolicy.Differ(_written, _offered);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop = true;
        if (_thread is null || _thread.Join(EndLimit_ms))
        {
            _store.Dispose();
        }
    }

    /// <summary>One look into the mailbox.</summary>
    internal void Step(long now_ms)
    {
        _isTaken |= _mailbox.TryTake(ref _present);
        if ((_isTaken || Start.IsValid) && _policy.IsDue(_written, _present, now_ms))
        {
            Put(now_ms);
        }
    }

    private void Put(long now_ms)
    {
        _present.Write(_payload);
        int error = _store.Write(_payload);
        Volatile.Write(ref _lastError, error);
        if (error != 0)
        {
            Volatile.Write(ref _failures, _failures + 1);
            _policy.Failed(now_ms);
            return;
        }

        Volatile.Write(ref _writes, _writes + 1);
        _written = _present;
        _anyWritten = true;
        _policy.Written(now_ms);
    }

    private void Loop()
    {
        while (!_stop)
        {
            Step(_now_ms());
            MonotonicClock.SleepUntil(MonotonicClock.Now_ns + (Look_ms * 1_000_000L));
        }

        Finish();
    }

    private void Finish()
    {
        // If the data were lost and no scan has said what the core made of that, what is there stays not valid.
        bool isKnown = _isOffered || Start.IsValid;
        if (_mailbox.TryTake(ref _present) && isKnown && (!_anyWritten || WritePolicy.Differ(_written, _present)))
        {
            Put(_now_ms());
        }
    }

    private static void MakeDirectory(string directory)
    {
        try
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(directory);
            }
            else
            {
                Directory.CreateDirectory(
                    directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // The store says by its error number that there is no directory.
        }
    }
}
