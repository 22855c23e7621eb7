namespace SafeBms.Protocols;

/// <summary>
/// Whether a source is fast enough. Data are stale after 2.5 of its declared periods (P38); this time is the first term
/// of the sums that must stay within the fault tolerant time of each hazard (spec/requirements.yaml). A source slower
/// than spec/signals.yaml was made for is allowed while the sums still hold, and refused otherwise.
/// </summary>
public static class SourceBudget
{
    private static readonly BudgetChain[] CellChains =
    [
        new("H1", "high cell to permit", 5000, 21),
        new("H1", "very high cell to contactor", 5000, 3555),
        new("H2", "very low cell to permit", 40_000, 21),
        new("H2", "very low cell to contactor if loads ignore the permit", 40_000, 33_056),
        new("H9", "cause to its name on the interface", 1000, 100),
        new("H10", "stale cell data to permits", 6000, 21),
        new("H10", "stale cell data to contactor", 6000, 5055),
    ];

    private static readonly BudgetChain[] TemperatureChains =
    [
        new("H3", "cold battery to permit", 500, 21),
        new("H4", "hot battery to permit", 10_000, 21),
        new("H4", "far too hot battery to contactor", 10_000, 4055),
        new("H9", "cause to its name on the interface", 1000, 100),
        new("H10", "stale cell data to permits", 6000, 21),
        new("H10", "stale cell data to contactor", 6000, 5055),
    ];

    private static readonly BudgetChain Lost = new("H10", "lost current or voltage to contactor", 6000, 5055);
    private static readonly BudgetChain Precharge = new("H6", "too much current in pre-charge to its end", 100, 22);

    // The sum of the short circuit counts no age of the current, as if it came every scan: a slower one adds its own.
    private static readonly BudgetChain[] PackCurrentChains =
    [
        Precharge,
        new("H7", "current through the open contactor to its latch", 500, 472),
        new("H8", "short circuit to contactor", 3100, 3061),
        Lost,
    ];

    private static readonly BudgetChain[] OtherCurrentChains = [Precharge, Lost];

    private static readonly BudgetChain[] VoltageChains =
        [new("H12", "voltage out of range to contactor", 40_000, 33_055), Lost];

    private static readonly BudgetChain[] InternalChains =
        [new("H4", "controller far too hot to contactor", 10_000, 4055)];

    /// <summary>The sums that a channel takes part in.</summary>
    public static IReadOnlyList<BudgetChain> Chains(int channel) => channel switch
    {
        MeasurementChannel.PackCurrent => PackCurrentChains,
        MeasurementChannel.RedundantCurrent => [Lost],
        MeasurementChannel.PrechargeCurrent => OtherCurrentChains,
        MeasurementChannel.BatteryVoltage => VoltageChains,
        MeasurementChannel.BusVoltage => [Lost],
        MeasurementChannel.InternalTemperature => InternalChains,
        < 8 => [],
        < 8 + MeasurementChannel.MaxBatteries => TemperatureChains,
        _ => CellChains,
    };

    /// <summary>Age in ms up to which the core believes a channel, from spec/signals.yaml.</summary>
    public static int MaxAge_ms(int channel) => channel switch
    {
        MeasurementChannel.InternalTemperature or MeasurementChannel.StateOfCharge => 2500,
        < 8 => 25,
        _ => 200,
    };

    /// <summary>Age in ms at which data of a source are stale: 2.5 of its periods, rounded down.</summary>
    public static int Stale_ms(int period_ms) => (int)Math.Min(5L * Math.Max(period_ms, 0) / 2, int.MaxValue);

    /// <summary>The longest period in ms that fits a channel.</summary>
    public static int LongestPeriod_ms(int channel)
    {
        int slack_ms = Tightest(channel)?.Slack_ms ?? MaxAge_ms(channel);
        // The largest whole p with 5 * p / 2 <= slack, rounded down as in Stale_ms.
        return ((2 * slack_ms) + 1) / 5;
    }

    /// <summary>The sum that leaves least for a channel; null if no hazard names it.</summary>
    public static BudgetChain? Tightest(int channel)
    {
        BudgetChain? tightest = null;
        foreach (BudgetChain chain in Chains(channel))
        {
            tightest = tightest is null || chain.Slack_ms < tightest.Slack_ms ? chain : tightest;
        }

        return tightest;
    }

    /// <summary>Says how the ages of a channel are to be reported, or why its source cannot be used.</summary>
    /// <param name="channel">Channel, see <see cref="MeasurementChannel"/>.</param>
    /// <param name="period_ms">Declared period of its source in ms.</param>
    /// <param name="offset_ms">What <see cref="ReportedAge"/> takes off; 0 for a source that is fast enough.</param>
    /// <returns>Null, or the refusal: what is too slow, which budget it breaks, and what to do.</returns>
    public static string? Refusal(int channel, int period_ms, out int offset_ms)
    {
        offset_ms = 0;
        if (period_ms < 1)
        {
            return $"{Name(channel)}: a declared period of {period_ms} ms is none; declare how often the source sends";
        }

        int longest_ms = LongestPeriod_ms(channel);
        if (period_ms <= longest_ms)
        {
            offset_ms = Math.Max(0, Stale_ms(period_ms) - MaxAge_ms(channel));
            return null;
        }

        BudgetChain? tightest = Tightest(channel);
        string budget = tightest is null
            ? $"no hazard's budget names this value, so it may not be slower than {longest_ms} ms"
            : $"{tightest.Hazard} \"{tightest.Name}\" leaves {tightest.Slack_ms} ms "
                + $"({tightest.Tolerated_ms} ms less {tightest.Rest_ms} ms)";
        return $"{Name(channel)}: sent every {period_ms} ms it is stale after {Stale_ms(period_ms)} ms only, but "
            + $"{budget}; let the source send at least every {longest_ms} ms and declare that";
    }

    /// <summary>Refusals of everything that a source feeds, each text once; empty if the source can be used.</summary>
    public static IReadOnlyList<string> Refusals(SourceOptions source)
    {
        ArgumentNullException.ThrowIfNull(source);
        List<string> refusals = [];
        foreach (SourceChannel fed in source.Channels())
        {
            string? refusal = Refusal(fed.Channel, fed.Period_ms, out _);
            if (refusal is not null)
            {
                refusals.Add($"{source.Kind}: {refusal}");
            }
        }

        return refusals;
    }

    /// <summary>
    /// The age that the core is told, so that it finds a slow source stale after 2.5 periods and not before. New data
    /// stay new, old data never become new.
    /// </summary>
    /// <param name="age_ms">True age in ms; <see cref="int.MaxValue"/> if never accepted.</param>
    /// <param name="offset_ms">From <see cref="Refusal"/>.</param>
    public static int ReportedAge(int age_ms, int offset_ms) => age_ms is 0 or int.MaxValue || offset_ms <= 0
        ? age_ms
        : Math.Max(1, age_ms - offset_ms);

    private static string Name(int channel) => channel switch
    {
        MeasurementChannel.PackCurrent => "pack current",
        MeasurementChannel.RedundantCurrent => "redundant current",
        MeasurementChannel.BatteryVoltage => "battery voltage",
        MeasurementChannel.BusVoltage => "bus voltage",
        MeasurementChannel.PrechargeCurrent => "pre-charge current",
        MeasurementChannel.InternalTemperature => "internal temperature",
        MeasurementChannel.StateOfCharge => "state of charge",
        < 8 + MeasurementChannel.MaxBatteries => $"temperature of battery {channel - 8 + 1}",
        _ => $"cell {((channel - MeasurementChannel.Cell(0, 0)) % MeasurementChannel.MaxCells) + 1} of battery "
            + $"{((channel - MeasurementChannel.Cell(0, 0)) / MeasurementChannel.MaxCells) + 1}",
    };
}

/// <summary>One sum of spec/requirements.yaml.</summary>
/// <param name="Hazard">Id of the hazard.</param>
/// <param name="Name">Name of the chain.</param>
/// <param name="Tolerated_ms">Fault tolerant time of the hazard in ms.</param>
/// <param name="Rest_ms">All terms but the age of the data, in ms.</param>
public sealed record BudgetChain(string Hazard, string Name, int Tolerated_ms, int Rest_ms)
{
    /// <summary>What is left for the age of the data, in ms.</summary>
    public int Slack_ms => Tolerated_ms - Rest_ms;
}
