namespace SafeBms.Devices.Lines;

/// <summary>Output lines; the number is the bit in every word of outputs, whatever line of a chip carries it.</summary>
public enum OutputLine
{
    /// <summary>Coil of the main contactor.</summary>
    ContactorCoil = 0,

    /// <summary>Pre-charge source.</summary>
    Precharge = 1,

    /// <summary>Programmable relay: alternator field release, or alarm contact.</summary>
    ProgrammableRelay = 2,

    /// <summary>Allow-to-charge contact.</summary>
    AllowToCharge = 3,

    /// <summary>Allow-to-discharge contact.</summary>
    AllowToDischarge = 4,

    /// <summary>AUX supply.</summary>
    Aux = 5,

    /// <summary>Pre-alarm lamp or contact.</summary>
    PreAlarm = 6,

    /// <summary>Alarm lamp or contact. On while nobody controls.</summary>
    Alarm = 7,
}

/// <summary>Input lines; the number is the bit in every word of inputs.</summary>
public enum InputLine
{
    /// <summary>Auxiliary contact of the main contactor.</summary>
    ContactorFeedback = 0,

    /// <summary>Read-back of the pre-charge path.</summary>
    PrechargeReadback = 1,

    /// <summary>Read-back of the programmable relay.</summary>
    RelayReadback = 2,

    /// <summary>Read-back of the allow-to-charge contact.</summary>
    ChargeReadback = 3,

    /// <summary>Read-back of the allow-to-discharge contact.</summary>
    DischargeReadback = 4,

    /// <summary>The battery cable loop is closed.</summary>
    BatteryCableOk = 5,

    /// <summary>Some battery asserts its own alarm line.</summary>
    BatteryAlarm = 6,

    /// <summary>The AUX output is overloaded.</summary>
    AuxFault = 7,

    /// <summary>Remote terminals L and H are bridged.</summary>
    RemoteBridged = 8,

    /// <summary>Remote terminal H is fed.</summary>
    RemoteHigh = 9,

    /// <summary>Remote terminal L is pulled to minus.</summary>
    RemoteLow = 10,
}

/// <summary>Words of lines.</summary>
public static class LineWords
{
    /// <summary>Number of output lines.</summary>
    public const int Outputs = 8;

    /// <summary>Number of input lines.</summary>
    public const int Inputs = 11;

    /// <summary>What the output lines carry while nobody controls: everything off, the alarm on.</summary>
    public const ulong Safe = 1UL << (int)OutputLine.Alarm;

    /// <summary>The word with one line on.</summary>
    public static ulong Bit(OutputLine line) => 1UL << (int)line;

    /// <summary>The word with one line on.</summary>
    public static ulong Bit(InputLine line) => 1UL << (int)line;
}
