using System.Runtime.CompilerServices;

namespace SafeBms.Protocols;

/// <summary>
/// Numbers of the values that come over a bus: seven of the system, then temperatures and cells battery by battery.
/// </summary>
public static class MeasurementChannel
{
    /// <summary>Batteries that a table has room for.</summary>
    public const int MaxBatteries = 20;

    /// <summary>Cells of a battery that a table has room for.</summary>
    public const int MaxCells = 8;

    /// <summary>Battery current in mA, positive when charging.</summary>
    public const int PackCurrent = 0;

    /// <summary>Second, independent battery current in mA.</summary>
    public const int RedundantCurrent = 1;

    /// <summary>Voltage on the battery side of the contactor in mV.</summary>
    public const int BatteryVoltage = 2;

    /// <summary>Voltage on the system side in mV.</summary>
    public const int BusVoltage = 3;

    /// <summary>Current of the pre-charge source in mA.</summary>
    public const int PrechargeCurrent = 4;

    /// <summary>Temperature inside the controller in 0.1 degC.</summary>
    public const int InternalTemperature = 5;

    /// <summary>State of charge in permille.</summary>
    public const int StateOfCharge = 6;

    private const int FirstTemperature = 8;
    private const int FirstCell = FirstTemperature + MaxBatteries;

    /// <summary>Number of channels.</summary>
    public const int Count = FirstCell + (MaxBatteries * MaxCells);

    /// <summary>Temperature of a battery in 0.1 degC: the one that deviates most from 25 degC.</summary>
    public static int Temperature(int battery) => FirstTemperature + battery;

    /// <summary>Voltage of a cell in mV.</summary>
    public static int Cell(int battery, int cell) => FirstCell + (battery * MaxCells) + cell;
}

/// <summary>One value and the scan in which it was accepted last.</summary>
public struct Measurement
{
    /// <summary>Scan of a value that never came.</summary>
    public const long Never = -1;

    /// <summary>The value in the unit of its channel.</summary>
    public int Value { get; set; }

    /// <summary>Scan in which it was accepted last, or <see cref="Never"/>.</summary>
    public long AcceptedScan { get; set; }

    /// <summary>True until somebody has taken note of it.</summary>
    public bool IsFresh { get; set; }
}

/// <summary>
/// The last accepted value of every channel. Only a frame that passed all of its checks writes here; nothing is
/// judged, nothing ages by itself, nothing is allocated after construction.
/// </summary>
public sealed class MeasurementTable
{
    private readonly Measurement[] _channels = new Measurement[MeasurementChannel.Count];

    /// <summary>A table in which nothing was accepted yet.</summary>
    public MeasurementTable()
    {
        foreach (ref Measurement channel in _channels.AsSpan())
        {
            channel.AcceptedScan = Measurement.Never;
        }
    }

    /// <summary>One channel, see <see cref="MeasurementChannel"/>.</summary>
    public ref readonly Measurement this[int channel] => ref _channels[channel];

    /// <summary>Forgets a value: from now on nothing was ever accepted.</summary>
    public void Withdraw(int channel) => _channels[channel].AcceptedScan = Measurement.Never;

    /// <summary>Writes a value that was accepted in this scan.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Accept(int channel, int value, long scan)
    {
        _channels[channel].Value = value;
        _channels[channel].AcceptedScan = scan;
        _channels[channel].IsFresh = true;
    }

    /// <summary>True once for each accepted value: in the first asking after it.</summary>
    public bool TakeFresh(int channel)
    {
        bool fresh = _channels[channel].IsFresh;
        _channels[channel].IsFresh = false;
        return fresh;
    }
}
