namespace SafeBms.Devices.Lines;

/// <summary>A GPIO chip as it is found; with a problem instead of lines if it may not be looked at.</summary>
/// <param name="Path">Device file.</param>
/// <param name="Label">The driver's label.</param>
/// <param name="Lines">Its lines.</param>
/// <param name="Problem">Why it cannot be looked at, or null.</param>
public sealed record ChipDescription(
    string Path, string Label, IReadOnlyList<LineDescription> Lines, string? Problem = null);

/// <summary>What became of an output when nobody held it any more.</summary>
/// <param name="Line">Which.</param>
/// <param name="Offset">Its number on the chip.</param>
/// <param name="KeepsLevel">The chip goes on driving what was driven last; null: not tried, no lamp.</param>
/// <param name="IsOn">It reads as on.</param>
public sealed record ReleasedLine(OutputLine Line, int Offset, bool? KeepsLevel, bool IsOn)
{
    /// <summary>What is wrong with it, or null. The alarm is the one output that may be on.</summary>
    public string? Problem =>
        KeepsLevel == true ? "keeps its last level when guard and controller are both gone: only the watchdog's reset "
            + "or an external safety relay on the heartbeat line switches it off"
        : IsOn && Line != OutputLine.Alarm ? "is on when nobody drives it: pull it off by wiring"
        : null;
}

/// <summary>Looks at chips and lines.</summary>
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

    /// <summary>True if this consumer holds every output line: another process of the same program.</summary>
    /// <exception cref="LineException">Chip or lines are not there.</exception>
    public static bool IsHeldBy(GpioSettings settings, string consumer)
    {
        ArgumentNullException.ThrowIfNull(settings);
        using GpioChip chip = GpioChip.Find(settings.OutputChip);
        return GpioPlan.Outputs(settings).Resolve(chip.Lines(), chip.Title)
            .All(offset => chip.Describe(offset) is { IsUsed: true } line && line.Consumer == consumer);
    }

    /// <summary>
    /// Requests the outputs, all off but the alarm, gives them back, and looks at what chip and wiring make of them:
    /// the same as when guard and controller are both gone. Whether the chip keeps levels is tried with a lamp, alarm
    /// or pre-alarm, alone: what the kernel says of the direction of a released line need not be so.
    /// </summary>
    /// <exception cref="LineException">The lines cannot be had: a guard runs, for example.</exception>
    public static IReadOnlyList<ReleasedLine> AfterRelease(GpioSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ulong lamp = settings.Outputs.ContainsKey(OutputLine.Alarm) ? LineWords.Bit(OutputLine.Alarm)
            : settings.Outputs.ContainsKey(OutputLine.PreAlarm) ? LineWords.Bit(OutputLine.PreAlarm)
            : 0;
        ulong otherWay = LineWords.Safe ^ lamp;
        ulong afterOther = LevelsAfter(settings, otherWay);
        ulong levels = LevelsAfter(settings, LineWords.Safe);
        bool? keeps = lamp == 0 ? null
            : ((afterOther ^ otherWay) & lamp) == 0 && ((levels ^ LineWords.Safe) & lamp) == 0;

        GpioPlan plan = GpioPlan.AsFound(settings);
        using GpioChip chip = GpioChip.Find(settings.OutputChip);
        return [.. plan.Resolve(chip.Lines(), chip.Title).Select((offset, i) => new ReleasedLine(
            (OutputLine)plan.Bits[i], offset, keeps, ((levels >> plan.Bits[i]) & 1) != 0))];
    }

    // What the lines carry after they were driven to a word and given back.
    private static ulong LevelsAfter(GpioSettings settings, ulong driven)
    {
        using (GpioLines outputs = GpioLines.OpenOutputs(settings))
        {
            _ = outputs.Write(driven);
        }

        GpioPlan plan = GpioPlan.AsFound(settings);
        using GpioChip chip = GpioChip.Find(settings.OutputChip);
        GpioWord word = new(chip.Request(plan, 0), plan);
        LineStatus status = word.Read(out ulong levels);
        word.Close();
        return status == LineStatus.Ok ? levels
            : throw new LineException($"{chip.Title}: the lines cannot be read ({status}).");
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
