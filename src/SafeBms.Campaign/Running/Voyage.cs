using SafeBms.Core;
using SafeBms.Simulation.Adapter;
using SafeBms.Simulation.Scenarios;

namespace SafeBms.Campaign;

/// <summary>A boat on its way: what has happened so far, and whether something was violated already.</summary>
internal sealed class Voyage
{
    private readonly List<Doing> _done = [];
    private readonly SortedSet<string> _tolerated = new(StringComparer.Ordinal);
    private readonly Func<string, IEnumerable<Doing>, bool> _judges;

    /// <param name="setup">The boat.</param>
    /// <param name="judges">Whether a property is judged, given what happened.</param>
    public Voyage(BoatSetup setup, Func<string, IEnumerable<Doing>, bool> judges)
    {
        Setup = setup;
        _judges = judges;
        Boat = BoatBuilder.Build(setup);
    }

    private Voyage(Voyage other)
        : this(other.Setup, other._judges)
    {
        Become(other);
    }

    public BoatSetup Setup { get; }

    public SimulatedBoat Boat { get; }

    /// <summary>What happened, at its absolute times.</summary>
    public IReadOnlyList<Doing> Done => _done;

    /// <summary>What went wrong on the way; empty if nothing did.</summary>
    public string Problem { get; private set; } = "";

    /// <summary>Ids of the properties that were violated but not judged.</summary>
    public IReadOnlySet<string> Tolerated => _tolerated;

    /// <summary>Number of the next scan.</summary>
    public long Scan => Boat.Scans;

    /// <summary>An independent copy.</summary>
    public Voyage Copy() => new(this);

    /// <summary>Makes this voyage, of an equal boat, what the other one is.</summary>
    public void Become(Voyage other)
    {
        BoatCopy.Copy(other.Boat, Boat);
        _done.Clear();
        _done.AddRange(other._done);
        _tolerated.Clear();
        _tolerated.UnionWith(other._tolerated);
        Problem = other.Problem;
    }

    /// <summary>
    /// Goes on until a condition is true, not before a scan and not later than another. Returns the scan in which it
    /// became true, or -1.
    /// </summary>
    public long Until(string condition, IReadOnlyList<Doing> doings, long notBefore, long latest)
    {
        Condition reached = Condition.Parse(condition, Boat.Names);
        Doing[] coming = BoatBuilder.InOrder(doings);
        int next = 0;
        while (Scan < latest && Problem.Length == 0)
        {
            Happen(coming, ref next);
            Advance(1);
            if (reached.Step(Boat.Names) && Scan > notBefore)
            {
                return Scan - 1;
            }
        }

        return -1;
    }

    /// <summary>Goes on up to just before a scan.</summary>
    public void To(long scan, IReadOnlyList<Doing> doings)
    {
        Doing[] coming = BoatBuilder.InOrder(doings);
        int next = 0;
        while (Scan < scan && Problem.Length == 0)
        {
            Happen(coming, ref next);
            long until = next < coming.Length ? Math.Min(scan, coming[next].At_ms) : scan;
            Advance(Math.Max(1, until - Scan));
        }
    }

    /// <summary>True if a condition holds now (a condition about the present only).</summary>
    public bool Holds(string condition) => Condition.Parse(condition, Boat.Names).Step(Boat.Names);

    private void Happen(Doing[] coming, ref int next)
    {
        while (next < coming.Length && coming[next].At_ms <= Scan)
        {
            Doing doing = coming[next++];
            if (doing.At_ms < Scan)
            {
                continue;
            }

            BoatBuilder.Do(Boat, doing);
            _done.Add(doing);
        }
    }

    private void Advance(long longest_ms)
    {
        if (longest_ms <= 1 || !Boat.IsAtRest || Boat.Leap(longest_ms) == 0)
        {
            Boat.Step();
        }

        if (Boat.AnyViolation)
        {
            NoteViolations();
        }
    }

    private void NoteViolations()
    {
        for (int i = 0; i < PropertyTable.Count; i++)
        {
            string id = PropertyTable.Id(i);
            if (!PropertyTable.IsViolated(Boat.State, i))
            {
                continue;
            }

            if (!_judges(id, _done))
            {
                _tolerated.Add(id);
            }
            else
            {
                Problem = $"on the way, in scan {Scan - 1}, {id} is violated: {PropertyTable.Text(i)}";
            }
        }
    }
}
