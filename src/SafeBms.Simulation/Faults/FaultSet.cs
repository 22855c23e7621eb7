namespace SafeBms.Simulation;

/// <summary>One injected fault.</summary>
internal struct FaultSlot
{
    public FaultId Id;
    public int Target;
    public int Magnitude;
    public int Rate;
    public long StartTick;
    public long EndTick;
    public bool Used;
    public bool Active;
    public bool Fired;
}

/// <summary>
/// The faults of the boat: injected now or at a later tick, for a while or until removed, up to
/// <see cref="Capacity"/> at the same time. Nothing here allocates after construction.
/// </summary>
public sealed class FaultSet
{
    /// <summary>Most faults that can be scheduled or active at the same time.</summary>
    public const int Capacity = 64;

    private readonly FaultSlot[] _slots = new FaultSlot[Capacity];
    private readonly ChangeMark _mark;
    private readonly bool[] _channelFaulty = new bool[Channel.Count];
    private readonly int _batteries;
    private readonly int _cells;
    private int _used;
    private int _ofController;

    internal FaultSet(ChangeMark mark, int batteries, int cells)
    {
        _mark = mark;
        _batteries = batteries;
        _cells = cells;
    }

    /// <summary>Tick of the plant, kept by it.</summary>
    internal long Tick { get; set; }

    /// <summary>Next tick at which a fault begins, ends or toggles.</summary>
    internal long Due { get; private set; } = long.MaxValue;

    /// <summary>Checks that <see cref="Inject"/> would accept a fault, without injecting it.</summary>
    /// <exception cref="ArgumentException">It would not; the message says what is possible.</exception>
    public void Check(FaultId id, int target = 0, int magnitude = 0) =>
        FaultRules.Check(id, target, magnitude, _batteries, _cells);

    /// <summary>Injects a fault.</summary>
    /// <param name="id">What goes wrong.</param>
    /// <param name="target">Where, see <see cref="FaultId"/>.</param>
    /// <param name="magnitude">How much, see <see cref="FaultId"/>.</param>
    /// <param name="after_ms">Begins that many ms after the next tick.</param>
    /// <param name="duration_ms">Lasts that long; 0 until removed.</param>
    /// <param name="rate">Drift a second of <see cref="FaultId.SensorOffset"/>.</param>
    /// <exception cref="ArgumentException">There is no such fault there; the message says what is possible.</exception>
    /// <exception cref="InvalidOperationException">More than <see cref="Capacity"/> faults.</exception>
    public void Inject(
        FaultId id, int target = 0, int magnitude = 0, long after_ms = 0, long duration_ms = 0, int rate = 0)
    {
        FaultRules.Check(id, target, magnitude, _batteries, _cells);
        ArgumentOutOfRangeException.ThrowIfNegative(after_ms);
        ArgumentOutOfRangeException.ThrowIfNegative(duration_ms);
        int index = 0;
        while (index < _used && _slots[index].Used)
        {
            index++;
        }

        if (index == Capacity)
        {
            throw new InvalidOperationException($"More than {Capacity} faults at the same time: remove some first.");
        }

        long start = Tick + 1 + after_ms;
        long length = id == FaultId.InputGlitch ? magnitude : FaultRules.IsMomentary(id) ? 1 : duration_ms;
        _used = Math.Max(_used, index + 1);
        _slots[index] = new FaultSlot
        {
            Id = id,
            Target = target,
            Magnitude = magnitude,
            Rate = rate,
            StartTick = start,
            EndTick = length == 0 ? long.MaxValue : start + length,
            Used = true,
        };
        Due = Math.Min(Due, start);
        _ofController += FaultRules.IsOfController(id) ? 1 : 0;
        _mark.IsSet = true;
    }

    /// <summary>
    /// Removes a fault, begun or not; the boat recovers at the next tick. Returns whether there was one.
    /// </summary>
    public bool Remove(FaultId id, int target = 0)
    {
        bool found = false;
        for (int i = 0; i < _used; i++)
        {
            if (_slots[i].Used && _slots[i].Id == id && _slots[i].Target == target)
            {
                _slots[i].EndTick = Tick + 1;
                found = true;
            }
        }

        Due = found ? Tick + 1 : Due;
        _mark.IsSet |= found;
        return found;
    }

    /// <summary>True while the fault acts (on any target if <paramref name="target"/> is null).</summary>
    public bool IsActive(FaultId id, int? target = null) => Find(id, target) >= 0;

    /// <summary>True while a fault of the controller itself acts or is to come: then every ms must be looked at.
    /// </summary>
    internal bool ConcernController => _ofController > 0;

    internal ReadOnlySpan<FaultSlot> Slots => _slots.AsSpan(0, _used);

    /// <summary>Magnitude of an active fault, or the fallback.</summary>
    internal int Magnitude(FaultId id, int fallback)
    {
        int index = Find(id, null);
        return index >= 0 ? _slots[index].Magnitude : fallback;
    }

    internal bool IsFaulty(int channel) => _channelFaulty[channel];

    internal void Fire(int index) => _slots[index].Fired = true;

    /// <summary>Begins and ends what is due. Returns true if the set of active faults changed.</summary>
    internal bool Update()
    {
        if (Due > Tick)
        {
            return false;
        }

        bool changed = false;
        Due = long.MaxValue;
        for (int i = 0; i < _used; i++)
        {
            ref FaultSlot slot = ref _slots[i];
            if (!slot.Used)
            {
                continue;
            }

            bool active = Tick >= slot.StartTick && Tick < slot.EndTick;
            changed |= active != slot.Active;
            slot.Active = active;
            slot.Used = Tick < slot.EndTick;
            _ofController -= !slot.Used && FaultRules.IsOfController(slot.Id) ? 1 : 0;
            if (slot.Used)
            {
                Due = Math.Min(Due, NextDue(in slot));
            }
        }

        if (changed)
        {
            MarkChannels();
        }

        return changed;
    }

    internal ulong Hash(ulong hash)
    {
        for (int i = 0; i < _used; i++)
        {
            hash = StateHash.Add(StateHash.Add(hash, _slots[i].Active), _slots[i].Fired);
        }

        return StateHash.Add(hash, Due);
    }

    private int Find(FaultId id, int? target)
    {
        for (int i = 0; i < _used; i++)
        {
            if (_slots[i].Active && _slots[i].Id == id && (target is null || _slots[i].Target == target))
            {
                return i;
            }
        }

        return -1;
    }

    private long NextDue(in FaultSlot slot)
    {
        if (!slot.Active)
        {
            return slot.StartTick;
        }

        if (slot.Id != FaultId.InputFlapping)
        {
            return slot.EndTick;
        }

        long half = slot.Magnitude;
        return Math.Min(slot.EndTick, slot.StartTick + ((((Tick - slot.StartTick) / half) + 1) * half));
    }

    private void MarkChannels()
    {
        Array.Clear(_channelFaulty);
        for (int i = 0; i < _used; i++)
        {
            ref FaultSlot slot = ref _slots[i];
            if (!slot.Active)
            {
                continue;
            }

            if (slot.Id is FaultId.RedundantPairDisagrees)
            {
                _channelFaulty[Channel.RedundantCurrent] = true;
            }
            else if (FaultRules.HasChannel(slot.Id))
            {
                _channelFaulty[slot.Target] = true;
            }
        }
    }
}
