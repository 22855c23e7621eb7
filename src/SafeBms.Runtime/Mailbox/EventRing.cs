using SafeBms.Devices.Linux;

namespace SafeBms.Runtime.Mailbox;

/// <summary>A change of the outputs, as the scan recorded it (P69).</summary>
/// <param name="Sequence">Counts from 0.</param>
/// <param name="Scan">The scan that wrote it.</param>
/// <param name="At_ns">CLOCK_MONOTONIC after the write.</param>
/// <param name="Before">Word of the outputs before.</param>
/// <param name="After">Word of the outputs after.</param>
/// <param name="Cause">First cause in that scan.</param>
/// <param name="InputsHash">A hash of the inputs that the scan saw.</param>
public readonly record struct OutputEvent(
    long Sequence, long Scan, long At_ns, ulong Before, ulong After, long Cause, ulong InputsHash);

/// <summary>
/// The last events of a controller, in shared memory. The scan writes and never waits; who reads too late sees how
/// many it has missed.
/// </summary>
public readonly struct EventRing
{
    /// <summary>Events that are kept.</summary>
    public const int Slots = 1024;

    private const int SlotWords = 8;
    private const int HeadWords = 8;

    /// <summary>Size in words of 64 bits.</summary>
    public const int Words = HeadWords + (Slots * SlotWords);

    private readonly SharedWords _words;
    private readonly int _first;

    internal EventRing(SharedWords words, int first)
    {
        _words = words;
        _first = first;
    }

    /// <summary>Events written so far.</summary>
    public long Count => _words.Read(_first);

    /// <summary>Scan: adds an event.</summary>
    public void Add(long scan, long at_ns, ulong before, ulong after, long cause, ulong inputsHash)
    {
        long sequence = _words.Read(_first);
        int slot = SlotOf(sequence);
        _words.Write(slot, -1);
        Thread.MemoryBarrier();
        _words.Write(slot + 1, scan);
        _words.Write(slot + 2, at_ns);
        _words.Write(slot + 3, (long)before);
        _words.Write(slot + 4, (long)after);
        _words.Write(slot + 5, cause);
        _words.Write(slot + 6, (long)inputsHash);
        _words.Write(slot, sequence + 1);
        _words.Write(_first, sequence + 1);
    }

    /// <summary>Reads the event after those that were read; false if there is none.</summary>
    /// <param name="next">Its sequence number; moved on, over missed events too.</param>
    /// <param name="missed">Raised by the events that were overwritten before they could be read.</param>
    /// <param name="read">The event.</param>
    public bool TryRead(ref long next, ref long missed, out OutputEvent read)
    {
        read = default;
        while (true)
        {
            long count = Count;
            if (next >= count)
            {
                return false;
            }

            if (count - next > Slots)
            {
                missed += count - next - Slots;
                next = count - Slots;
            }

            int slot = SlotOf(next);
            long number = _words.Read(slot);
            read = new OutputEvent(
                next, _words.Read(slot + 1), _words.Read(slot + 2), (ulong)_words.Read(slot + 3),
                (ulong)_words.Read(slot + 4), _words.Read(slot + 5), (ulong)_words.Read(slot + 6));
            Thread.MemoryBarrier();
            bool whole = number == next + 1 && _words.Read(slot) == number;
            next++;
            if (whole)
            {
                return true;
            }

            missed++;
        }
    }

    private int SlotOf(long sequence) => _first + HeadWords + (int)(sequence % Slots * SlotWords);
}
