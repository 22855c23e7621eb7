namespace SafeBms.Protocols;

/// <summary>One number inside of a frame.</summary>
/// <param name="Channel">Where it goes, or <see cref="MustBeAbsent"/>.</param>
/// <param name="Start">Lowest bit, counted as in the little-endian word of the eight bytes.</param>
/// <param name="Bits">Width.</param>
/// <param name="IsSigned">Two's complement.</param>
internal readonly record struct SafeBmsField(int Channel, int Start, int Bits, bool IsSigned)
{
    /// <summary>Channel of the place of a cell that the battery does not have.</summary>
    public const int MustBeAbsent = -1;

    /// <summary>The value that says "not available": all ones, or the most negative number.</summary>
    public int Absent => IsSigned ? -1 << (Bits - 1) : (1 << Bits) - 1;

    public int Read(ulong word)
    {
        uint raw = (uint)(word >> Start) & (uint)((1UL << Bits) - 1);
        return IsSigned ? (int)(raw << (32 - Bits)) >> (32 - Bits) : (int)raw;
    }

    public ulong Write(int value) => ((ulong)(uint)value & ((1UL << Bits) - 1)) << Start;
}

/// <summary>
/// Layout that sender and receiver share. A node is one sender: twenty batteries, the measurement module and the
/// module of the redundant current. Each has eight identifiers: life first, so that it wins the bus, then data.
/// Every frame is five bytes of payload, the low 16 bits of the node's counter, and the checksum.
/// </summary>
internal static class SafeBmsFrame
{
    public const int Nodes = MeasurementChannel.MaxBatteries + 2;
    public const int Slots = 8;
    public const int Identifiers = Nodes * Slots;
    public const int MeasurementNode = MeasurementChannel.MaxBatteries;
    public const int RedundantNode = MeasurementNode + 1;

    public const int LifeSlot = 0;
    public const int TemperatureSlot = 1;
    public const int FirstCellSlot = 2;
    public const int CellsPerFrame = 3;

    /// <summary>Version of this layout, in every life frame.</summary>
    public const int Version = 1;

    /// <summary>
    /// Steps that the counter may make. Two cycles may be lost without the data becoming stale (2.5 periods); what
    /// was silent for longer has to pass the stricter check of a stale node.
    /// </summary>
    public const int Steps_max = 3;

    private const int CounterStart = 40;
    private const int ChecksumStart = 56;

    private static readonly SafeBmsField PackCurrent = new(MeasurementChannel.PackCurrent, 0, 24, true);
    private static readonly SafeBmsField Internal = new(MeasurementChannel.InternalTemperature, 24, 12, true);
    private static readonly SafeBmsField BatteryVoltage = new(MeasurementChannel.BatteryVoltage, 0, 17, false);
    private static readonly SafeBmsField BusVoltage = new(MeasurementChannel.BusVoltage, 17, 18, false);
    private static readonly SafeBmsField PrechargeCurrent = new(MeasurementChannel.PrechargeCurrent, 0, 16, false);
    private static readonly SafeBmsField StateOfCharge = new(MeasurementChannel.StateOfCharge, 16, 10, false);
    private static readonly SafeBmsField Redundant = new(MeasurementChannel.RedundantCurrent, 0, 24, true);

    /// <summary>Lowest cell temperature of a battery.</summary>
    public static readonly SafeBmsField Lowest = new(0, 0, 12, true);

    /// <summary>Highest cell temperature of a battery.</summary>
    public static readonly SafeBmsField Highest = new(0, 12, 12, true);

    /// <summary>Number that a sender chooses anew at each start, in the life frame.</summary>
    public static readonly SafeBmsField Session = new(0, 0, 16, false);

    /// <summary>Upper 16 bits of the counter, in the life frame.</summary>
    public static readonly SafeBmsField CounterHigh = new(0, 16, 16, false);

    /// <summary><see cref="Version"/>, in the life frame.</summary>
    public static readonly SafeBmsField Layout = new(0, 32, 8, false);

    public static ushort CounterLow(ulong word) => (ushort)(word >> CounterStart);

    public static byte Checksum(ulong word) => (byte)(word >> ChecksumStart);

    /// <summary>Puts the counter's low bits and the checksum onto a payload.</summary>
    public static ulong Seal(ulong payload, uint id, ushort session, uint counter)
    {
        ulong word = payload | ((ulong)(ushort)counter << CounterStart);
        return word | ((ulong)ChecksumOf(word, id, session, counter >> 16) << ChecksumStart);
    }

    /// <summary>
    /// The checksum covers what is not sent, too: the identifier, the session and the upper half of the counter. So
    /// it fails under a wrong identifier, from another sender, and for an old recording.
    /// </summary>
    public static byte ChecksumOf(ulong word, uint id, ushort session, uint counterHigh)
    {
        byte crc = Crc8.Add(Crc8.Start, id, 2);
        crc = Crc8.Add(crc, session, 2);
        crc = Crc8.Add(crc, counterHigh, 2);
        return Crc8.Finish(Crc8.Add(crc, word, 7));
    }

    /// <summary>Fields of a data frame; none if these options do not use it.</summary>
    public static SafeBmsField[] Fields(int node, int slot, SafeBmsOptions options)
    {
        if (node >= MeasurementNode)
        {
            SafeBmsField[] all = (node, slot) switch
            {
                (MeasurementNode, 1) => [PackCurrent, Internal],
                (MeasurementNode, 2) => [BatteryVoltage, BusVoltage],
                (MeasurementNode, 3) => [PrechargeCurrent, StateOfCharge],
                (RedundantNode, 1) => [Redundant],
                _ => [],
            };
            return Array.FindAll(all, field => ((int)options.UsedFields & (1 << field.Channel)) != 0);
        }

        int firstCell = (slot - FirstCellSlot) * CellsPerFrame;
        if (!IsBattery(node, options) || !options.UsesCells || firstCell < 0 || firstCell >= options.CellsPerBattery)
        {
            return [];
        }

        SafeBmsField[] cells = new SafeBmsField[CellsPerFrame];
        for (int i = 0; i < cells.Length; i++)
        {
            int cell = firstCell + i;
            int channel = cell < options.CellsPerBattery
                ? MeasurementChannel.Cell(node, cell)
                : SafeBmsField.MustBeAbsent;
            cells[i] = new SafeBmsField(channel, 13 * i, 13, false);
        }

        return cells;
    }

    /// <summary>Whether this slot of a node is sent and listened to.</summary>
    public static bool IsUsed(int node, int slot, SafeBmsOptions options)
    {
        if (node < MeasurementNode && (slot is LifeSlot or TemperatureSlot))
        {
            bool isWanted = slot == TemperatureSlot ? options.UsesTemperatures
                : options.UsesTemperatures || options.UsesCells;
            return isWanted && IsBattery(node, options);
        }

        if (slot != LifeSlot)
        {
            return Fields(node, slot, options).Length > 0;
        }

        for (int other = 1; other < Slots; other++)
        {
            if (Fields(node, other, options).Length > 0)
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsBattery(int node, SafeBmsOptions options) =>
        node >= options.FirstBattery && node < options.FirstBattery + options.Batteries;
}
