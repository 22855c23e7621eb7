namespace SafeBms.Jitter.Loops;

/// <summary>Stands for the scan in the bare loop: the same work as in bench/jitter/loop.c.</summary>
internal sealed class CellWork : IScanWork
{
    private const int Cells = 160;

    private readonly int[] _cells_mV = new int[Cells];
    private long _scan;

    public CellWork() => Array.Fill(_cells_mV, 3300);

    public long Checksum { get; private set; }

    public void Scan(long deadline_ns)
    {
        int[] cells_mV = _cells_mV;
        long sum = 0;
        int low = int.MaxValue;
        int high = int.MinValue;
        for (int i = 0; i < cells_mV.Length; i++)
        {
            int v = cells_mV[i] + (int)((_scan + i) & 7) - 3;
            v = v is < 2500 or > 3800 ? 3300 : v;
            cells_mV[i] = v;
            low = Math.Min(low, v);
            high = Math.Max(high, v);
            sum += v;
        }

        _scan++;
        Checksum += sum + high - low;
    }

    public void Between()
    {
    }
}
