using System.Globalization;
using SafeBms.Devices.Lines;
using SafeBms.Runtime.Configuration;

namespace SafeBms.Runtime.Boat;

/// <summary>
/// The far side of the kernel's simulated GPIO chip (gpio-sim): output lines are read, and input lines are pulled,
/// through its files in sysfs. Files stay open; one that vanishes with its chip reads as off.
/// </summary>
internal sealed class SimulatedChipLines : IBoatLines
{
    private readonly List<(ulong Bit, bool ActiveLow, FileStream File)> _outputs = [];
    private readonly List<(ulong Bit, bool ActiveLow, FileStream File)> _inputs = [];
    private ulong _driven;
    private bool _hasDriven;

    /// <summary>Opens the files of every wired line.</summary>
    /// <exception cref="LineException">The chip is no simulated one, or a line is missing.</exception>
    public SimulatedChipLines(LinesConfiguration lines)
    {
        foreach (OutputLineConfiguration line in lines.Outputs)
        {
            LineRequest request = line.Request!;
            _outputs.Add((LineWords.Bit(line.Line), request.ActiveLow,
                OpenFile(lines.OutputsChip, request.Line, "value", FileAccess.Read)));
        }

        foreach (InputLineConfiguration line in lines.Inputs.Where(i => i.Origin == InputOrigin.Line))
        {
            LineRequest request = line.Request!;
            _inputs.Add((LineWords.Bit(line.Line), request.ActiveLow,
                OpenFile(lines.InputsChip, request.Line, "pull", FileAccess.Write)));
        }
    }

    public ulong Outputs()
    {
        Span<byte> text = stackalloc byte[4];
        ulong word = 0;
        foreach ((ulong bit, bool activeLow, FileStream file) in _outputs)
        {
            try
            {
                bool high = RandomAccess.Read(file.SafeFileHandle, text, 0) > 0 && text[0] == (byte)'1';
                word |= high != activeLow ? bit : 0;
            }
            catch (IOException)
            {
                // The chip was taken away: nothing drives this line.
            }
        }

        return word;
    }

    public void Drive(ulong inputs)
    {
        ulong changed = _hasDriven ? inputs ^ _driven : ulong.MaxValue;
        foreach ((ulong bit, bool activeLow, FileStream file) in _inputs)
        {
            if ((changed & bit) == 0)
            {
                continue;
            }

            try
            {
                bool high = (inputs & bit) != 0 != activeLow;
                RandomAccess.Write(file.SafeFileHandle, high ? "pull-up"u8 : "pull-down"u8, 0);
            }
            catch (IOException)
            {
                // As above; who reads this line gets an error of its own.
            }
        }

        _driven = inputs;
        _hasDriven = true;
    }

    public void Dispose()
    {
        foreach ((_, _, FileStream file) in _outputs.Concat(_inputs))
        {
            file.Dispose();
        }
    }

    private static FileStream OpenFile(string chip, string line, string name, FileAccess access)
    {
        string device = Path.GetFileName(chip);
        string? directory = Directory.Exists("/sys/devices/platform")
            ? Directory.EnumerateDirectories("/sys/devices/platform", "gpio-sim.*")
                .Select(d => Path.Combine(d, device)).FirstOrDefault(Directory.Exists)
            : null;
        if (directory is null)
        {
            throw new LineException($"{chip} is no simulated chip (gpio-sim): only such a one can be driven from its "
                + "far side. On a real chip the wires do that.");
        }

        if (!int.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out int offset))
        {
            throw new LineException($"Line '{line}' of {chip}: a simulated boat needs its number, not its name.");
        }

        string path = Path.Combine(
            directory, string.Create(CultureInfo.InvariantCulture, $"sim_gpio{offset}"), name);
        try
        {
            return new FileStream(path, FileMode.Open, access, FileShare.ReadWrite, 0);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new LineException($"Line {line} of {chip} cannot be reached: {problem.Message}", problem);
        }
    }
}
