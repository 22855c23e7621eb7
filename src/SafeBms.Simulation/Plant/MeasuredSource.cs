namespace SafeBms.Simulation;

/// <summary>Plays a recording: rows are held until the next one, the last one for ever.</summary>
internal sealed class MeasuredSource(MeasuredSeries series, long startTick)
{
    private int _row;

    public long Voltage_uV => series[_row].Voltage_mV * 1000L;

    public long Current_uA(long tick) => tick < startTick ? 0 : series[_row].Current_mA * 1000L;

    public int Soc_permille => series[_row].Soc_permille;

    /// <summary>True when the time of the last row has come.</summary>
    public bool AtEnd => _row == series.Count - 1;

    /// <summary>Tick of the next row.</summary>
    public long Due => _row + 1 < series.Count ? TickOf(_row + 1) : long.MaxValue;

    /// <summary>First tick with recorded current.</summary>
    public long StartTick => startTick;

    public void Update(long tick)
    {
        while (Due <= tick)
        {
            _row++;
        }
    }

    public ulong Hash(ulong hash) => StateHash.Add(hash, _row);

    private long TickOf(int row) => startTick + series[row].Time_ms - series[0].Time_ms;
}
