using SafeBms.Simulation.Adapter;

namespace SafeBms.Simulation;

/// <summary>Which target and magnitude a fault can have.</summary>
internal static class FaultRules
{
    private static readonly int DigitalInputs = Enum.GetValues<DigitalInput>().Length;

    /// <summary>True if the fault alters what one analogue channel delivers.</summary>
    public static bool HasChannel(FaultId id) => id
        is FaultId.SensorStuckAtLast or FaultId.SensorStuckAtValue or FaultId.SensorOffset
        or FaultId.SensorNoiseBurst or FaultId.BadNumber or FaultId.TemperatureSensorWire
        or FaultId.CurrentSignFlip or FaultId.ShuntLost or FaultId.AlarmWithSuccess;

    /// <summary>True if the fault is one of the controller and its scans, not of the boat.</summary>
    public static bool IsOfController(FaultId id) => id
        is FaultId.ScanPause or FaultId.RetainedDataCorrupt or FaultId.MemoryBitFlip or FaultId.SupplyLost
        or FaultId.ControllerRestart or FaultId.ScanStarved or FaultId.InputsLost;

    /// <summary>True if the fault happens in one tick and is over.</summary>
    public static bool IsMomentary(FaultId id) => id
        is FaultId.RetainedDataCorrupt or FaultId.MemoryBitFlip or FaultId.ControllerRestart;

    /// <summary>Throws if the boat has no such place or the fault no such magnitude.</summary>
    public static void Check(FaultId id, int target, int magnitude, int batteries, int cells)
    {
        if (!Enum.IsDefined(id))
        {
            throw new ArgumentException(
                $"There is no fault {(int)id}: F01 to F12, F14, F22 to F38, F41, F51 to F54, F58 and F59 exist.",
                nameof(id));
        }

        CheckTarget(id, target, batteries, cells);
        CheckMagnitude(id, magnitude);
    }

    private static void CheckTarget(FaultId id, int target, int batteries, int cells)
    {
        string? wanted = id switch
        {
            FaultId.TemperatureSensorWire => IsTemperature(target, batteries)
                ? null : $"the temperature channel of one of the {batteries} batteries",
            FaultId.OpenCellTap or FaultId.SwappedCellTaps or FaultId.AlarmWithSuccess =>
                IsCell(target, batteries, cells)
                    ? null : $"the channel of one of {cells} cells of {batteries} batteries",
            FaultId.CurrentSignFlip or FaultId.ShuntLost => target is Channel.PackCurrent or Channel.RedundantCurrent
                ? null : "pack current (0) or redundant current (1)",
            FaultId.BatteryMissing or FaultId.FramesLost => target >= 0 && target < batteries
                ? null : $"a battery, 0 to {batteries - 1}",
            FaultId.PermitRelayStuckClosed => target is 0 or 1 ? null : "0 (allow-to-charge) or 1 (allow-to-discharge)",
            FaultId.FeedbackStuck or FaultId.InputFlapping or FaultId.InputGlitch =>
                Enum.IsDefined((DigitalInput)target) ? null : $"a digital input, 0 to {DigitalInputs - 1}",
            FaultId.SimultaneousEdges or FaultId.InputsLost =>
                target > 0 && target < 1 << DigitalInputs ? null : $"a mask of the {DigitalInputs} digital inputs",
            FaultId.MemoryBitFlip => target >= 0 && target < MemoryMap.Size_bytes
                ? null : $"a byte of the controller's memory, 0 to {MemoryMap.Size_bytes - 1}",
            _ when HasChannel(id) => target is >= 0 and <= Channel.StateOfCharge || IsTemperature(target, batteries)
                || IsCell(target, batteries, cells) ? null : "a channel of this boat",
            _ => target == 0 ? null : "0: there is only one",
        };
        if (wanted is not null)
        {
            throw new ArgumentException($"{id} cannot have target {target}; it must be {wanted}.", nameof(target));
        }
    }

    private static void CheckMagnitude(FaultId id, int magnitude)
    {
        (int minimum, int maximum) = id switch
        {
            FaultId.BadNumber => (0, 2),
            FaultId.FramesLost => (0, 100),
            FaultId.ScanStarved => (1, 1000),
            FaultId.MemoryBitFlip => (0, 63),
            FaultId.TemperatureSensorWire or FaultId.FeedbackStuck or FaultId.AlarmWithSuccess => (0, 1),
            FaultId.ContactorSlowRelease => (0, 60_000),
            FaultId.FeedbackBounce => (0, 1000),
            FaultId.ShortCircuit or FaultId.LoadResistance => (1, 100_000_000),
            FaultId.CapacitorBank => (10, 500),
            FaultId.LiveBus => (0, 100_000),
            FaultId.InputFlapping or FaultId.InputGlitch => (1, 1_000_000),
            FaultId.SensorNoiseBurst => (0, 100_000_000),
            _ => (int.MinValue, int.MaxValue),
        };
        if (magnitude < minimum || magnitude > maximum)
        {
            throw new ArgumentException(
                $"{id} cannot have magnitude {magnitude}; possible are {minimum} to {maximum}.", nameof(magnitude));
        }
    }

    private static bool IsCell(int channel, int batteries, int cells)
    {
        int index = channel - Channel.FirstCell;
        return index >= 0 && index / PlantOptions.MaxCellsPerBattery < batteries
            && index % PlantOptions.MaxCellsPerBattery < cells;
    }

    private static bool IsTemperature(int channel, int batteries) =>
        channel >= Channel.FirstTemperature && channel < Channel.FirstTemperature + batteries;
}
