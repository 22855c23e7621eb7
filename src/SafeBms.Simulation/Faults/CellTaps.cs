namespace SafeBms.Simulation;

/// <summary>What wrong wiring of the cell taps (F05, F06) does to the voltages of one battery.</summary>
internal static class CellTaps
{
    /// <summary>Alters the true voltages to what the measuring circuit sees.</summary>
    public static void Apply(FaultSet faults, int battery, Span<int> cells_mV)
    {
        foreach (ref readonly FaultSlot slot in faults.Slots)
        {
            if (!slot.Active || slot.Id is not (FaultId.OpenCellTap or FaultId.SwappedCellTaps))
            {
                continue;
            }

            int index = slot.Target - Channel.FirstCell;
            int cell = index % PlantOptions.MaxCellsPerBattery;
            if (index / PlantOptions.MaxCellsPerBattery != battery)
            {
                continue;
            }

            if (slot.Id == FaultId.OpenCellTap)
            {
                Open(cells_mV, cell);
            }
            else
            {
                Swap(cells_mV, cell);
            }
        }
    }

    // The floating tap is pulled to the one below: the cell reads nothing and the next one reads both.
    private static void Open(Span<int> cells_mV, int cell)
    {
        if (cell + 1 < cells_mV.Length)
        {
            cells_mV[cell + 1] += cells_mV[cell];
        }

        cells_mV[cell] = 0;
    }

    // Taps above cell and cell + 1 exchanged: differences of neighbouring taps are a+b, -b, b+c.
    private static void Swap(Span<int> cells_mV, int cell)
    {
        if (cell + 1 >= cells_mV.Length)
        {
            cells_mV[cell] = -cells_mV[cell];
            return;
        }

        int upper_mV = cells_mV[cell + 1];
        cells_mV[cell] += upper_mV;
        cells_mV[cell + 1] = -upper_mV;
        if (cell + 2 < cells_mV.Length)
        {
            cells_mV[cell + 2] += upper_mV;
        }
    }
}
