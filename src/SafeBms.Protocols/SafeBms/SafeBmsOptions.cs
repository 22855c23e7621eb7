namespace SafeBms.Protocols;

/// <summary>How SafeBms module frames are received and sent; the frames are described in docs/can.md.</summary>
public sealed record SafeBmsOptions : SourceOptions
{
    /// <summary>Period of cells and temperatures in ms that spec/signals.yaml is made for.</summary>
    public const int CellPeriod_default_ms = 80;

    /// <summary>Period of the measurement modules in ms that spec/signals.yaml is made for.</summary>
    public const int MeasurementPeriod_default_ms = 10;

    /// <summary>How many identifiers there are from <see cref="BaseId"/> on.</summary>
    public const int Identifiers = SafeBmsFrame.Identifiers;

    /// <summary>Lowest of the 176 identifiers, a multiple of 8 from 0 to 0x750.</summary>
    public uint BaseId { get; init; } = 0x400;

    /// <summary>Number of the first battery, from 0.</summary>
    public int FirstBattery { get; init; }

    /// <summary>How many batteries send, 0 to 20.</summary>
    public int Batteries { get; init; } = 1;

    /// <summary>Cells in series of each battery, 1 to 8.</summary>
    public int CellsPerBattery { get; init; } = 4;

    /// <summary>Whether its cells are used; if not, they are neither judged nor taken.</summary>
    public bool UsesCells { get; init; } = true;

    /// <summary>Whether its temperatures are used; if not, they are neither judged nor taken.</summary>
    public bool UsesTemperatures { get; init; } = true;

    /// <summary>Whether measurement modules send, too.</summary>
    public bool Measurements { get; init; }

    /// <summary>
    /// Which of the measurement modules' fields are used. The others are neither judged nor taken, and a frame without
    /// a used field is not listened to.
    /// </summary>
    public SystemChannels MeasurementFields { get; init; } = SystemChannels.All;

    /// <summary>Declared period of cells and temperatures in ms, 10 to 2000.</summary>
    public int CellPeriod_ms { get; init; } = CellPeriod_default_ms;

    /// <summary>Declared period of the measurement modules in ms, 1 to 1000.</summary>
    public int MeasurementPeriod_ms { get; init; } = MeasurementPeriod_default_ms;

    /// <inheritdoc/>
    public override string Kind => "safebms";

    internal SystemChannels UsedFields => Measurements ? MeasurementFields & SystemChannels.All : SystemChannels.None;

    /// <inheritdoc/>
    public override IReadOnlyList<SourceChannel> Channels()
    {
        List<SourceChannel> channels = [];
        for (int channel = 0; channel <= MeasurementChannel.StateOfCharge; channel++)
        {
            if (((int)UsedFields & (1 << channel)) != 0)
            {
                channels.Add(new(channel, MeasurementPeriod_ms));
            }
        }

        channels.AddRange(OfBatteries(
            FirstBattery, Batteries, CellsPerBattery, UsesCells ? CellPeriod_ms : null,
            UsesTemperatures ? CellPeriod_ms : null));
        return channels;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Problems()
    {
        List<string> problems = [];
        Require(problems, "base id", BaseId, 0, 0x7FF - SafeBmsFrame.Identifiers + 1);
        if (BaseId % 8 != 0)
        {
            problems.Add($"base id is 0x{BaseId:X}, but must be a multiple of 8");
        }

        Require(problems, "first battery", FirstBattery, 0, MeasurementChannel.MaxBatteries - 1);
        Require(problems, "batteries", Batteries, 0, MeasurementChannel.MaxBatteries);
        Require(
            problems, "first battery + batteries", (long)FirstBattery + Batteries, 0, MeasurementChannel.MaxBatteries);
        Require(problems, "cells per battery", CellsPerBattery, 1, MeasurementChannel.MaxCells);
        Require(problems, "cell period in ms", CellPeriod_ms, 10, 2000);
        Require(problems, "measurement period in ms", MeasurementPeriod_ms, 1, 1000);
        if (problems.Count == 0 && Channels().Count == 0)
        {
            problems.Add("nothing of it is used: no cells, no temperatures, no measurements");
        }

        return problems;
    }

    /// <inheritdoc/>
    public override FrameReceiver CreateReceiver() => new SafeBmsReceiver(this);
}
