namespace SafeBms.Simulation;

/// <summary>Which target and magnitude a fault can have.</summary>
internal static class FaultRules
{
    /// <summary>True if the fault alters what one analogue channel delivers.</summary>
    public static bool HasChannel(FaultId id) => id
        is FaultId.SensorStuckAtLast or FaultId.SensorStuckAtValue or FaultId.SensorOffset
        or FaultId.SensorNoiseBurst or FaultId.BadNumber or FaultId.TemperatureSensorWire
        or FaultId.CurrentSignFlip or FaultId.ShuntLost or FaultId.AlarmWithSuccess;

    /// <summary>Throws if the boat has no such place or the fault no such magnitude.</summary>
    public static void Check(FaultId id, int target, int magnitude, int batteries, int cells)
    {
        if (!Enum.IsDefined(id))
        {
            throw new ArgumentException($"There is no fault {(int)id}: F01 to F12 and F22 to F38 exist.", nameof(id));
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
            FaultId.BatteryMissing => target >= 0 && target < batteries ? null : $"a battery, 0 to {batteries - 1}",
            FaultId.PermitRelayStuckClosed => target is 0 or 1 ? null : "0 (allow-to-charge) or 1 (allow-to-discharge)",
            FaultId.FeedbackStuck or FaultId.InputFlapping or FaultId.InputGlitch =>
                Enum.IsDefined((DigitalInput)target) ? null : "a digital input, 0 to 14",
            FaultId.SimultaneousEdges => target > 0 && target < 1 << 15 ? null : "a mask of the 15 digital inputs",
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
