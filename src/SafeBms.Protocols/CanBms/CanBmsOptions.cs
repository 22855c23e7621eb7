namespace SafeBms.Protocols;

/// <summary>
/// How a battery with the CAN-bus BMS protocol (0x351 ...) is listened to. The protocol knows one battery a bus, and of
/// its cells only the lowest and the highest.
/// </summary>
public sealed record CanBmsOptions : SourceOptions
{
    private const SystemChannels Possible = SystemChannels.PackCurrent | SystemChannels.RedundantCurrent
        | SystemChannels.BatteryVoltage | SystemChannels.StateOfCharge;

    /// <summary>Number of the first battery that it feeds, from 0.</summary>
    public int FirstBattery { get; init; }

    /// <summary>Into how many batteries its cells are divided here, 1 to 20: two for one of 16 cells.</summary>
    public int Batteries { get; init; } = 1;

    /// <summary>Cells in series of each of them, 1 to 8; 2 to 24 in all.</summary>
    public int CellsPerBattery { get; init; } = 4;

    /// <summary>Whether its cells are used; if not, they are neither judged nor taken.</summary>
    public bool UsesCells { get; init; } = true;

    /// <summary>Whether its temperatures are used; if not, they are neither judged nor taken.</summary>
    public bool UsesTemperatures { get; init; } = true;

    /// <summary>Which channels of the system its voltage, current and state of charge feed; others cannot be.</summary>
    public SystemChannels Feeds { get; init; }

    /// <summary>Takes the one temperature of 0x356 instead of lowest and highest of 0x373.</summary>
    public bool UsesPackTemperature { get; init; }

    /// <summary>Declared period of every frame in ms, 10 to 10000. Many batteries send every 500 or 1000 ms, which is
    /// too slow to be the only source of temperatures.</summary>
    public int Period_ms { get; init; } = 100;

    /// <inheritdoc/>
    public override string Kind => "can-bms";

    internal int Cells => Batteries * CellsPerBattery;

    internal int CellChannel(int cell) =>
        MeasurementChannel.Cell(FirstBattery + (cell / CellsPerBattery), cell % CellsPerBattery);

    internal bool IsFed(int channel) => ((int)Feeds & (1 << channel)) != 0;

    /// <inheritdoc/>
    public override IReadOnlyList<SourceChannel> Channels() =>
    [
        .. Enumerable.Range(0, MeasurementChannel.StateOfCharge + 1).Where(IsFed)
            .Select(channel => new SourceChannel(channel, Period_ms)),
        .. OfBatteries(
            FirstBattery, Batteries, CellsPerBattery, UsesCells ? Period_ms : null,
            UsesTemperatures ? Period_ms : null),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Problems()
    {
        List<string> problems = [];
        Require(problems, "first battery", FirstBattery, 0, MeasurementChannel.MaxBatteries - 1);
        Require(problems, "batteries", Batteries, 1, MeasurementChannel.MaxBatteries);
        Require(
            problems, "first battery + batteries", (long)FirstBattery + Batteries, 0, MeasurementChannel.MaxBatteries);
        Require(problems, "cells per battery", CellsPerBattery, 1, MeasurementChannel.MaxCells);
        Require(problems, "cells in all", (long)Batteries * CellsPerBattery, 2, 24);
        Require(problems, "period in ms", Period_ms, 10, 10_000);
        if (problems.Count == 0 && Channels().Count == 0)
        {
            problems.Add("nothing of it is used: no cells, no temperatures, no measurements");
        }

        if ((Feeds & ~Possible) != 0)
        {
            problems.Add($"feeds names {Feeds & ~Possible}, but this protocol carries only {Possible}");
        }

        if ((Feeds & SystemChannels.PackCurrent) != 0 && (Feeds & SystemChannels.RedundantCurrent) != 0)
        {
            problems.Add("feeds names pack current and redundant current: one measurement is not two");
        }

        return problems;
    }

    /// <inheritdoc/>
    public override FrameReceiver CreateReceiver() => new CanBmsReceiver(this);
}
