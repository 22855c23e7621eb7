using SafeBms.Core;

namespace SafeBms.Simulation.Adapter;

/// <summary>What faults of the controller itself do: to its memory, its supply and the time that it gets.</summary>
internal sealed class ControllerFaults(FaultSet faults)
{
    private bool _supplied = true;
    private RetainedData _retained;

    /// <summary>
    /// Applies what is due. Returns false if there is no scan in this ms; outputs are then what the lines carry.
    /// </summary>
    public bool Apply(ref CoreState state, ref OutputImage outputs, long tick)
    {
        bool supplied = true;
        bool scan = true;
        ReadOnlySpan<FaultSlot> slots = faults.Slots;
        for (int i = 0; i < slots.Length; i++)
        {
            ref readonly FaultSlot slot = ref slots[i];
            if (!slot.Active)
            {
                continue;
            }

            switch (slot.Id)
            {
                case FaultId.ScanPause: scan = false; break;
                case FaultId.ScanStarved: scan &= (tick - slot.StartTick) % slot.Magnitude == 0; break;
                case FaultId.SupplyLost: supplied = false; break;
                case FaultId.MemoryBitFlip: Flip(ref state, slot.Target, slot.Magnitude); break;
                case FaultId.ControllerRestart:
                    SafetyCore.Retain(state, out _retained);
                    Restart(ref state, ref outputs, retained: true);
                    break;
                case FaultId.RetainedDataCorrupt: Restart(ref state, ref outputs, retained: false); break;
                default: break;
            }
        }

        return Supply(supplied, ref state, ref outputs) && scan;
    }

    // What had been retained when the supply went is there when it returns.
    private bool Supply(bool supplied, ref CoreState state, ref OutputImage outputs)
    {
        if (supplied == _supplied)
        {
            return supplied;
        }

        _supplied = supplied;
        if (!supplied)
        {
            SafetyCore.Retain(state, out _retained);
            Restart(ref state, ref outputs, retained: true);
        }

        return supplied;
    }

    // Until the first scan after it the lines are off.
    private void Restart(ref CoreState state, ref OutputImage outputs, bool retained)
    {
        ParameterSet parameters = state.Parameters;
        state = default;
        RetainedData data = retained ? _retained : default;
        if (!SafetyCore.TryStart(ref state, parameters, data, retained, out string? problem))
        {
            throw new InvalidOperationException($"The controller refuses the parameters that it ran with: {problem}");
        }

        outputs = OutputImage.Safe;
    }

    private static void Flip(ref CoreState state, int first, int bit) =>
        MemoryMap.Bytes(ref state)[Math.Min(first + (bit / 8), MemoryMap.Size_bytes - 1)] ^= (byte)(1 << (bit % 8));
}
