using SafeBms.Interpreter;
using SafeBms.Proof.Terms;
using SafeBms.Proof.Transition;
using SafeBms.Specification.Model;

namespace SafeBms.Proof.Sampling;

/// <summary>
/// Runs a system scan by scan, and leaps over the time in which nothing but counting happens.
/// </summary>
/// <remarks>
/// A scan is a choice between linear functions, and what chooses are comparisons. Two scans with the same inputs in
/// which all comparisons come out alike do the same to the state: it moves by the same amount in the next scan too, as
/// long as no comparison changes its mind. When the first one does is a division away. So a leap is not an estimate: it
/// ends in the state in which so many single scans end (where two unknowns that change are multiplied, it may not be;
/// what is found here is run again tick by tick anyway). The same goes for what is done in turn in every other scan:
/// two scans together are then what repeats.
/// </remarks>
public sealed class LeapingRun
{
    // Two scans, the two before them, and the state from which these began.
    private const int Remembered = 5;

    private readonly TransitionSystem system;
    private readonly Dictionary<Term, int> places = [];
    private readonly CompiledTerms scan;
    private readonly CompiledTerms start;
    private readonly SystemInputs inputs;
    private readonly string[] conditions;
    private readonly bool[] isEquality;
    private readonly int firstComparison;
    private readonly long[] values;
    private readonly InputReading[] readings;
    private readonly Dictionary<string, int> retained = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> parameterPlaces = new(StringComparer.Ordinal);
    private readonly long[][] history;
    private int scans;
    private int scansInHistory;
    private long[] moved;
    private long[] movedBefore;
    private int scansWithTheseInputs;
    private bool hasBefore;
    private bool foldsAreOld;

    /// <summary>Compiles the system.</summary>
    /// <param name="system">The whole system.</param>
    /// <param name="model">The specification, for the groups of inputs.</param>
    /// <param name="inputNames">Flat names in the order of the readings.</param>
    public LeapingRun(TransitionSystem system, SpecificationModel model, IReadOnlyList<string> inputNames)
    {
        this.system = system;
        foreach (Term variable in OpenLoopRun.VariablesOf(system))
        {
            places.TryAdd(variable, places.Count);
        }

        conditions = [.. system.Conditions.Keys];
        Term[] wanted = [.. system.States.Select(state => state.Next), .. system.Conditions.Values];
        Term[] comparisons = [.. TermWalk.Parts(wanted)
            .Where(part => part.Operation is Operation.AtMostZero or Operation.IsZero)];
        isEquality = [.. comparisons.Select(part => part.Operation == Operation.IsZero)];
        firstComparison = wanted.Length;
        scan = new CompiledTerms(places, [.. wanted, .. comparisons.Select(part => part.Operands[0])]);
        start = new CompiledTerms(places, [.. system.States.Select(state => state.Initial ?? state.Variable)]);
        inputs = new SystemInputs(system, model, inputNames, places);
        values = new long[places.Count];
        readings = new InputReading[inputNames.Count];
        history = Histories(firstComparison + comparisons.Length);
        moved = new long[system.States.Count];
        movedBefore = new long[system.States.Count];
        foreach (FreeVariable parameter in system.Parameters)
        {
            parameterPlaces[parameter.Variable.Name["parameter.".Length..]] = places[parameter.Variable];
        }

        for (int index = 0; index < system.States.Count; index++)
        {
            if (system.States[index] is { Initial: null } state)
            {
                retained[state.Name.Replace(".variable.", ".", StringComparison.Ordinal)] = index;
            }
        }
    }

    private LeapingRun(LeapingRun other, SpecificationModel model, IReadOnlyList<string> inputNames)
    {
        (system, places, conditions) = (other.system, other.places, other.conditions);
        (isEquality, firstComparison) = (other.isEquality, other.firstComparison);
        (scan, start, retained, parameterPlaces) = (other.scan, other.start, other.retained, other.parameterPlaces);
        inputs = new SystemInputs(system, model, inputNames, places);
        values = new long[other.values.Length];
        readings = new InputReading[other.readings.Length];
        history = Histories(other.history[0].Length);
        moved = new long[other.moved.Length];
        movedBefore = new long[other.movedBefore.Length];
    }

    /// <summary>Another run of the same system; what was compiled is shared.</summary>
    public LeapingRun Another(SpecificationModel model, IReadOnlyList<string> inputNames) =>
        new(this, model, inputNames);

    /// <summary>What is run.</summary>
    public TransitionSystem System => system;

    /// <summary>Ids of the properties, and names of whatever else was asked about.</summary>
    public IReadOnlyList<string> Conditions => conditions;

    /// <summary>Where the variables stand in <see cref="Values"/>, the state variables first and in order.</summary>
    public IReadOnlyDictionary<Term, int> Places => places;

    /// <summary>Present values: the state after the last scan, and the inputs of the next one.</summary>
    public long[] Values => values;

    /// <summary>Readings of the next scan.</summary>
    public IReadOnlyList<InputReading> Readings => readings;

    /// <summary>Whether a comparison came out otherwise in the last scan than in the one before.</summary>
    public bool IsEventful { get; private set; }

    /// <summary>Power-on.</summary>
    /// <param name="parameterValue">Value of each parameter.</param>
    /// <param name="kept">What survived, by flat name; null for nothing.</param>
    public void Start(Func<string, long> parameterValue, IReadOnlyDictionary<string, long>? kept)
    {
        Array.Clear(values);
        Array.Clear(readings);
        foreach ((string name, int place) in parameterPlaces)
        {
            values[place] = parameterValue(name);
        }

        foreach ((string name, int place) in retained)
        {
            values[place] = kept?.GetValueOrDefault(name) ?? 0;
        }

        start.Run(values, Results(0));
        Array.Copy(Results(0), values, system.States.Count);
        inputs.Start(name => parameterValue(name));
        inputs.SetAll(readings, values);
        foldsAreOld = false;
        hasBefore = false;
        scansWithTheseInputs = 0;
        scansInHistory = 0;
    }

    /// <summary>Goes on from elsewhere.</summary>
    /// <param name="otherValues">As <see cref="Values"/> once were.</param>
    /// <param name="otherReadings">As <see cref="Readings"/> were then.</param>
    public void Restore(long[] otherValues, InputReading[] otherReadings)
    {
        Array.Copy(otherValues, values, values.Length);
        Array.Copy(otherReadings, readings, readings.Length);
        inputs.Start(name => Parameter(name));
        foldsAreOld = true;
        hasBefore = false;
        scansWithTheseInputs = 0;
        scansInHistory = 0;
    }

    /// <summary>Whether what survives under this name is part of the system; the shutdown machine's is not.</summary>
    public bool Remembers(string name) => retained.ContainsKey(name);

    /// <summary>A parameter as it was started with; null if it is a constant of the product.</summary>
    public long? Parameter(string name) => parameterPlaces.TryGetValue(name, out int place) ? values[place] : null;

    /// <summary>Whether a condition held in the last scan.</summary>
    /// <param name="condition">Index in <see cref="Conditions"/>.</param>
    public bool Holds(int condition) => Results(0)[system.States.Count + condition] != 0;

    /// <summary>An input for the next scans.</summary>
    public void SetInput(int input, InputReading reading)
    {
        readings[input] = reading;
        foldsAreOld |= !inputs.Set(input, reading, values);
        scansWithTheseInputs = 0;
        scansInHistory = 0;
    }

    /// <summary>An input for the next scan, to see what would be; to be set back before anything is run.</summary>
    public void Try(int input, InputReading reading)
    {
        readings[input] = reading;
        if (!inputs.Set(input, reading, values))
        {
            inputs.Fold(readings, values);
        }
    }

    /// <summary>One scan and, if nothing else happens, as many more of the same as it takes until something
    /// would.</summary>
    /// <param name="most">Scans, at most; at least 1.</param>
    /// <returns>How many it was.</returns>
    public long Step(long most)
    {
        if (foldsAreOld)
        {
            inputs.Fold(readings, values);
            foldsAreOld = false;
        }

        scans++;
        long[] results = Results(0);
        (moved, movedBefore) = (movedBefore, moved);
        scan.Run(values, results);
        for (int index = 0; index < moved.Length; index++)
        {
            moved[index] = results[index] - values[index];
        }

        Array.Copy(results, values, moved.Length);
        scansWithTheseInputs++;
        scansInHistory++;
        bool isAlike = hasBefore && AreDecidedAlike(0, 1);
        hasBefore = true;
        bool isInTurn = !isAlike && scansInHistory >= Remembered && AreDecidedAlike(0, 2)
            && AreDecidedAlike(1, 3);
        IsEventful = !isAlike && !isInTurn;
        if (most > 1 && isAlike && scansWithTheseInputs > 1 && moved.AsSpan().SequenceEqual(movedBefore))
        {
            return 1 + Leap(most - 1);
        }

        return 1 + (most > 2 && isInTurn && MovesAlikeInTurn() ? LeapInTurn((most - 1) / 2) : 0);
    }

    // Results of so many scans ago.
    private long[] Results(int ago) => history[(scans - ago + Remembered) % Remembered];

    private static long[][] Histories(int length) => [.. Enumerable.Range(0, Remembered).Select(_ => new long[length])];

    private bool AreDecidedAlike(int ago, int other)
    {
        long[] one = Results(ago);
        long[] another = Results(other);
        for (int index = 0; index < isEquality.Length; index++)
        {
            long now = one[firstComparison + index];
            long last = another[firstComparison + index];
            if (isEquality[index] ? (now == 0) != (last == 0) : (now <= 0) != (last <= 0))
            {
                return false;
            }
        }

        return true;
    }

    // Two scans move the state as the two before them.
    private bool MovesAlikeInTurn()
    {
        (long[] now, long[] middle, long[] first) = (Results(0), Results(2), Results(4));
        for (int index = 0; index < moved.Length; index++)
        {
            if (now[index] - middle[index] != middle[index] - first[index])
            {
                return false;
            }
        }

        return true;
    }

    // So many times two scans.
    private long LeapInTurn(long most)
    {
        foreach (int ago in new[] { 0, 1 })
        {
            (long[] results, long[] before) = (Results(ago), Results(ago + 2));
            for (int index = 0; index < isEquality.Length && most > 0; index++)
            {
                most = Math.Min(most, Unchanged(results, before, index));
            }
        }

        (long[] state, long[] earlier) = (Results(0), Results(2));
        for (int index = 0; index < moved.Length; index++)
        {
            values[index] += (state[index] - earlier[index]) * most;
        }

        // What is remembered is further back now.
        scansInHistory = 0;
        return 2 * most;
    }

    private long Unchanged(long[] results, long[] before, int index)
    {
        long now = results[firstComparison + index];
        long slope = now - before[firstComparison + index];
        return slope == 0 ? long.MaxValue : isEquality[index] ? UntilEqual(now, slope) : UntilOtherwise(now, slope);
    }

    private long Leap(long most)
    {
        (long[] results, long[] before) = (Results(0), Results(1));
        for (int index = 0; index < isEquality.Length && most > 0; index++)
        {
            long now = results[firstComparison + index];
            long slope = now - before[firstComparison + index];
            if (slope != 0)
            {
                most = Math.Min(most, isEquality[index] ? UntilEqual(now, slope) : UntilOtherwise(now, slope));
            }
        }

        for (int index = 0; index < moved.Length; index++)
        {
            values[index] += moved[index] * most;
        }

        for (int index = firstComparison; index < results.Length; index++)
        {
            (results[index], before[index]) =
                (results[index] + ((results[index] - before[index]) * most), before[index]
                    + ((results[index] - before[index]) * most));
        }

        scansInHistory = most > 0 ? 0 : scansInHistory;
        return most;
    }

    // How many more scans decide "at most 0" as it is decided now.
    private static long UntilOtherwise(long now, long slope) => now <= 0
        ? slope > 0 ? -now / slope : long.MaxValue
        : slope < 0 ? (now - 1) / -slope : long.MaxValue;

    // How many more scans decide "is 0" as it is decided now.
    private static long UntilEqual(long now, long slope) => now == 0
        ? 0
        : Math.Sign(now) == Math.Sign(slope) || now % slope != 0 ? long.MaxValue : (-now / slope) - 1;
}
