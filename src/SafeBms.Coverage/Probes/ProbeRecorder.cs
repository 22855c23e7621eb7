using SafeBms.Generator.Emit.Probes;

namespace SafeBms.Coverage.Probes;

/// <summary>Something that a probe reported for the first time.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Id">Decision, boundary, or machine.</param>
/// <param name="Detail">Mask, side of the bound (-1, 0, 1), leaf id, or transition with the one before it times 2^32.
/// </param>
public readonly record struct Sighting(SightingKind Kind, int Id, ulong Detail);

/// <summary>Kinds of sightings.</summary>
public enum SightingKind
{
    /// <summary>A combination of the conditions of a decision.</summary>
    Decision,

    /// <summary>A clock beside its bound: 0 one before, 1 at, 2 one after.</summary>
    Boundary,

    /// <summary>A state.</summary>
    State,

    /// <summary>A transition after another one (0: the first one).</summary>
    Transition,
}

/// <summary>Keeps what probes report, each thing once. Reporting what is known costs a look into a bit set.</summary>
public sealed class ProbeRecorder
{
    private const int DenseConditions_max = 11;

    private readonly ulong[]?[] dense;
    private readonly HashSet<ulong>[] sparse;
    private readonly ulong[] lastSparse;
    private readonly byte[] boundaries;
    private readonly bool[][] states;
    private readonly HashSet<ulong>[] transitions;
    private readonly List<Sighting> sightings = [];

    /// <summary>Has seen nothing yet.</summary>
    public ProbeRecorder(ProbePlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        Decision[] decisions = [.. plan.Machines.SelectMany(machine => machine.Decisions)];
        dense = [.. decisions.Select(decision => decision.Conditions.Count <= DenseConditions_max
            ? new ulong[Math.Max(1, (2 << decision.Conditions.Count) / 64)] : null)];
        sparse = [.. decisions.Select(_ => new HashSet<ulong>())];
        lastSparse = new ulong[decisions.Length];
        Array.Fill(lastSparse, ulong.MaxValue);
        boundaries = new byte[plan.Machines.Sum(machine => machine.Boundaries.Count)];
        states = [.. plan.Machines.Select(_ => new bool[256])];
        transitions = [.. plan.Machines.Select(_ => new HashSet<ulong>())];
    }

    /// <summary>Everything that was seen, in the order in which it was seen first.</summary>
    public IReadOnlyList<Sighting> Sightings => sightings;

    internal void Decision(int id, ulong mask)
    {
        if (dense[id] is ulong[] bits)
        {
            ulong bit = 1UL << (int)(mask & 63);
            ref ulong word = ref bits[mask >> 6];
            if ((word & bit) == 0)
            {
                word |= bit;
                sightings.Add(new Sighting(SightingKind.Decision, id, mask));
            }
        }
        else if (lastSparse[id] != mask)
        {
            lastSparse[id] = mask;
            if (sparse[id].Add(mask))
            {
                sightings.Add(new Sighting(SightingKind.Decision, id, mask));
            }
        }
    }

    internal void Boundary(int id, long value, long last, long bound, long cap)
    {
        long side = value - bound;
        if (side is < -1 or > 1)
        {
            return;
        }

        // A clock that stops at its bound shows "one after" by standing there for another scan.
        bool stays = side == 0 && last == bound;
        if (stays && cap != bound)
        {
            return;
        }

        int seen = stays ? 2 : (int)side + 1;
        if ((boundaries[id] & (1 << seen)) == 0)
        {
            boundaries[id] |= (byte)(1 << seen);
            sightings.Add(new Sighting(SightingKind.Boundary, id, (ulong)seen));
        }
    }

    internal void Transition(int machine, int transition, int last)
    {
        ulong pair = ((ulong)(uint)last << 32) | (uint)transition;
        if (transitions[machine].Add(pair))
        {
            sightings.Add(new Sighting(SightingKind.Transition, machine, pair));
        }
    }

    internal void State(int machine, int leaf)
    {
        if (!states[machine][leaf & 0xFF])
        {
            states[machine][leaf & 0xFF] = true;
            sightings.Add(new Sighting(SightingKind.State, machine, (ulong)leaf));
        }
    }
}
