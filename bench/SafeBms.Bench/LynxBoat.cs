using SafeBms.Core;
using SafeBms.Simulation;
using SafeBms.Simulation.Adapter;

namespace SafeBms.Bench;

/// <summary>The largest bank of the product: 20 batteries of 8 cells at 24 V, running under load with the alternator on.</summary>
internal static class LynxBoat
{
    /// <summary>Builds the boat and runs it until the contactor has been closed for a while.</summary>
    public static SimulatedBoat Running()
    {
        SimulatedBoat boat = Build();
        for (int step = 0; step < 60_000; step++)
        {
            boat.Step();
        }

        if (!boat.Outputs.ContactorCoil || !boat.Outputs.AllowToCharge || boat.AnyViolation)
        {
            throw new InvalidOperationException("The benchmark's boat does not run: contactor or permit is off after 60 s.");
        }

        return boat;
    }

    /// <summary>The same bank with sensors without noise and a small load, just built.</summary>
    public static SimulatedBoat Resting(bool remoteOn)
    {
        PlantOptions options = new()
        {
            SystemVoltage_V = 24, CellsPerBattery = 8, ParallelStrings = 20, Sensors = SensorOptions.Quiet,
        };
        SimulatedBoat boat = new(options, Parameters());
        boat.Plant.Inputs.RemoteBridged = remoteOn;
        boat.Plant.Loads[0].Value = 2_000;
        boat.Plant.Loads[0].On = true;
        return boat;
    }

    /// <summary>Input images of consecutive scans of a running boat.</summary>
    public static InputImage[] Record(SimulatedBoat boat, int scans)
    {
        InputImage[] images = new InputImage[scans];
        for (int index = 0; index < scans; index++)
        {
            boat.Step();
            images[index] = boat.Inputs;
        }

        return images;
    }

    /// <summary>Parameters of the Lynx Smart BMS 500 for this bank.</summary>
    public static ParameterSet Parameters()
    {
        ParameterSet parameters = Products.LynxSmartBms500();
        Set(ref parameters, "battery_count", 20);
        Set(ref parameters, "cells_per_battery", 8);
        Set(ref parameters, "series_cells", 8);
        Set(ref parameters, "parallel_strings", 20);
        return parameters;
    }

    private static SimulatedBoat Build()
    {
        PlantOptions options = new() { SystemVoltage_V = 24, CellsPerBattery = 8, ParallelStrings = 20 };
        SimulatedBoat boat = new(options, Parameters());
        boat.Plant.Inputs.RemoteBridged = true;
        return boat;
    }

    private static void Set(ref ParameterSet parameters, string name, long value) =>
        ParameterTable.Set(ref parameters, ParameterTable.IndexOf(name), value);
}
