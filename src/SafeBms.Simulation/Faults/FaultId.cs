namespace SafeBms.Simulation;

/// <summary>
/// Faults that can be injected; the number is that of the fault list (F01 = 1). "Target" and "magnitude" are the
/// arguments of <see cref="FaultSet.Inject"/>. A sensor's target is a <see cref="Channel"/>, a digital input's a
/// <see cref="DigitalInput"/>.
/// </summary>
public enum FaultId
{
    /// <summary>F01: the sensor keeps delivering its last value. Target: channel.</summary>
    SensorStuckAtLast = 1,

    /// <summary>F02: the sensor delivers a constant. Target: channel; magnitude: the value.</summary>
    SensorStuckAtValue = 2,

    /// <summary>F03: offset and drift. Target: channel; magnitude: offset; rate: drift a second.</summary>
    SensorOffset = 3,

    /// <summary>F04: noise burst. Target: channel; magnitude: amplitude.</summary>
    SensorNoiseBurst = 4,

    /// <summary>
    /// F05: open wire on the tap above a cell: that cell reads 0, the next one both. Target: cell channel.
    /// </summary>
    OpenCellTap = 5,

    /// <summary>F06: the taps above a cell and above the next one are swapped. Target: cell channel.</summary>
    SwappedCellTaps = 6,

    /// <summary>
    /// F07: the driver gives not-a-number (0), infinity (1): never accepted; negative (2). Target: channel.
    /// </summary>
    BadNumber = 7,

    /// <summary>
    /// F08: temperature sensor short (0, reads 150 degC) or open (1, reads -60 degC). Target: temperature channel.
    /// </summary>
    TemperatureSensorWire = 8,

    /// <summary>F09: sign of the current is wrong. Target: channel.</summary>
    CurrentSignFlip = 9,

    /// <summary>F10: the shunt is lost, no more samples. Target: channel.</summary>
    ShuntLost = 10,

    /// <summary>F11: the redundant sensor disagrees. Magnitude: difference in mA.</summary>
    RedundantPairDisagrees = 11,

    /// <summary>F12: a battery does not report any more. Target: battery.</summary>
    BatteryMissing = 12,

    /// <summary>
    /// F14: the controller's program stands still: the boat goes on with the last commands, and no scan is caught up.
    /// </summary>
    ScanPause = 14,

    /// <summary>F22: the main contact is welded closed.</summary>
    MainContactorWelded = 22,

    /// <summary>F23: the pre-charge path is welded closed.</summary>
    PrechargeWelded = 23,

    /// <summary>F24: the alternator's relay is welded closed.</summary>
    AlternatorRelayWelded = 24,

    /// <summary>F25: the contactor's coil is open.</summary>
    ContactorCoilOpen = 25,

    /// <summary>F26: the contactor releases late. Magnitude: additional ms.</summary>
    ContactorSlowRelease = 26,

    /// <summary>F27: the contactor's feedback bounces. Magnitude: number of 1 ms toggles at each edge.</summary>
    FeedbackBounce = 27,

    /// <summary>F28: a feedback or read-back is stuck. Target: digital input; magnitude: level 0 or 1.</summary>
    FeedbackStuck = 28,

    /// <summary>F29: the contactor drops by itself and stays dropped while the fault lasts.</summary>
    ContactorDrops = 29,

    /// <summary>F30: a permit relay is stuck closed. Target: 0 allow-to-charge, 1 allow-to-discharge.</summary>
    PermitRelayStuckClosed = 30,

    /// <summary>F31: short circuit on the system side, as during pre-charge. Magnitude: resistance in mOhm.</summary>
    ShortCircuit = 31,

    /// <summary>F32: the load seen by the pre-charge differs. Magnitude: resistance in mOhm.</summary>
    LoadResistance = 32,

    /// <summary>
    /// F33: more capacitance on the system side. Magnitude: per cent of the normal one (200 doubles).
    /// </summary>
    CapacitorBank = 33,

    /// <summary>F34: another source keeps the busbar alive. Magnitude: mV above the battery.</summary>
    LiveBus = 34,

    /// <summary>F35: an input flaps. Target: digital input; magnitude: half period in ms.</summary>
    InputFlapping = 35,

    /// <summary>F36: one glitch on an input. Target: digital input; magnitude: length in ms.</summary>
    InputGlitch = 36,

    /// <summary>
    /// F37: several inputs change in the same tick. Target: bit mask of the inputs that are inverted.
    /// </summary>
    SimultaneousEdges = 37,

    /// <summary>
    /// F38: an over-voltage (4.2 V) arrives in the very tick of a success. Target: cell channel; magnitude: 0 when
    /// the pre-charge reaches its end, 1 when the contactor feedback closes. Time-outs: inject F02 at their tick.
    /// </summary>
    AlarmWithSuccess = 38,

    /// <summary>F41: frames of a battery are lost or refused. Target: battery; magnitude: per cent.</summary>
    FramesLost = 41,

    /// <summary>F51: the controller restarts, and both slots of its retained data are corrupt.</summary>
    RetainedDataCorrupt = 51,

    /// <summary>
    /// F52: one bit of the controller's memory flips. Target: byte of the <c>CoreState</c>; magnitude: bit from there.
    /// </summary>
    MemoryBitFlip = 52,

    /// <summary>
    /// F53: the controller's supply is gone, every output is off; it restarts when the supply returns.
    /// </summary>
    SupplyLost = 53,

    /// <summary>F54: the controller restarts; its retained data are intact.</summary>
    ControllerRestart = 54,

    /// <summary>
    /// F58: the controller gets too little time: one scan in so many ms. Magnitude: distance of the scans in ms.
    /// </summary>
    ScanStarved = 58,

    /// <summary>
    /// F59: digital inputs are not read any more, as when their chip is gone: they keep their value and grow old.
    /// Target: bit mask of the inputs.
    /// </summary>
    InputsLost = 59,
}
