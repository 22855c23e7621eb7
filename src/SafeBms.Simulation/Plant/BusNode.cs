namespace SafeBms.Simulation;

/// <summary>One connection to the system busbar; currents are positive into the busbar.</summary>
internal struct Branch
{
    /// <summary>Conductance of the linear part in uS.</summary>
    public long Conductance_uS;

    /// <summary>Busbar voltage at which the linear part carries nothing, in uV.</summary>
    public long Source_uV;

    /// <summary>Least current in uA.</summary>
    public long Minimum_uA;

    /// <summary>Most current in uA.</summary>
    public long Maximum_uA;

    /// <summary>Current of the last step in uA.</summary>
    public long Current_uA;

    /// <summary>-1 at the minimum, 0 linear, +1 at the maximum.</summary>
    public int Region;

    /// <summary>Current at a busbar voltage in uA.</summary>
    public readonly long At(long bus_uV) =>
        Math.Clamp(Conductance_uS * (Source_uV - bus_uV) / 1_000_000, Minimum_uA, Maximum_uA);

    /// <summary>Region at a busbar voltage.</summary>
    public readonly int RegionAt(long bus_uV)
    {
        long linear_uA = Conductance_uS * (Source_uV - bus_uV) / 1_000_000;
        return linear_uA < Minimum_uA ? -1 : linear_uA > Maximum_uA ? 1 : 0;
    }
}

/// <summary>
/// The busbar on the system side: a capacitance with clamped linear branches. One step is backward Euler with
/// 1 ms, which is stable for any conductance; the currents into the node add up to the capacitor's exactly,
/// because the stiffest branch takes what the others leave.
/// </summary>
internal sealed class BusNode
{
    /// <summary>Stands for "no limit" without coming near an overflow: 100 kA.</summary>
    public const long Unlimited_uA = 100_000_000_000L;

    /// <summary>No busbar rises above 500 V; keeps products of conductance and voltage within 63 bits.</summary>
    public const long Highest_uV = 500_000_000;

    private const int NewtonSteps = 12;
    private readonly Branch[] _branches;
    private long _stepConductance_uS;

    public BusNode(int branches) => _branches = new Branch[branches];

    /// <summary>Voltage of the busbar in uV.</summary>
    public long Voltage_uV { get; set; }

    /// <summary>True if the next step would change nothing.</summary>
    public bool Settled { get; private set; }

    /// <summary>Current into the capacitance in the last step, in uA.</summary>
    public long Capacitor_uA { get; private set; }

    /// <summary>Sets the capacitance.</summary>
    public void SetCapacitance(long capacitance_uF)
    {
        _stepConductance_uS = capacitance_uF * 1000;
        Settled = false;
    }

    /// <summary>Describes a branch anew; nothing happens if it is as it was.</summary>
    public void Set(int index, long conductance_uS, long source_uV, long minimum_uA, long maximum_uA)
    {
        ref Branch branch = ref _branches[index];
        if (branch.Conductance_uS == conductance_uS && branch.Source_uV == source_uV
            && branch.Minimum_uA == minimum_uA && branch.Maximum_uA == maximum_uA)
        {
            return;
        }

        branch.Conductance_uS = conductance_uS;
        branch.Source_uV = source_uV;
        branch.Minimum_uA = minimum_uA;
        branch.Maximum_uA = maximum_uA;
        Settled = false;
    }

    /// <summary>Takes a branch away.</summary>
    public void Clear(int index) => Set(index, 0, 0, 0, 0);

    /// <summary>Current of a branch in the last step, in uA.</summary>
    public long Current_uA(int index) => _branches[index].Current_uA;

    /// <summary>Advances 1 ms.</summary>
    /// <param name="closing">The branch that takes the rounding rest, or -1 if all branches are weak.</param>
    public void Step(int closing)
    {
        long before_uV = Voltage_uV;
        if (!Newton(before_uV, out long after_uV))
        {
            after_uV = Bisect(before_uV);
        }

        Voltage_uV = after_uV;
        Capacitor_uA = (after_uV - before_uV) * _stepConductance_uS / 1_000_000;
        long sum_uA = 0;
        for (int i = 0; i < _branches.Length; i++)
        {
            ref Branch branch = ref _branches[i];
            branch.Region = branch.RegionAt(after_uV);
            branch.Current_uA = branch.At(after_uV);
            sum_uA += branch.Current_uA;
        }

        if (closing >= 0)
        {
            _branches[closing].Current_uA += Capacitor_uA - sum_uA;
        }

        Settled = after_uV == before_uV;
    }

    /// <summary>Holds the busbar at a voltage, as a recording does; branch currents are not defined then.</summary>
    public void Hold(long voltage_uV)
    {
        Voltage_uV = voltage_uV;
        Capacitor_uA = 0;
        Settled = true;
    }

    /// <summary>The voltage must be worked out anew in the next tick.</summary>
    public void Disturb() => Settled = false;

    /// <summary>Mixes the state into a running hash.</summary>
    public ulong Hash(ulong hash)
    {
        hash = StateHash.Add(hash, Voltage_uV);
        for (int i = 0; i < _branches.Length; i++)
        {
            hash = StateHash.Add(hash, _branches[i].Current_uA);
            hash = StateHash.Add(hash, _branches[i].Region);
        }

        return hash;
    }

    private bool Newton(long before_uV, out long after_uV)
    {
        after_uV = before_uV;
        for (int round = 0; round < NewtonSteps; round++)
        {
            long conductance = _stepConductance_uS;
            long charge = _stepConductance_uS * before_uV;
            for (int i = 0; i < _branches.Length; i++)
            {
                ref Branch branch = ref _branches[i];
                if (branch.Region == 0)
                {
                    conductance += branch.Conductance_uS;
                    charge += branch.Conductance_uS * branch.Source_uV;
                }
                else
                {
                    charge += (branch.Region < 0 ? branch.Minimum_uA : branch.Maximum_uA) * 1_000_000;
                }
            }

            after_uV = Math.Clamp((charge + (conductance / 2)) / conductance, 0, Highest_uV);
            bool changed = false;
            for (int i = 0; i < _branches.Length; i++)
            {
                ref Branch branch = ref _branches[i];
                int region = branch.RegionAt(after_uV);
                changed |= region != branch.Region;
                branch.Region = region;
            }

            if (!changed)
            {
                return true;
            }
        }

        return false;
    }

    // Newton on a curve with kinks can run in a circle; the sum of currents falls with the voltage, so halving
    // the interval always ends.
    private long Bisect(long before_uV)
    {
        long low = 0;
        long high = Highest_uV;
        while (low < high)
        {
            long middle = (low + high) / 2;
            long sum_uA = -((middle - before_uV) * _stepConductance_uS / 1_000_000);
            for (int i = 0; i < _branches.Length; i++)
            {
                sum_uA += _branches[i].At(middle);
            }

            if (sum_uA > 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
