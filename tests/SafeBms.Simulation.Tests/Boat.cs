namespace SafeBms.Simulation.Tests;

/// <summary>Short ways to build a boat and to let time pass.</summary>
internal static class Boat
{
    public static PlantCommands Nothing => default;

    public static readonly PlantCommands Closed = new()
    {
        ContactorCoil = true,
        AllowToCharge = true,
        AllowToDischarge = true,
    };

    public static readonly PlantCommands Precharging = new() { PrechargeRelay = true };

    public static readonly PlantCommands Charging = Closed with { ProgrammableRelay = true };

    public static Plant Quiet(int volt = 12, int parallel = 1, int cells = 4, int noise = 0) => new(new PlantOptions
    {
        SystemVoltage_V = volt,
        ParallelStrings = parallel,
        CellsPerBattery = cells,
        Sensors = noise == 0 ? SensorOptions.Quiet : new SensorOptions(),
    });

    public static void Run(this Plant plant, PlantCommands commands, long duration_ms)
    {
        for (long i = 0; i < duration_ms; i++)
        {
            plant.Step(commands);
        }
    }

    /// <summary>Pre-charges and closes, as a controller would.</summary>
    public static Plant ClosedUp(this Plant plant)
    {
        plant.Run(Precharging, 2000);
        plant.Run(Closed with { PrechargeRelay = true }, 100);
        plant.Run(Closed, 400);
        return plant;
    }
}
