using SafeBms.Protocols;
using SafeBms.Simulation;

namespace SafeBms.Runtime.Boat;

/// <summary>What the boat's sensors deliver, put into a table as a sender of frames wants it.</summary>
public static class BoatFrames
{
    // Twice the period of a sensor.
    private const int FastSilence_ms = 20;
    private const int SlowSilence_ms = 160;

    private static readonly (int From, int To)[] System =
    [
        (Channel.PackCurrent, MeasurementChannel.PackCurrent),
        (Channel.RedundantCurrent, MeasurementChannel.RedundantCurrent),
        (Channel.BatteryVoltage, MeasurementChannel.BatteryVoltage),
        (Channel.BusVoltage, MeasurementChannel.BusVoltage),
        (Channel.PrechargeCurrent, MeasurementChannel.PrechargeCurrent),
        (Channel.BmsTemperature, MeasurementChannel.InternalTemperature),
        (Channel.StateOfCharge, MeasurementChannel.StateOfCharge),
    ];

    /// <summary>Copies every value that a sensor delivered in this ms.</summary>
    public static void Collect(SensorReadings readings, MeasurementTable into)
    {
        ArgumentNullException.ThrowIfNull(readings);
        ArgumentNullException.ThrowIfNull(into);
        foreach ((int from, int to) in System)
        {
            Copy(readings, from, into, to);
        }

        for (int b = 0; b < readings.Batteries; b++)
        {
            Copy(readings, Channel.Temperature(b), into, MeasurementChannel.Temperature(b));
            for (int c = 0; c < readings.CellsPerBattery; c++)
            {
                Copy(readings, Channel.Cell(b, c), into, MeasurementChannel.Cell(b, c));
            }
        }
    }

    // A sensor that has fallen silent must not go on speaking through frames that its neighbours keep alive.
    private static void Copy(SensorReadings readings, int from, MeasurementTable into, int to)
    {
        if (readings.Accepted(from))
        {
            into.Accept(to, readings[from].Value, readings.Tick);
        }
        else if (readings.Tick - into[to].AcceptedScan
            > (from <= Channel.PrechargeCurrent ? FastSilence_ms : SlowSilence_ms))
        {
            into.Withdraw(to);
        }
    }
}
