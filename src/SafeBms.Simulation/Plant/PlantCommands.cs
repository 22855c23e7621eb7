namespace SafeBms.Simulation;

/// <summary>
/// What the controller commands in one scan: true means energised. The plant sees coil and relay supplies here,
/// not contacts; what the contacts do is in <see cref="SensorReadings"/>.
/// </summary>
public record struct PlantCommands
{
    /// <summary>Coil of the main contactor.</summary>
    public bool ContactorCoil { get; set; }

    /// <summary>Pre-charge path between battery and system side.</summary>
    public bool PrechargeRelay { get; set; }

    /// <summary>Programmable relay; in alternator mode its contact enables the alternator's regulator.</summary>
    public bool ProgrammableRelay { get; set; }

    /// <summary>Allow-to-charge contact.</summary>
    public bool AllowToCharge { get; set; }

    /// <summary>Allow-to-discharge contact.</summary>
    public bool AllowToDischarge { get; set; }

    /// <summary>AUX output, fed from the battery side of the contactor.</summary>
    public bool Aux { get; set; }

    internal readonly int Pack() =>
        (ContactorCoil ? 1 : 0) | (PrechargeRelay ? 2 : 0) | (ProgrammableRelay ? 4 : 0)
        | (AllowToCharge ? 8 : 0) | (AllowToDischarge ? 16 : 0) | (Aux ? 32 : 0);
}
