using System.Globalization;
using SafeBms.Devices.Linux;

namespace SafeBms.Devices.Lines;

/// <summary>The lines of one request in the order of the request: ascending bits of the word.</summary>
internal sealed class GpioPlan
{
    private readonly (int Bit, string Name, LineRequest Line)[] _lines;
    private readonly ulong _direction;
    private readonly string _consumer;

    private GpioPlan(IEnumerable<(int Bit, string Name, LineRequest Line)> lines, ulong direction, string consumer)
    {
        _lines = [.. lines.OrderBy(line => line.Bit)];
        _direction = direction;
        _consumer = consumer;
    }

    public int Count => _lines.Length;

    /// <summary>The names of the signals, in the order of the request.</summary>
    public IReadOnlyList<string> Names => [.. _lines.Select(line => line.Name)];

    /// <summary>The bits of the word, in the order of the request.</summary>
    public byte[] Bits => [.. _lines.Select(line => (byte)line.Bit)];

    public static GpioPlan Outputs(GpioSettings settings) =>
        new(settings.Outputs.Select(line => ((int)line.Key, line.Key.ToString(), line.Value)),
            GpioAbi.Output, settings.Consumer);

    /// <summary>The output lines without a direction: they stay as they are and can be read.</summary>
    public static GpioPlan AsFound(GpioSettings settings) =>
        new(settings.Outputs.Select(line => ((int)line.Key, line.Key.ToString(), line.Value)), 0, settings.Consumer);

    public static GpioPlan Inputs(GpioSettings settings) =>
        new(settings.Inputs.Select(line => ((int)line.Key, line.Key.ToString(), line.Value)),
            GpioAbi.Input, settings.Consumer);

    public static GpioPlan Single(string name, LineRequest line, string consumer) =>
        new([(0, name, line)], GpioAbi.Output, consumer);

    /// <summary>Finds each line on the chip, by number or by name.</summary>
    /// <exception cref="LineException">A line is not there, or not unique, or two signals share one.</exception>
    public int[] Resolve(IReadOnlyList<LineDescription> lines, string chip)
    {
        int[] offsets = new int[_lines.Length];
        for (int i = 0; i < _lines.Length; i++)
        {
            offsets[i] = Resolve(_lines[i].Name, _lines[i].Line.Line, lines, chip);
            int twin = Array.IndexOf(offsets, offsets[i], 0, i);
            if (twin >= 0)
            {
                throw new LineException($"{_lines[twin].Name} and {_lines[i].Name} are both on line {offsets[i]} of "
                    + $"{chip}: give each its own line.");
            }
        }

        return offsets;
    }

    /// <summary>The request as the kernel wants it. At most 11 lines, so that their kinds always find room.</summary>
    public GpioLineRequest Encode(ReadOnlySpan<int> offsets, ulong firstLevels)
    {
        GpioLineRequest request = default;
        request.Consumer = KernelName.From(_consumer);
        request.LineCount = (uint)_lines.Length;
        ulong values = 0;
        for (int i = 0; i < _lines.Length; i++)
        {
            request.Offsets[i] = (uint)offsets[i];
            values |= ((firstLevels >> _lines[i].Bit) & 1) << i;
        }

        // The most lines that differ from the first are 10, as many as there is room for; outputs are at most 8.
        request.Config.Flags = FlagsOf(_lines[0].Line);
        for (int i = 1; i < _lines.Length; i++)
        {
            if (FlagsOf(_lines[i].Line) != request.Config.Flags)
            {
                Add(ref request.Config, GpioAbi.AttributeFlags, FlagsOf(_lines[i].Line), 1UL << i);
            }
        }

        if (_direction == GpioAbi.Output)
        {
            ulong all = (1UL << _lines.Length) - 1;
            Add(ref request.Config, GpioAbi.AttributeOutputValues, values, all);
        }

        return request;
    }

    private static void Add(ref GpioLineConfig config, uint id, ulong value, ulong mask)
    {
        for (int i = 0; i < config.AttributeCount; i++)
        {
            if (config.Attributes[i].Attribute.Id == id && config.Attributes[i].Attribute.Value == value)
            {
                config.Attributes[i].Mask |= mask;
                return;
            }
        }

        config.Attributes[(int)config.AttributeCount++] =
            new GpioConfigAttribute { Attribute = new GpioAttribute { Id = id, Value = value }, Mask = mask };
    }

    private static int Resolve(string signal, string named, IReadOnlyList<LineDescription> lines, string chip)
    {
        if (int.TryParse(named, NumberStyles.None, CultureInfo.InvariantCulture, out int offset))
        {
            return offset < lines.Count ? offset
                : throw new LineException($"{signal}: {chip} has no line {offset}; its lines are 0 to "
                    + $"{lines.Count - 1}.");
        }

        LineDescription[] matching = [.. lines.Where(line => line.Name == named)];
        return matching.Length == 1 ? matching[0].Offset
            : throw new LineException(GpioProblems.NoSuchLine(signal, named, chip, lines, matching));
    }

    private ulong FlagsOf(LineRequest line)
    {
        // Without a direction the kernel takes neither bias nor drive.
        ulong flags = _direction | (line.ActiveLow ? GpioAbi.ActiveLow : 0);
        if (_direction == 0)
        {
            return flags;
        }

        flags |= line.Bias switch
        {
            LineBias.PullUp => GpioAbi.PullUp,
            LineBias.PullDown => GpioAbi.PullDown,
            LineBias.Disabled => GpioAbi.BiasDisabled,
            _ => 0,
        };
        return flags | (_direction != GpioAbi.Output ? 0 : line.Drive switch
        {
            LineDrive.OpenDrain => GpioAbi.OpenDrain,
            LineDrive.OpenSource => GpioAbi.OpenSource,
            _ => 0,
        });
    }
}
