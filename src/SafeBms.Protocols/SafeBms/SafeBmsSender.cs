using System.Buffers.Binary;

namespace SafeBms.Protocols;

/// <summary>Makes the frames of SafeBms modules.</summary>
public sealed class SafeBmsSender : FrameSender
{
    private readonly SafeBmsOptions _options;
    private readonly ushort _session;
    private readonly Entry[] _frames;
    private readonly uint[] _counters = new uint[SafeBmsFrame.Nodes];

    /// <summary>A sender of everything that these options name.</summary>
    /// <param name="options">Batteries and modules.</param>
    /// <param name="session">
    /// Number of this start, not one of the last four; a random one if it is left out. Receivers refuse a sender that
    /// starts again under the number that it had.
    /// </param>
    /// <exception cref="ArgumentException">The options have problems.</exception>
    public SafeBmsSender(SafeBmsOptions options, ushort? session = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.ThrowIfWrong();
        _options = options;
        _session = session ?? (ushort)Random.Shared.Next(0x1_0000);
        List<Entry> frames = [];
        for (int i = 0; i < SafeBmsFrame.Identifiers; i++)
        {
            int node = i / SafeBmsFrame.Slots;
            int slot = i % SafeBmsFrame.Slots;
            if (SafeBmsFrame.IsUsed(node, slot, options))
            {
                frames.Add(new Entry
                {
                    Id = options.BaseId + (uint)i,
                    Node = node,
                    Slot = slot,
                    Fields = SafeBmsFrame.Fields(node, slot, options),
                    NodeChannels = ChannelsOf(node, options),
                });
            }
        }

        _frames = [.. frames];
    }

    /// <inheritdoc/>
    public override int Frames => _frames.Length;

    /// <inheritdoc/>
    public override int Period_ms(int index) => _frames[index].Node < SafeBmsFrame.MeasurementNode
        ? _options.CellPeriod_ms
        : _options.MeasurementPeriod_ms;

    /// <inheritdoc/>
    public override int Write(int index, MeasurementTable from, Span<byte> data8, out uint rawId)
    {
        rawId = Frame(index, from, data8);
        return 8;
    }

    /// <summary>
    /// True if any value of the frame's module was accepted in this very ms: for senders that follow their sensors
    /// instead of a period of their own. All frames of a module are due together.
    /// </summary>
    /// <param name="index">0 to <see cref="Frames"/> - 1.</param>
    /// <param name="from">The values.</param>
    /// <param name="tick">The present ms.</param>
    public override bool IsDue(int index, MeasurementTable from, long tick)
    {
        ArgumentNullException.ThrowIfNull(from);
        foreach (int channel in _frames[index].NodeChannels)
        {
            if (from[channel].AcceptedScan == tick)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Makes one frame and counts on.</summary>
    /// <param name="index">0 to <see cref="Frames"/> - 1.</param>
    /// <param name="from">The values; a battery's one temperature is sent as its lowest and highest.</param>
    /// <param name="data8">Takes the eight bytes.</param>
    /// <returns>The 11-bit identifier.</returns>
    public uint Frame(int index, MeasurementTable from, Span<byte> data8)
    {
        ArgumentNullException.ThrowIfNull(from);
        ref Entry frame = ref _frames[index];
        ref uint counter = ref _counters[frame.Node];
        if (frame.WasSent && frame.SentAt == counter)
        {
            counter++;
        }

        frame.WasSent = true;
        frame.SentAt = counter;
        ulong word = SafeBmsFrame.Seal(Payload(frame, counter, from), frame.Id, _session, counter);
        BinaryPrimitives.WriteUInt64LittleEndian(data8, word);
        return frame.Id;
    }

    private static int[] ChannelsOf(int node, SafeBmsOptions options)
    {
        IEnumerable<int> channels = Enumerable.Range(0, SafeBmsFrame.Slots)
            .SelectMany(slot => SafeBmsFrame.Fields(node, slot, options)).Select(field => field.Channel)
            .Where(channel => channel != SafeBmsField.MustBeAbsent);
        return node < SafeBmsFrame.MeasurementNode
            ? [.. channels, MeasurementChannel.Temperature(node)]
            : [.. channels];
    }

    private ulong Payload(in Entry frame, uint counter, MeasurementTable from)
    {
        if (frame.Slot == SafeBmsFrame.LifeSlot)
        {
            return SafeBmsFrame.CounterHigh.Write((int)(counter >> 16))
                | SafeBmsFrame.Session.Write(_session)
                | SafeBmsFrame.Layout.Write(SafeBmsFrame.Version);
        }

        if (frame.Node < SafeBmsFrame.MeasurementNode && frame.Slot == SafeBmsFrame.TemperatureSlot)
        {
            int channel = MeasurementChannel.Temperature(frame.Node);
            return SafeBmsFrame.Lowest.Write(ValueOrAbsent(from, channel, SafeBmsFrame.Lowest))
                | SafeBmsFrame.Highest.Write(ValueOrAbsent(from, channel, SafeBmsFrame.Highest));
        }

        ulong payload = 0;
        foreach (SafeBmsField field in frame.Fields)
        {
            payload |= field.Write(ValueOrAbsent(from, field.Channel, field));
        }

        return payload;
    }

    private static int ValueOrAbsent(MeasurementTable from, int channel, in SafeBmsField field) =>
        channel == SafeBmsField.MustBeAbsent ? field.Absent : ValueOr(from, channel, field.Absent);

    private struct Entry
    {
        public uint Id;
        public int Node;
        public int Slot;
        public SafeBmsField[] Fields;
        public int[] NodeChannels;
        public bool WasSent;
        public uint SentAt;
    }
}
