using SafeBms.Devices.Linux;

namespace SafeBms.Devices.Lines;

/// <summary>What is said when lines cannot be had: where, what, and what to do.</summary>
internal static class GpioProblems
{
    private const int Suggestions = 3;

    /// <summary>What an error of an access to open lines means for the scan.</summary>
    public static LineStatus StatusOf(int error) => error == Errno.NoDevice ? LineStatus.Gone : LineStatus.Failed;

    public static string CannotOpen(string path, int error, IReadOnlyList<string> chips) => error switch
    {
        Errno.NoEntry => $"There is no GPIO chip {path}; {Known(chips)}",
        Errno.AccessDenied or Errno.NotPermitted => $"{path} may not be opened by this user: let it join the group of "
            + "the device (ls -l shows it), or install the udev rules of the package.",
        Errno.NoDevice or Errno.NoSuchAddress =>
            $"The GPIO chip of {path} is gone: is it plugged in, its driver loaded?",
        _ => $"{path} cannot be opened: {Errno.Text(error)}.",
    };

    public static string NoChip(string path, int error) => error switch
    {
        Errno.NotATerminal or Errno.Invalid => $"{path} is no GPIO chip: name one of /dev/gpiochip*.",
        Errno.NoDevice => $"The GPIO chip of {path} is gone: is it plugged in, its driver loaded?",
        _ => $"{path} does not answer as a GPIO chip: {Errno.Text(error)}.",
    };

    public static string NoSuchChip(string label, IReadOnlyList<string> seen, IReadOnlyList<string> matching) =>
        matching.Count > 1
            ? $"{matching.Count} GPIO chips have the label \"{label}\" ({string.Join(", ", matching)}): name one by "
                + "its path."
            : $"There is no GPIO chip \"{label}\"; {Known(seen)}";

    public static string NoSuchLine(string signal, string named, string chip, IReadOnlyList<LineDescription> lines,
        IReadOnlyList<LineDescription> matching)
    {
        if (matching.Count > 1)
        {
            return $"{signal}: {matching.Count} lines of {chip} have the name \"{named}\" "
                + $"({string.Join(", ", matching.Select(line => line.Offset))}): give the number instead.";
        }

        string[] near = [.. lines.Select(line => line.Name).Where(name => name.Length > 0).Distinct()
            .OrderBy(name => Distance(name.ToUpperInvariant(), named.ToUpperInvariant()))
            .Take(Suggestions).Select(name => $"\"{name}\"")];
        return near.Length == 0
            ? $"{signal}: {chip} has no line \"{named}\"; its lines have no names: give a number from 0 to "
                + $"{lines.Count - 1}."
            : $"{signal}: {chip} has no line \"{named}\"; the nearest names are {string.Join(", ", near)}.";
    }

    /// <summary>Why a request was refused.</summary>
    /// <param name="chip">Title of the chip.</param>
    /// <param name="error">The kernel's error.</param>
    /// <param name="signals">The signals of the request.</param>
    /// <param name="lines">Their lines as they are now, in the same order.</param>
    public static string Refused(
        string chip, int error, IReadOnlyList<string> signals, IReadOnlyList<LineDescription> lines) => error switch
        {
            Errno.Busy => Busy(chip, signals, lines),
            Errno.NoDevice => $"The GPIO chip {chip} is gone: is it plugged in, its driver loaded?",
            Errno.AccessDenied or Errno.NotPermitted =>
                $"{chip}: this user may not request lines {Places(signals, lines)}: see the udev rules of the package.",
            Errno.Invalid or Errno.NotSupported =>
                $"{chip}: the driver cannot give the lines {Places(signals, lines)} the asked-for bias or drive: "
                + "leave these out, and set them by wiring.",
            _ => $"{chip}: the lines {Places(signals, lines)} were refused: {Errno.Text(error)}.",
        };

    /// <summary>Steps of insert, delete and replace between two names.</summary>
    public static int Distance(string left, string right)
    {
        int[] row = [.. Enumerable.Range(0, right.Length + 1)];
        for (int i = 1; i <= left.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= right.Length; j++)
            {
                int replaced = diagonal + (left[i - 1] == right[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[right.Length];
    }

    private static string Busy(string chip, IReadOnlyList<string> signals, IReadOnlyList<LineDescription> lines)
    {
        string[] held = [.. lines.Select((line, i) => (line, signal: signals[i])).Where(item => item.line.IsUsed)
            .Select(item => $"{Place(item.signal, item.line)} by \"{item.line.Consumer}\"")];
        return held.Length == 0
            ? $"{chip}: one of the lines {Places(signals, lines)} was held by another program a moment ago: try again."
            : $"{chip}: held by another program: {string.Join("; ", held)}. Stop that program (gpioinfo and "
                + "'fuser /dev/gpiochip*' find it), or choose other lines.";
    }

    private static string Places(IReadOnlyList<string> signals, IReadOnlyList<LineDescription> lines) =>
        string.Join(", ", lines.Select((line, i) => Place(signals[i], line)));

    private static string Place(string signal, LineDescription line) =>
        line.Name.Length == 0 ? $"{line.Offset} for {signal}" : $"{line.Offset} \"{line.Name}\" for {signal}";

    private static string Known(IReadOnlyList<string> chips) => chips.Count == 0
        ? "this machine has none: load the driver of the chip, or run on simulated hardware."
        : $"there are: {string.Join(", ", chips)}.";
}
