using System.Buffers.Binary;

namespace SafeBms.Protocols.Tests;

/// <summary>A frame as it went over the bus.</summary>
public readonly record struct SentFrame(uint Id, byte[] Data);

/// <summary>What tests of all protocols need: tables with chosen content, frames as arrays, comparisons.</summary>
internal static class Bus
{
    /// <summary>A table in which every channel has a random value of its range.</summary>
    public static MeasurementTable RandomTable(Random random)
    {
        MeasurementTable table = new();
        for (int channel = 0; channel < MeasurementChannel.Count; channel++)
        {
            table.Accept(channel, RandomValue(random, channel), 0);
        }

        return table;
    }

    /// <summary>Random inside of the range; the ends come often.</summary>
    public static int RandomValue(Random random, int channel) => random.Next(8) switch
    {
        0 => MeasurementRange.Lowest(channel),
        1 => MeasurementRange.Highest(channel),
        _ => random.Next(MeasurementRange.Lowest(channel), MeasurementRange.Highest(channel) + 1),
    };

    public static SentFrame Frame(this SafeBmsSender sender, int index, MeasurementTable from)
    {
        byte[] data = new byte[8];
        return new(sender.Frame(index, from, data), data);
    }

    /// <summary>All frames of one period.</summary>
    public static SentFrame[] Cycle(this SafeBmsSender sender, MeasurementTable from) =>
        [.. Enumerable.Range(0, sender.Frames).Select(index => sender.Frame(index, from))];

    /// <summary>All frames of one period of any protocol.</summary>
    public static SentFrame[] Period(this FrameSender sender, MeasurementTable from) =>
        [.. Enumerable.Range(0, sender.Frames).Select(index => sender.One(index, from))];

    public static SentFrame One(this FrameSender sender, int index, MeasurementTable from)
    {
        byte[] data = new byte[8];
        int length = sender.Write(index, from, data, out uint id);
        return new(id, data[..length]);
    }

    /// <summary>A frame as candump writes it: <c>351#4302E803</c>, blanks allowed.</summary>
    public static SentFrame Parse(string text)
    {
        string[] parts = text.Split('#');
        return new(
            Convert.ToUInt32(parts[0], 16), Convert.FromHexString(parts[1].Replace(" ", "", StringComparison.Ordinal)));
    }

    public static FrameVerdict Take(this FrameReceiver receiver, SentFrame frame, long scan, MeasurementTable into) =>
        receiver.Take(frame.Id, frame.Data, scan, into);

    /// <summary>Takes frames one after the other, all in one scan.</summary>
    public static FrameVerdict[] TakeAll(
        this FrameReceiver receiver, IEnumerable<SentFrame> frames, long scan, MeasurementTable into) =>
        [.. frames.Select(frame => receiver.Take(frame, scan, into))];

    /// <summary>The table as values that can be compared.</summary>
    public static (int Value, long Scan)[] Content(this MeasurementTable table) =>
        [.. Enumerable.Range(0, MeasurementChannel.Count).Select(channel =>
            (table[channel].Value, table[channel].AcceptedScan))];

    /// <summary>SAE J1850 bit by bit, written apart from the codec's.</summary>
    public static byte J1850(params ReadOnlySpan<byte> bytes)
    {
        int register = 0xFF;
        foreach (byte value in bytes)
        {
            for (int bit = 7; bit >= 0; bit--)
            {
                bool isSet = ((register >> 7) ^ (value >> bit) & 1) != 0;
                register = (register << 1 & 0xFF) ^ (isSet ? 0x1D : 0);
            }
        }

        return (byte)(register ^ 0xFF);
    }

    /// <summary>A SafeBms frame made by hand: payload of 40 bits, counter, checksum.</summary>
    public static SentFrame HandMade(uint id, ulong payload, ushort session, uint counter)
    {
        byte[] data = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(data, payload | ((ulong)(counter & 0xFFFF) << 40));
        data[7] = J1850(
            [(byte)id, (byte)(id >> 8), (byte)session, (byte)(session >> 8), (byte)(counter >> 16),
                (byte)(counter >> 24), .. data.AsSpan(0, 7)]);
        return new(id, data);
    }

    /// <summary>A life frame made by hand.</summary>
    public static SentFrame HandMadeLife(uint id, ushort session, uint counter, byte version = 1) =>
        HandMade(id, session | ((ulong)(counter >> 16) << 16) | ((ulong)version << 32), session, counter);
}
