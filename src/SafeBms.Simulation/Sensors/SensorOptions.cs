namespace SafeBms.Simulation;

/// <summary>
/// How well the sensors measure. Noise is triangular within plus or minus the given amplitude, added before
/// quantisation; a delay is the time between the physical sample and its arrival.
/// </summary>
public sealed record SensorOptions
{
    /// <summary>Noise of a cell voltage in mV.</summary>
    public int CellNoise_mV { get; init; } = 1;

    /// <summary>Noise of a battery temperature in 0.1 degC.</summary>
    public int TemperatureNoise_dC { get; init; } = 1;

    /// <summary>Noise of pack current in mA.</summary>
    public int CurrentNoise_mA { get; init; } = 40;

    /// <summary>Noise of battery and system voltage in mV.</summary>
    public int VoltageNoise_mV { get; init; } = 3;

    /// <summary>Noise of pre-charge current in mA.</summary>
    public int PrechargeNoise_mA { get; init; } = 5;

    /// <summary>Smallest step of the current readings in mA.</summary>
    public int CurrentStep_mA { get; init; } = 20;

    /// <summary>Smallest step of cell and terminal voltages in mV.</summary>
    public int VoltageStep_mV { get; init; } = 1;

    /// <summary>Delay of current and terminal voltages in ms, 0 to 9.</summary>
    public int FastDelay_ms { get; init; } = 2;

    /// <summary>Delay of a battery's frame (cells and temperature) in ms, 0 to 79.</summary>
    public int FrameDelay_ms { get; init; } = 5;

    /// <summary>Sensors without noise; readings then change only when the boat does, which makes leaps long.</summary>
    public static SensorOptions Quiet { get; } = new()
    {
        CellNoise_mV = 0,
        TemperatureNoise_dC = 0,
        CurrentNoise_mA = 0,
        VoltageNoise_mV = 0,
        PrechargeNoise_mA = 0,
    };

    internal void Validate()
    {
        PlantOptions.Range(CellNoise_mV, 0, 1000, nameof(CellNoise_mV));
        PlantOptions.Range(TemperatureNoise_dC, 0, 1000, nameof(TemperatureNoise_dC));
        PlantOptions.Range(CurrentNoise_mA, 0, 100_000, nameof(CurrentNoise_mA));
        PlantOptions.Range(VoltageNoise_mV, 0, 10_000, nameof(VoltageNoise_mV));
        PlantOptions.Range(PrechargeNoise_mA, 0, 10_000, nameof(PrechargeNoise_mA));
        PlantOptions.Range(CurrentStep_mA, 1, 10_000, nameof(CurrentStep_mA));
        PlantOptions.Range(VoltageStep_mV, 1, 1000, nameof(VoltageStep_mV));
        PlantOptions.Range(FastDelay_ms, 0, 9, nameof(FastDelay_ms));
        PlantOptions.Range(FrameDelay_ms, 0, 79, nameof(FrameDelay_ms));
    }
}
