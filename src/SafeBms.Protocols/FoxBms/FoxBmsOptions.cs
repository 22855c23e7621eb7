namespace SafeBms.Protocols;

/// <summary>
/// How the cell frames of a foxBMS 2 are listened to. Its cells and sensors are numbered through: cell 0 is the first
/// of the first battery here, and so on.
/// </summary>
public sealed record FoxBmsOptions : SourceOptions
{
    /// <summary>Cell voltages as foxBMS sends them.</summary>
    public const uint CellId_default = 0x250;

    /// <summary>Cell voltages as they are sent to foxBMS, with the same layout.</summary>
    public const uint CellId_other = 0x270;

    /// <summary>Cell temperatures.</summary>
    public const uint TemperatureId = 0x260;

    /// <summary>Identifier of the cell voltages, 0x250 or 0x270.</summary>
    public uint CellId { get; init; } = CellId_default;

    /// <summary>Number of the first battery, from 0.</summary>
    public int FirstBattery { get; init; }

    /// <summary>How many batteries the string is divided into here, 1 to 20.</summary>
    public int Batteries { get; init; } = 1;

    /// <summary>Cells in series of each of them, 1 to 8.</summary>
    public int CellsPerBattery { get; init; } = 4;

    /// <summary>Whether its cells are used; if not, they are neither judged nor taken.</summary>
    public bool UsesCells { get; init; } = true;

    /// <summary>Whether its temperatures are used; if not, they are neither judged nor taken.</summary>
    public bool UsesTemperatures { get; init; } = true;

    /// <summary>Temperature sensors of each of them: 1, 2, 3 or 6, so that all are in one frame.</summary>
    public int SensorsPerBattery { get; init; } = 1;

    /// <summary>Declared time of a full cycle of 0x250 in ms, 1 to 10000; foxBMS as delivered takes 5400.</summary>
    public int CellPeriod_ms { get; init; } = 80;

    /// <summary>Declared time of a full cycle of 0x260 in ms, 1 to 10000; foxBMS as delivered takes 4500.</summary>
    public int TemperaturePeriod_ms { get; init; } = 80;

    /// <inheritdoc/>
    public override string Kind => "foxbms";

    internal int Cells => Batteries * CellsPerBattery;

    internal int Sensors => Batteries * SensorsPerBattery;

    internal int CellChannel(int cell) =>
        MeasurementChannel.Cell(FirstBattery + (cell / CellsPerBattery), cell % CellsPerBattery);

    /// <inheritdoc/>
    public override IReadOnlyList<SourceChannel> Channels() =>
    [
        .. OfBatteries(
            FirstBattery, Batteries, CellsPerBattery, UsesCells ? CellPeriod_ms : null,
            UsesTemperatures ? TemperaturePeriod_ms : null),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Problems()
    {
        List<string> problems = [];
        if (CellId is not (CellId_default or CellId_other))
        {
            problems.Add($"identifier of the cells is 0x{CellId:X}, but must be 0x250 or 0x270");
        }

        Require(problems, "first battery", FirstBattery, 0, MeasurementChannel.MaxBatteries - 1);
        Require(problems, "batteries", Batteries, 1, MeasurementChannel.MaxBatteries);
        Require(
            problems, "first battery + batteries", (long)FirstBattery + Batteries, 0, MeasurementChannel.MaxBatteries);
        Require(problems, "cells per battery", CellsPerBattery, 1, MeasurementChannel.MaxCells);
        if (SensorsPerBattery is not (1 or 2 or 3 or 6))
        {
            problems.Add($"sensors per battery are {SensorsPerBattery}, but must be 1, 2, 3 or 6");
        }

        Require(problems, "cell period in ms", CellPeriod_ms, 1, 10_000);
        Require(problems, "temperature period in ms", TemperaturePeriod_ms, 1, 10_000);
        if (!UsesCells && !UsesTemperatures)
        {
            problems.Add("nothing of it is used: no cells, no temperatures");
        }

        return problems;
    }

    /// <inheritdoc/>
    public override FrameReceiver CreateReceiver() => new FoxBmsReceiver(this);
}
