namespace SafeBms.Runtime.Configuration;

/// <summary>Protocols that measurements come by.</summary>
public enum SourceKind
{
    /// <summary>SafeBms module frames (docs/can/safebms.dbc).</summary>
    SafeBms,

    /// <summary>The CAN-bus BMS protocol of common LiFePO4 batteries.</summary>
    LiFePo4,

    /// <summary>foxBMS 2 cell frames.</summary>
    FoxBms,

    /// <summary>IVT-S shunt.</summary>
    IvtS,
}

/// <summary>What the core needs to know over a bus.</summary>
public enum MeasuredQuantity
{
    /// <summary>Cell voltages, battery by battery.</summary>
    Cells,

    /// <summary>Battery temperatures.</summary>
    Temperatures,

    /// <summary>Battery current.</summary>
    PackCurrent,

    /// <summary>Second, independent battery current.</summary>
    PackCurrentRedundant,

    /// <summary>Voltage on the battery side.</summary>
    BatteryVoltage,

    /// <summary>Voltage on the system side.</summary>
    BusVoltage,

    /// <summary>Current of the pre-charge source.</summary>
    PrechargeCurrent,

    /// <summary>Temperature inside the controller.</summary>
    InternalTemperature,

    /// <summary>State of charge.</summary>
    StateOfCharge,
}

/// <summary>Order of the bytes of a shunt's values.</summary>
public enum ByteOrder
{
    /// <summary>Most significant first, as delivered.</summary>
    Big,

    /// <summary>Least significant first.</summary>
    Little,
}

/// <summary>One sender of measurements.</summary>
public sealed record SourceConfiguration
{
    /// <summary>A source is stale after this many tenths of its period (P38: 2.5 times).</summary>
    public const int StalePeriods_tenths = 25;

    /// <summary>Its protocol.</summary>
    public required SourceKind Kind { get; init; }

    /// <summary>Name of its bus.</summary>
    public required string Bus { get; init; }

    /// <summary>In which period each of its values comes, in ms.</summary>
    public required int Period_ms { get; init; }

    /// <summary>What it feeds; each quantity of each battery has exactly one source.</summary>
    public required IReadOnlyList<MeasuredQuantity> Feeds { get; init; }

    /// <summary>
    /// First identifier, 11 bits; null for the protocol's own. Of module frames and shunts only.
    /// </summary>
    public uint? BaseId { get; init; }

    /// <summary>First battery that it speaks for, from 0.</summary>
    public int FirstBattery { get; init; }

    /// <summary>Batteries that it speaks for.</summary>
    public int Batteries { get; init; }

    /// <summary>Cells of each of them.</summary>
    public int Cells { get; init; }

    /// <summary>Byte order of a shunt.</summary>
    public ByteOrder Endian { get; init; }

    /// <summary>Its values are stale after this time in ms.</summary>
    public int StaleAfter_ms => Period_ms * StalePeriods_tenths / 10;
}

/// <summary>Where measurements come from.</summary>
/// <param name="List">The sources, in the order of the file.</param>
/// <param name="NotAvailable">What is openly not measured in this installation.</param>
public sealed record SourcesConfiguration(
    IReadOnlyList<SourceConfiguration> List, IReadOnlyList<MeasuredQuantity> NotAvailable);
