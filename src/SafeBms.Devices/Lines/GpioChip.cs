using SafeBms.Devices.Linux;

namespace SafeBms.Devices.Lines;

/// <summary>What the kernel says of one line.</summary>
/// <param name="Offset">Number on the chip.</param>
/// <param name="Name">Name by board or firmware, or empty.</param>
/// <param name="Consumer">Who holds it, or empty.</param>
/// <param name="IsUsed">Somebody holds it.</param>
/// <param name="IsOutput">It is an output.</param>
public sealed record LineDescription(int Offset, string Name, string Consumer, bool IsUsed, bool IsOutput);

/// <summary>A GPIO chip that is open; only for finding and requesting lines, never in a scan.</summary>
internal sealed class GpioChip : IDisposable
{
    private const string DeviceDirectory = "/dev";

    private readonly int _descriptor;

    private GpioChip(string path, int descriptor, in GpioChipInfo info)
    {
        Path = path;
        _descriptor = descriptor;
        Label = info.Label.ToString();
        LineCount = (int)info.Lines;
    }

    public string Path { get; }

    public string Label { get; }

    public int LineCount { get; }

    /// <summary>"gpiochip0 (pinctrl-bcm2711)".</summary>
    public string Title => Label.Length == 0 ? System.IO.Path.GetFileName(Path)
        : $"{System.IO.Path.GetFileName(Path)} ({Label})";

    /// <summary>The chips' device files in the order of their numbers.</summary>
    public static IReadOnlyList<string> Paths() =>
        !Directory.Exists(DeviceDirectory) ? []
            : [.. Directory.EnumerateFiles(DeviceDirectory, "gpiochip*")
                .OrderBy(path => path.Length).ThenBy(path => path, StringComparer.Ordinal)];

    /// <summary>Opens a chip by path, by the name of its device file or by its label.</summary>
    /// <exception cref="LineException">There is none, or it may not be opened.</exception>
    public static GpioChip Find(string named)
    {
        if (named.Contains('/', StringComparison.Ordinal))
        {
            return Open(named);
        }

        IReadOnlyList<string> paths = Paths();
        string? path = paths.FirstOrDefault(item => System.IO.Path.GetFileName(item) == named);
        return path is not null ? Open(path) : FindLabel(named, paths);
    }

    /// <summary>Opens a chip by path.</summary>
    /// <exception cref="LineException">It may not be opened, or it is no GPIO chip.</exception>
    public static unsafe GpioChip Open(string path)
    {
        int descriptor = Kernel.Open(path, Kernel.ReadWrite | Kernel.CloseOnExec);
        if (descriptor < 0)
        {
            throw new LineException(GpioProblems.CannotOpen(path, Kernel.LastError, Paths()));
        }

        GpioChipInfo info = default;
        if (Kernel.Control(descriptor, GpioAbi.GetChipInfo, &info) == 0)
        {
            return new GpioChip(path, descriptor, in info);
        }

        int error = Kernel.LastError;
        _ = Kernel.Close(descriptor);
        throw new LineException(GpioProblems.NoChip(path, error));
    }

    /// <summary>What the kernel says of a line.</summary>
    /// <exception cref="LineException">The chip is gone.</exception>
    public unsafe LineDescription Describe(int offset)
    {
        GpioLineInfo info = new() { Offset = (uint)offset };
        if (Kernel.Control(_descriptor, GpioAbi.GetLineInfo, &info) != 0)
        {
            throw new LineException($"{Title}: line {offset} cannot be asked for: {Errno.Text(Kernel.LastError)}.");
        }

        return new LineDescription(offset, info.Name.ToString(), info.Consumer.ToString(),
            (info.Flags & GpioAbi.Used) != 0, (info.Flags & GpioAbi.Output) != 0);
    }

    /// <summary>All lines.</summary>
    public IReadOnlyList<LineDescription> Lines() => [.. Enumerable.Range(0, LineCount).Select(Describe)];

    /// <summary>Requests all lines in one call, outputs with their first levels.</summary>
    /// <exception cref="LineException">The kernel refuses; the message names the line that is at fault.</exception>
    public unsafe int Request(GpioPlan plan, ulong firstLevels)
    {
        IReadOnlyList<LineDescription> lines = Lines();
        int[] offsets = plan.Resolve(lines, Title);
        GpioLineRequest request = plan.Encode(offsets, firstLevels);
        if (Kernel.Control(_descriptor, GpioAbi.GetLine, &request) != 0)
        {
            int error = Kernel.LastError;
            throw new LineException(GpioProblems.Refused(Title, error, plan.Names, [.. offsets.Select(Describe)]));
        }

        return request.Descriptor;
    }

    /// <inheritdoc/>
    public void Dispose() => _ = Kernel.Close(_descriptor);

    private static GpioChip FindLabel(string label, IReadOnlyList<string> paths)
    {
        List<string> seen = [];
        List<string> matching = [];
        foreach (string path in paths)
        {
            using GpioChip chip = Open(path);
            seen.Add(chip.Title);
            if (chip.Label == label)
            {
                matching.Add(path);
            }
        }

        return matching.Count == 1 ? Open(matching[0])
            : throw new LineException(GpioProblems.NoSuchChip(label, seen, matching));
    }
}
