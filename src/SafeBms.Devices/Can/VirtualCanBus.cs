using System.Runtime.InteropServices;
using SafeBms.Devices.Linux;

namespace SafeBms.Devices.Can;

/// <summary>
/// A bus of simulated hardware: a ring of frames in a file that every process of one installation maps. Who falls
/// behind by more than the ring loses frames, and counts them, as with a real queue.
/// </summary>
/// <remarks>
/// All words have 64 bits. A sender reserves a slot by counting up the head, fills it, and publishes it by writing
/// its number last; a reader copies a slot and looks at the number again.
/// </remarks>
public sealed class VirtualCanBus : ICanBus
{
    private const long Magic = 0x3130_4E41_4353_4253; // "SBSCAN01"
    private const int MagicWord = 0;
    private const int HeadWord = 1;
    private const int HealthWord = 2;
    private const int SendersWord = 3;
    private const int HeaderWords = 16;
    private const int Slots = 4096;
    private const int SlotWords = 4;

    // A sender that died between reserving and publishing leaves a hole; it is skipped when so many came after it.
    private const int HolePatience = 256;

    private const int Words = HeaderWords + (Slots * SlotWords);

    private readonly SharedWords _words;
    private readonly long _self;
    private long _next;
    private CanCounters _counters;

    private VirtualCanBus(string name, SharedWords words)
    {
        Name = name;
        _words = words;
        _self = words.Increment(SendersWord);
        _next = words.Read(HeadWord);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public CanHealth Health => (CanHealth)_words.Read(HealthWord);

    /// <inheritdoc/>
    public CanCounters Counters => _counters;

    /// <summary>Makes the bus; an older one is replaced, and whoever still maps that keeps it.</summary>
    /// <exception cref="IOException">Another installation uses it, or the file cannot be made.</exception>
    public static VirtualCanBus Create(string path, string name) =>
        new(name, SharedWords.Create(path, Words, static made => made.Write(MagicWord, Magic)));

    /// <summary>Joins a bus.</summary>
    /// <exception cref="IOException">There is none; the message names the place.</exception>
    public static VirtualCanBus Open(string path, string name)
    {
        SharedWords words = SharedWords.Open(path);
        if (words.Count == Words && words.Read(MagicWord) == Magic)
        {
            return new VirtualCanBus(name, words);
        }

        words.Dispose();
        throw new IOException($"{path} is no simulated bus. Remove it, and start again.");
    }

    /// <summary>Lets the bus fail, or be well again, for everybody.</summary>
    public void SetHealth(CanHealth health) => _words.Write(HealthWord, (long)health);

    /// <inheritdoc/>
    public int Receive(Span<CanFrame> into)
    {
        int count = 0;
        long head = _words.Read(HeadWord);
        if (head - _next > Slots)
        {
            _counters.Overflowed += head - _next - Slots;
            _next = head - Slots;
        }

        while (count < into.Length && _next < head)
        {
            int slot = SlotOf(_next);
            long number = _words.Read(slot);
            if (number < _next + 1)
            {
                if (head - _next < HolePatience)
                {
                    break;
                }

                _next++;
                continue;
            }

            CanFrame frame = MemoryMarshal.Read<CanFrame>(MemoryMarshal.AsBytes(_words.Range(slot + 1, 2)));
            long sender = _words.Read(slot + 3);
            Thread.MemoryBarrier();
            bool whole = number == _next + 1 && _words.Read(slot) == number;
            _counters.Overflowed += whole ? 0 : 1;
            _next++;
            if (whole && sender != _self && Health == CanHealth.Up)
            {
                into[count++] = frame;
            }
        }

        _counters.Received += count;
        return count;
    }

    /// <inheritdoc/>
    public bool Send(in CanFrame frame)
    {
        if (Health != CanHealth.Up)
        {
            _counters.Refused++;
            return false;
        }

        long number = _words.Increment(HeadWord);
        int slot = SlotOf(number - 1);
        _words.Write(slot, 0);
        Thread.MemoryBarrier();
        MemoryMarshal.Write(MemoryMarshal.AsBytes(_words.Range(slot + 1, 2)), in frame);
        _words.Write(slot + 3, _self);
        _words.Write(slot, number);
        _counters.Handed++;
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => _words.Dispose();

    private static int SlotOf(long number) => HeaderWords + (int)(number % Slots * SlotWords);
}
