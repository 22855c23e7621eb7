using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using SafeBms.Core;
using SafeBms.Runtime.Mailbox;

namespace SafeBms.Runtime.Retained;

/// <summary>
/// What survives a loss of power: what the core retains, and a few counters. Written field by field in the order of
/// <see cref="Layout"/>, never as an image of memory.
/// </summary>
/// <remarks>
/// There is no state-of-charge estimate in the core: the state of charge comes from the battery monitor, and the last
/// value seen is kept for displays only. Energy is not measured, so it is not kept.
/// </remarks>
public struct RetainedImage
{
    /// <summary>State of charge that was never seen.</summary>
    public const int Unknown = -1;

    /// <summary>Length of the fields in bytes.</summary>
    public const int Size_bytes = 66;

    /// <summary>The core's own data.</summary>
    public RetainedData Core { get; set; }

    /// <summary>The boot of the machine in which this was written: first half of the kernel's boot id.</summary>
    public ulong BootHigh { get; set; }

    /// <summary>Second half.</summary>
    public ulong BootLow { get; set; }

    /// <summary>True if the controller ended by its ordered shutdown; false as long as it runs.</summary>
    public bool EndedInOrder { get; set; }

    /// <summary>Starts of the controller.</summary>
    public long Starts { get; set; }

    /// <summary>Latches of the core that were set.</summary>
    public long Faults { get; set; }

    /// <summary>Closings of the contactor.</summary>
    public long ContactorCycles { get; set; }

    /// <summary>Last state of charge that the battery monitor sent in permille, or <see cref="Unknown"/>.</summary>
    public int StateOfCharge_permille { get; set; }

    /// <summary>Every field with its type, in the order in which it is written.</summary>
    public static IReadOnlyList<string> Layout { get; } =
    [
        "core.PeakAllowanceUsed_ms:int32",
        "core.TripLatchTripped:bool",
        "core.TripLatchPermanent:bool",
        "core.TripLatchByShort:bool",
        "core.TripLatchLastCountsFor_ms:int32",
        "core.TripLatchLastButOneCountsFor_ms:int32",
        "core.WeldWatchWelded:bool",
        "core.ClosingBudgetSpent:int32",
        "core.ShutdownSequencerViolated:bool",
        "boot:2*uint64",
        "ended_in_order:bool",
        "starts:int64",
        "faults:int64",
        "contactor_cycles:int64",
        "state_of_charge_permille:int32",
    ];

    /// <summary>
    /// Identifies layout and meaning: of the same layout under another specification a value may mean something else.
    /// </summary>
    public static ulong SchemaHash { get; } = HashOf(Specification.Text);

    /// <summary>The identification under a specification.</summary>
    public static ulong HashOf(string specification) => BinaryPrimitives.ReadUInt64BigEndian(
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', Layout.Append(specification)))));

    /// <summary>An image of nothing, as before the very first start.</summary>
    public static RetainedImage New() => new() { StateOfCharge_permille = Unknown };

    /// <summary>Writes all fields.</summary>
    public readonly void Write(Span<byte> into)
    {
        into[..Size_bytes].Clear();
        FieldWriter writer = new(into);
        RetainedData core = Core;
        writer.Put(core.PeakAllowanceUsed_ms);
        writer.Put(core.TripLatchTripped);
        writer.Put(core.TripLatchPermanent);
        writer.Put(core.TripLatchByShort);
        writer.Put(core.TripLatchLastCountsFor_ms);
        writer.Put(core.TripLatchLastButOneCountsFor_ms);
        writer.Put(core.WeldWatchWelded);
        writer.Put(core.ClosingBudgetSpent);
        writer.Put(core.ShutdownSequencerViolated);
        writer.Put((long)BootHigh);
        writer.Put((long)BootLow);
        writer.Put(EndedInOrder);
        writer.Put(Starts);
        writer.Put(Faults);
        writer.Put(ContactorCycles);
        writer.Put(StateOfCharge_permille);
    }

    /// <summary>Reads all fields; false if one holds what was never written.</summary>
    public static bool TryRead(ReadOnlySpan<byte> from, out RetainedImage image)
    {
        image = New();
        if (from.Length < Size_bytes)
        {
            return false;
        }

        FieldReader reader = new(from);
        RetainedData core = default;
        core.PeakAllowanceUsed_ms = reader.Int32();
        core.TripLatchTripped = reader.Bool();
        core.TripLatchPermanent = reader.Bool();
        core.TripLatchByShort = reader.Bool();
        core.TripLatchLastCountsFor_ms = reader.Int32();
        core.TripLatchLastButOneCountsFor_ms = reader.Int32();
        core.WeldWatchWelded = reader.Bool();
        core.ClosingBudgetSpent = reader.Int32();
        core.ShutdownSequencerViolated = reader.Bool();
        RetainedImage read = new()
        {
            Core = core,
            BootHigh = (ulong)reader.Int64(),
            BootLow = (ulong)reader.Int64(),
            EndedInOrder = reader.Bool(),
            Starts = reader.Int64(),
            Faults = reader.Int64(),
            ContactorCycles = reader.Int64(),
            StateOfCharge_permille = reader.Int32(),
        };
        bool possible = reader.IsPossible && read.Starts >= 0 && read.Faults >= 0 && read.ContactorCycles >= 0
            && read.StateOfCharge_permille is >= Unknown and <= 1000;
        image = possible ? read : image;
        return possible;
    }

    /// <summary>Every value by name, in words.</summary>
    public readonly IEnumerable<(string Name, string Value)> Values()
    {
        RetainedData core = Core;
        yield return ("peak_allowance.used", Number(core.PeakAllowanceUsed_ms) + " ms");
        yield return ("trip_latch.tripped", Word(core.TripLatchTripped));
        yield return ("trip_latch.permanent", Word(core.TripLatchPermanent));
        yield return ("trip_latch.by_short", Word(core.TripLatchByShort));
        yield return ("trip_latch.last_counts_for", Number(core.TripLatchLastCountsFor_ms) + " ms");
        yield return ("trip_latch.last_but_one_counts_for", Number(core.TripLatchLastButOneCountsFor_ms) + " ms");
        yield return ("weld_watch.welded", Word(core.WeldWatchWelded));
        yield return ("closing_budget.spent", Number(core.ClosingBudgetSpent));
        yield return ("shutdown_sequencer.violated", Word(core.ShutdownSequencerViolated));
        yield return ("boot", $"{BootHigh:x16}{BootLow:x16}");
        yield return ("ended_in_order", Word(EndedInOrder));
        yield return ("starts", Number(Starts));
        yield return ("faults", Number(Faults));
        yield return ("contactor_cycles", Number(ContactorCycles));
        yield return ("state_of_charge", StateOfCharge_permille == Unknown
            ? "unknown" : Number(StateOfCharge_permille) + " permille");
    }

    private static string Word(bool value) => value ? "true" : "false";

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    private ref struct FieldWriter(Span<byte> bytes)
    {
        private Span<byte> _left = bytes;

        public void Put(bool value)
        {
            _left[0] = value ? (byte)1 : (byte)0;
            _left = _left[1..];
        }

        public void Put(int value)
        {
            BinaryPrimitives.WriteInt32LittleEndian(_left, value);
            _left = _left[sizeof(int)..];
        }

        public void Put(long value)
        {
            BinaryPrimitives.WriteInt64LittleEndian(_left, value);
            _left = _left[sizeof(long)..];
        }
    }

    private ref struct FieldReader(ReadOnlySpan<byte> bytes)
    {
        private ReadOnlySpan<byte> _left = bytes;
        private bool _isWrong;

        public readonly bool IsPossible => !_isWrong;

        public bool Bool()
        {
            byte value = _left[0];
            _left = _left[1..];
            _isWrong |= value > 1;
            return value == 1;
        }

        public int Int32()
        {
            int value = BinaryPrimitives.ReadInt32LittleEndian(_left);
            _left = _left[sizeof(int)..];
            return value;
        }

        public long Int64()
        {
            long value = BinaryPrimitives.ReadInt64LittleEndian(_left);
            _left = _left[sizeof(long)..];
            return value;
        }
    }
}
