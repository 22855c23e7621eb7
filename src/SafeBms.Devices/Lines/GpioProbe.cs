namespace SafeBms.Devices.Lines;

/// <summary>A GPIO chip as it is found; with a problem instead of lines if it may not be looked at.</summary>
/// <param name="Path">Device file.</param>
/// <param name="Label">The driver's label.</param>
/// <param name="Lines">Its lines.</param>
/// <param name="Problem">Why it cannot be looked at, or null.</param>
public sealed record ChipDescription(
    string Path, string Label, IReadOnlyList<LineDescription> Lines, string? Problem = null);

/// <summary>Looks at chips and lines without requesting any.</summary>
public static class GpioProbe
{
    /// <summary>All chips of this machine.</summary>
    public static IReadOnlyList<ChipDescription> Chips() => [.. GpioChip.Paths().Select(Look)];

    /// <summary>
    /// What stands against these settings: chips and lines that are not there or are held. Empty if nothing does.
    /// </summary>
    public static IReadOnlyList<string> Problems(GpioSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        List<string> problems = [];
        Check(settings.OutputChip, GpioPlan.Outputs(settings), problems);
        Check(settings.InputChip ?? settings.OutputChip, GpioPlan.Inputs(settings), problems);
        return problems;
    }

    private static void Check(string named, GpioPlan plan, List<string> problems)
    {
        if (plan.Count == 0)
        {
            return;
        }

        try
        {
            using GpioChip chip = GpioChip.Find(named);
            LineDescription[] lines = [.. plan.Resolve(chip.Lines(), chip.Title).Select(chip.Describe)];
            if (lines.Any(line => line.IsUsed))
            {
                problems.Add(GpioProblems.Refused(chip.Title, Linux.Errno.Busy, plan.Names, lines));
            }
        }
        catch (LineException problem)
        {
            problems.Add(problem.Message);
        }
    }

    private static ChipDescription Look(string path)
    {
        try
        {
            using GpioChip chip = GpioChip.Open(path);
            return new ChipDescription(path, chip.Label, chip.Lines());
        }
        catch (LineException problem)
        {
            return new ChipDescription(path, "", [], problem.Message);
        }
    }
}
