using System.Buffers.Binary;

namespace SafeBms.Protocols;

/// <summary>
/// Receives SafeBms module frames. A data frame counts only if its node has shown by a life frame who it is and
/// how far it has counted, so that neither repeated, delayed nor recorded frames refresh anything.
/// </summary>
public sealed class SafeBmsReceiver : FrameReceiver
{
    private readonly uint _baseId;
    private readonly Slot[] _slots = new Slot[SafeBmsFrame.Identifiers];
    private readonly SafeBmsNode[] _nodes = new SafeBmsNode[SafeBmsFrame.Nodes];
    private readonly uint[] _identifiers;

    /// <summary>A receiver of everything that these options name.</summary>
    /// <exception cref="ArgumentException">The options have problems.</exception>
    public SafeBmsReceiver(SafeBmsOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.ThrowIfWrong();
        _baseId = options.BaseId;
        List<uint> identifiers = [];
        for (int i = 0; i < _slots.Length; i++)
        {
            int node = i / SafeBmsFrame.Slots;
            int slot = i % SafeBmsFrame.Slots;
            _slots[i].IsUsed = SafeBmsFrame.IsUsed(node, slot, options);
            _slots[i].Fields = SafeBmsFrame.Fields(node, slot, options);
            if (_slots[i].IsUsed)
            {
                identifiers.Add(_baseId + (uint)i);
            }
        }

        for (int node = 0; node < _nodes.Length; node++)
        {
            int period_ms = node < SafeBmsFrame.MeasurementNode ? options.CellPeriod_ms : options.MeasurementPeriod_ms;
            _nodes[node].Stale_scans = SourceBudget.Stale_ms(period_ms);
        }

        _identifiers = [.. identifiers];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<uint> Identifiers => _identifiers;

    /// <inheritdoc/>
    protected override FrameVerdict Check(uint rawId, ReadOnlySpan<byte> data, long scan, MeasurementTable into)
    {
        ArgumentNullException.ThrowIfNull(into);
        bool isStandard = FrameFlags.IsStandard(rawId, out uint id, out bool isRemote);
        uint index = id - _baseId;
        if (!isStandard || index >= SafeBmsFrame.Identifiers || !_slots[index].IsUsed)
        {
            return FrameVerdict.NotMine;
        }

        if (isRemote || data.Length != 8)
        {
            return FrameVerdict.WrongLength;
        }

        ulong word = BinaryPrimitives.ReadUInt64LittleEndian(data);
        ref Slot slot = ref _slots[index];
        ref SafeBmsNode node = ref _nodes[index / SafeBmsFrame.Slots];
        if (index % SafeBmsFrame.Slots == SafeBmsFrame.LifeSlot)
        {
            return Life(word, id, scan, ref node, ref slot);
        }

        FrameVerdict verdict = Data(word, id, scan, ref node, ref slot);
        if (verdict != FrameVerdict.Accepted)
        {
            return verdict;
        }

        bool isTemperature = index < SafeBmsFrame.MeasurementNode * SafeBmsFrame.Slots
            && index % SafeBmsFrame.Slots == SafeBmsFrame.TemperatureSlot;
        return isTemperature
            ? Temperature(word, (int)index / SafeBmsFrame.Slots, scan, into)
            : Fields(word, slot.Fields, scan, into);
    }

    private static FrameVerdict Life(ulong word, uint id, long scan, ref SafeBmsNode node, ref Slot slot)
    {
        ushort session = (ushort)SafeBmsFrame.Session.Read(word);
        uint high = (uint)SafeBmsFrame.CounterHigh.Read(word);
        if (SafeBmsFrame.ChecksumOf(word, id, session, high) != SafeBmsFrame.Checksum(word))
        {
            return FrameVerdict.WrongChecksum;
        }

        if (SafeBmsFrame.Layout.Read(word) != SafeBmsFrame.Version)
        {
            return FrameVerdict.OutOfRange;
        }

        uint counter = (high << 16) | SafeBmsFrame.CounterLow(word);
        if (node.IsAlive(scan) && node.Session == session)
        {
            return Advance(counter, scan, ref node, ref slot);
        }

        if (!node.Synchronise(session, counter, scan))
        {
            return FrameVerdict.WrongSequence;
        }

        slot.Epoch = node.Epoch;
        slot.Last = counter;
        return FrameVerdict.Accepted;
    }

    private static FrameVerdict Data(ulong word, uint id, long scan, ref SafeBmsNode node, ref Slot slot)
    {
        if (!node.IsAlive(scan))
        {
            return FrameVerdict.WrongSequence;
        }

        // The 16 bits that are sent, and the upper half that brings the counter nearest to the node's.
        int step = (short)(SafeBmsFrame.CounterLow(word) - (ushort)node.Counter);
        uint counter = node.Counter + (uint)step;
        if (SafeBmsFrame.ChecksumOf(word, id, node.Session, counter >> 16) != SafeBmsFrame.Checksum(word))
        {
            return FrameVerdict.WrongChecksum;
        }

        return Advance(counter, scan, ref node, ref slot);
    }

    private static FrameVerdict Advance(uint counter, long scan, ref SafeBmsNode node, ref Slot slot)
    {
        // One behind is in order: frames of one cycle overtake each other on the bus.
        int step = SafeBmsNode.Step(node.Counter, counter);
        bool isNew = slot.Epoch != node.Epoch || SafeBmsNode.Step(slot.Last, counter) > 0;
        if (step < -1 || step > SafeBmsFrame.Steps_max || !isNew)
        {
            return FrameVerdict.WrongSequence;
        }

        if (step > 0)
        {
            node.Counter = counter;
        }

        node.SeenScan = scan;
        slot.Epoch = node.Epoch;
        slot.Last = counter;
        return FrameVerdict.Accepted;
    }

    private static FrameVerdict Temperature(ulong word, int battery, long scan, MeasurementTable into)
    {
        int channel = MeasurementChannel.Temperature(battery);
        int lowest_dC = SafeBmsFrame.Lowest.Read(word);
        int highest_dC = SafeBmsFrame.Highest.Read(word);
        if (lowest_dC > highest_dC
            || !MeasurementRange.Holds(channel, lowest_dC) || !MeasurementRange.Holds(channel, highest_dC))
        {
            return FrameVerdict.OutOfRange;
        }

        into.Accept(channel, MeasurementRange.MostDeviating_dC(lowest_dC, highest_dC), scan);
        return FrameVerdict.Accepted;
    }

    private static FrameVerdict Fields(ulong word, SafeBmsField[] fields, long scan, MeasurementTable into)
    {
        foreach (ref readonly SafeBmsField field in fields.AsSpan())
        {
            int value = field.Read(word);
            bool isGood = field.Channel == SafeBmsField.MustBeAbsent
                ? value == field.Absent
                : MeasurementRange.Holds(field.Channel, value);
            if (!isGood)
            {
                return FrameVerdict.OutOfRange;
            }
        }

        foreach (ref readonly SafeBmsField field in fields.AsSpan())
        {
            if (field.Channel != SafeBmsField.MustBeAbsent)
            {
                into.Accept(field.Channel, field.Read(word), scan);
            }
        }

        return FrameVerdict.Accepted;
    }

    private struct Slot
    {
        public bool IsUsed;
        public SafeBmsField[] Fields;
        public int Epoch;
        public uint Last;
    }
}
