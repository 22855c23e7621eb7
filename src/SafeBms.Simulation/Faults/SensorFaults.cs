namespace SafeBms.Simulation;

/// <summary>What faults make of analogue samples and digital inputs.</summary>
internal static class SensorFaults
{
    /// <summary>Stands for a sample that the border refuses: not a number, or not there.</summary>
    public const int Rejected = int.MinValue;

    /// <summary>Cell voltage of F38 in mV.</summary>
    public const int AlarmVoltage_mV = 4200;

    /// <summary>Applies all active faults of a channel to a sample, in the order of injection.</summary>
    public static int Worsen(
        FaultSet faults, ulong seed, SensorReadings readings, int channel, int value, long tick)
    {
        ReadOnlySpan<FaultSlot> slots = faults.Slots;
        for (int i = 0; i < slots.Length; i++)
        {
            ref readonly FaultSlot slot = ref slots[i];
            if (!slot.Active || (slot.Target != channel && slot.Id != FaultId.RedundantPairDisagrees))
            {
                continue;
            }

            switch (slot.Id)
            {
                case FaultId.SensorStuckAtLast: return readings[channel].Value;
                case FaultId.SensorStuckAtValue: return slot.Magnitude;
                case FaultId.SensorOffset:
                    value = Saturate(value + slot.Magnitude + (slot.Rate * (tick - slot.StartTick) / 1000));
                    break;
                case FaultId.SensorNoiseBurst:
                    value += Triangular(SplitMix64.Noise(~seed, channel, tick), slot.Magnitude);
                    break;
                case FaultId.BadNumber when slot.Magnitude == 2: value = -Math.Abs(value); break;
                case FaultId.BadNumber or FaultId.ShuntLost: return Rejected;
                case FaultId.TemperatureSensorWire: return slot.Magnitude == 0 ? 1500 : -600;
                case FaultId.CurrentSignFlip: value = -value; break;
                case FaultId.RedundantPairDisagrees when channel == Channel.RedundantCurrent:
                    value = Saturate((long)value + slot.Magnitude);
                    break;
                case FaultId.AlarmWithSuccess when slot.Fired: return AlarmVoltage_mV;
                default: break;
            }
        }

        return value;
    }

    /// <summary>Applies all active faults of digital inputs.</summary>
    public static uint AlterDigital(FaultSet faults, uint levels, long tick)
    {
        foreach (ref readonly FaultSlot slot in faults.Slots)
        {
            if (!slot.Active)
            {
                continue;
            }

            switch (slot.Id)
            {
                case FaultId.FeedbackStuck:
                    levels = (levels & ~(1u << slot.Target)) | ((uint)slot.Magnitude << slot.Target);
                    break;
                case FaultId.InputFlapping when (tick - slot.StartTick) / slot.Magnitude % 2 == 0:
                case FaultId.InputGlitch:
                    levels ^= 1u << slot.Target;
                    break;
                case FaultId.SimultaneousEdges:
                    levels ^= (uint)slot.Target;
                    break;
                default: break;
            }
        }

        return levels;
    }

    /// <summary>The digital inputs that are not read any more (F59).</summary>
    public static uint LostDigital(FaultSet faults)
    {
        uint lost = 0;
        foreach (ref readonly FaultSlot slot in faults.Slots)
        {
            lost |= slot.Active && slot.Id == FaultId.InputsLost ? (uint)slot.Target : 0;
        }

        return lost;
    }

    /// <summary>True if a frame of a battery does not arrive whole (F41).</summary>
    public static bool IsLost(FaultSet faults, ulong seed, int battery, long tick)
    {
        bool lost = false;
        foreach (ref readonly FaultSlot slot in faults.Slots)
        {
            lost |= slot.Active && slot.Id == FaultId.FramesLost && slot.Target == battery
                && (long)(SplitMix64.Noise(~seed, Channel.Temperature(battery), tick) % 100) < slot.Magnitude;
        }

        return lost;
    }

    /// <summary>Noise with a triangular distribution.</summary>
    public static int Triangular(ulong bits, int amplitude)
    {
        long sum = (long)(bits & 0xFFFFF) + (long)((bits >> 20) & 0xFFFFF);
        return (int)(((sum - 0xFFFFF) * amplitude) / 0xFFFFF);
    }

    /// <summary>Limits to what a reading can hold and is not <see cref="Rejected"/>.</summary>
    public static int Saturate(long value) => (int)Math.Clamp(value, int.MinValue + 1, int.MaxValue);
}
