namespace SafeBms.Simulation;

/// <summary>One measured value and when it was last accepted.</summary>
public struct Reading
{
    /// <summary>Tick that lies before every possible sample: nothing was ever accepted.</summary>
    public const long Never = -1;

    /// <summary>Last delivered value in the unit of its channel; 0 before the first sample.</summary>
    public int Value { get; internal set; }

    /// <summary>Tick of the last accepted sample, or <see cref="Never"/>.</summary>
    public long AcceptedTick { get; internal set; }
}

/// <summary>
/// Numbers of the analogue channels: six of the controller itself, then cells and temperatures battery by battery.
/// They name the target of a sensor fault.
/// </summary>
public static class Channel
{
    /// <summary>Pack current in mA, positive charges; system side of the AUX tap.</summary>
    public const int PackCurrent = 0;

    /// <summary>Second, independent pack current sensor in mA.</summary>
    public const int RedundantCurrent = 1;

    /// <summary>Voltage on the battery side in mV.</summary>
    public const int BatteryVoltage = 2;

    /// <summary>Voltage on the system side in mV.</summary>
    public const int BusVoltage = 3;

    /// <summary>Current through the pre-charge path in mA, positive towards the system.</summary>
    public const int PrechargeCurrent = 4;

    /// <summary>Temperature inside the controller in 0.1 degC.</summary>
    public const int BmsTemperature = 5;

    /// <summary>State of charge in 0.1 %.</summary>
    public const int StateOfCharge = 6;

    /// <summary>Number of channels.</summary>
    public const int Count = FirstTemperature + PlantOptions.MaxBatteries;

    internal const int FirstCell = 8;
    internal const int FirstTemperature = FirstCell + (PlantOptions.MaxBatteries * PlantOptions.MaxCellsPerBattery);

    /// <summary>Channel of a cell voltage in mV.</summary>
    public static int Cell(int battery, int cell) => FirstCell + (battery * PlantOptions.MaxCellsPerBattery) + cell;

    /// <summary>Channel of a battery temperature in 0.1 degC.</summary>
    public static int Temperature(int battery) => FirstTemperature + battery;
}

/// <summary>Digital inputs; the number is the bit in <see cref="SensorReadings.Digital"/>.</summary>
public enum DigitalInput
{
    /// <summary>Auxiliary contact of the main contactor.</summary>
    ContactorFeedback,

    /// <summary>Read-back of the pre-charge path.</summary>
    PrechargeFeedback,

    /// <summary>Read-back of the programmable relay.</summary>
    RelayReadback,

    /// <summary>Read-back of the allow-to-charge contact.</summary>
    AtcReadback,

    /// <summary>Read-back of the allow-to-discharge contact.</summary>
    AtdReadback,

    /// <summary>Remote terminals L and H are bridged.</summary>
    RemoteBridged,

    /// <summary>Remote terminal H is fed.</summary>
    RemoteH,

    /// <summary>Remote terminal L is pulled to minus.</summary>
    RemoteL,

    /// <summary>Battery cable chain is closed: every battery is plugged in.</summary>
    BatteryCableOk,

    /// <summary>AUX output draws more than it may.</summary>
    AuxOverCurrent,

    /// <summary>The scan was late (a plain input of the boat, for the controller's own supervision).</summary>
    ScanOverrun,

    /// <summary>The configuration is valid.</summary>
    ConfigurationOk,

    /// <summary>The self-test passed.</summary>
    SelfTestOk,

    /// <summary>At least one slot of the retained data was intact at start.</summary>
    RetainedDataOk,

    /// <summary>Some battery asserts its own alarm line.</summary>
    BatteryAlarm,

    /// <summary>The controller was restarted because its last run died, hung or was ended by the guard.</summary>
    RestartedAfterFault,
}

/// <summary>
/// Everything that the controller can know about the boat. Allocated once and overwritten; read it after
/// <see cref="Plant.Step"/>. Digital inputs are fresh in each tick, analogue ones have an age.
/// </summary>
public sealed class SensorReadings
{
    private readonly Reading[] _channels = new Reading[Channel.Count];
    private readonly long[] _lastRead = new long[32];

    internal SensorReadings(int batteries, int cellsPerBattery)
    {
        Batteries = batteries;
        CellsPerBattery = cellsPerBattery;
        for (int i = 0; i < _channels.Length; i++)
        {
            _channels[i].AcceptedTick = Reading.Never;
        }
    }

    /// <summary>Batteries that are configured.</summary>
    public int Batteries { get; }

    /// <summary>Cells of each battery.</summary>
    public int CellsPerBattery { get; }

    /// <summary>Tick of these readings.</summary>
    public long Tick { get; internal set; }

    /// <summary>Counts the ticks in which at least one value or digital input differed from before.</summary>
    public long Version { get; internal set; }

    /// <summary>
    /// Counts samples that were refused or lost, or came at a time of their own: while neither this nor
    /// <see cref="Version"/> moves, every reading repeats itself with the period of the sensors, age and all.
    /// </summary>
    public long Irregularities { get; internal set; }

    /// <summary>All digital inputs, bit n is input n.</summary>
    public uint Digital { get; internal set; }

    /// <summary>Level of one digital input.</summary>
    public bool this[DigitalInput input] => ((Digital >> (int)input) & 1) != 0;

    /// <summary>One analogue channel, see <see cref="Channel"/>.</summary>
    /// <exception cref="IndexOutOfRangeException">No such channel.</exception>
    public ref readonly Reading this[int channel] => ref _channels[channel];

    /// <summary>
    /// Age of a channel's last accepted sample in ms; <see cref="int.MaxValue"/> if there never was one.
    /// </summary>
    public int Age_ms(int channel)
    {
        long accepted = _channels[channel].AcceptedTick;
        return accepted == Reading.Never ? int.MaxValue : (int)Math.Min(Tick - accepted, int.MaxValue);
    }

    /// <summary>Age of a digital input in ms: 0 unless it is not read any more (F59).</summary>
    public int Age_ms(DigitalInput input) => ((Lost >> (int)input) & 1) == 0
        ? 0
        : (int)Math.Min(Tick - _lastRead[(int)input], int.MaxValue);

    /// <summary>Digital inputs that are not read any more, bit n is input n; they keep their level.</summary>
    internal uint Lost { get; private set; }

    /// <summary>Begins or ends the loss of digital inputs.</summary>
    internal void Lose(uint inputs, long tick)
    {
        for (int i = 0; i < _lastRead.Length; i++)
        {
            bool begins = ((inputs & ~Lost) >> i & 1) != 0;
            _lastRead[i] = begins ? tick - 1 : _lastRead[i];
        }

        Lost = inputs;
    }

    /// <summary>True if a sample of this channel was accepted in this very tick.</summary>
    public bool Accepted(int channel) => _channels[channel].AcceptedTick == Tick;

    internal void Deliver(int channel, int value)
    {
        ref Reading reading = ref _channels[channel];
        if (reading.Value != value || reading.AcceptedTick == Reading.Never)
        {
            reading.Value = value;
            Version++;
        }

        reading.AcceptedTick = Tick;
    }

    internal ulong Hash(ulong hash)
    {
        foreach (ref readonly Reading reading in _channels.AsSpan())
        {
            hash = StateHash.Add(StateHash.Add(hash, reading.Value), reading.AcceptedTick);
        }

        hash = StateHash.Add(hash, Version);
        return StateHash.Add(StateHash.Add(hash, Digital), Tick);
    }
}
