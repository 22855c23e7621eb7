using SafeBms.Interpreter;
using SafeBms.Proof.Sampling;

namespace SafeBms.Proof.Counterexamples;

/// <summary>A moment of a run: enough to go on from there, and to repeat the way to it from power-on.</summary>
internal sealed record Moment(
    long[] Values, InputReading[] Readings, long[] OwnUntil, bool[] Outputs,
    IReadOnlyList<(long Scan, int Input, long Value)> Due, long Scans, Step? History, Habits Habits,
    IReadOnlyDictionary<string, long> Parameters, IReadOnlyDictionary<string, long> Retained)
{
    /// <summary>Times at which a run was continued from here.</summary>
    public int Visits { get; set; }

    /// <summary>How far it is from a failure.</summary>
    public double Distance { get; init; }
}

/// <summary>The formula of a controller in its surroundings, with the way on which it came here. Time in which nothing
/// happens costs nothing.</summary>
internal sealed class LeapingWalker
{
    private const long Never = long.MaxValue;

    private readonly InputNames names;
    private readonly Surroundings surroundings;
    private readonly int[] outputPlaces;
    private readonly long[] ownUntil;
    private readonly bool[] outputs;
    private List<(long Scan, int Input, long Value)> due = [];
    private long nextDue = Never;
    private IReadOnlyDictionary<string, long> parameters = new Dictionary<string, long>();
    private IReadOnlyDictionary<string, long> retained = new Dictionary<string, long>();

    /// <summary>Something that is run and something that follows it.</summary>
    public LeapingWalker(LeapingRun run, InputNames names, Surroundings surroundings, IReadOnlyList<string> outputs)
    {
        Run = run;
        this.names = names;
        this.surroundings = surroundings;
        ownUntil = new long[names.Rows.Count];
        this.outputs = new bool[surroundings.Outputs.Count];
        Dictionary<string, int> states = [];
        for (int index = 0; index < run.System.States.Count; index++)
        {
            states[run.System.States[index].Name] = index;
        }

        // An output that no machine and no property looks back at is not part of the state; nothing follows it then.
        outputPlaces = [.. surroundings.Outputs.Select(
            output => output < 0 ? -1 : states.GetValueOrDefault("signal." + outputs[output], -1))];
    }

    public LeapingRun Run { get; }

    public long Scans { get; private set; }

    public Step? History { get; private set; }

    public Habits Habits { get; set; } = new(new Dice(0));

    /// <summary>Present values of the surroundings' outputs.</summary>
    public IReadOnlyList<bool> Outputs => outputs;

    public void Start(
        IReadOnlyDictionary<string, long> chosen, IReadOnlyDictionary<string, long> kept,
        Func<string, long> parameterValue, IEnumerable<(int Input, InputReading Reading)> first)
    {
        parameters = chosen;
        retained = kept;
        Scans = 0;
        History = null;
        due.Clear();
        nextDue = Never;
        Array.Clear(ownUntil);
        Array.Clear(outputs);
        Run.Start(parameterValue, kept);
        foreach ((int input, InputReading reading) in first)
        {
            Set(input, reading);
        }
    }

    public Moment Now(double distance) => new(
        [.. Run.Values], [.. Run.Readings], [.. ownUntil], [.. outputs], [.. due], Scans, History, Habits, parameters,
        retained)
    {
        Distance = distance,
    };

    public void Continue(Moment moment)
    {
        Run.Restore(moment.Values, moment.Readings);
        Array.Copy(moment.OwnUntil, ownUntil, ownUntil.Length);
        Array.Copy(moment.Outputs, outputs, outputs.Length);
        due = [.. moment.Due];
        nextDue = due.Count == 0 ? Never : due.Min(one => one.Scan);
        (Scans, History, Habits) = (moment.Scans, moment.History, moment.Habits);
        (parameters, retained) = (moment.Parameters, moment.Retained);
    }

    /// <summary>The input has this reading for so many scans, whatever the surroundings say.</summary>
    public void Disturb(int input, InputReading reading, long scans)
    {
        ownUntil[input] = Scans + scans;
        Set(input, reading);
    }

    /// <summary>An input goes back to what it was after so many scans, if nothing else has happened to it.</summary>
    public void Later(int input, long scans, long value)
    {
        due.Add((Scans + scans, input, value));
        nextDue = Math.Min(nextDue, Scans + scans);
    }

    /// <summary>One scan, and as many more as nothing happens in.</summary>
    /// <returns>How many it was.</returns>
    public long Step(long most)
    {
        if (Scans >= nextDue)
        {
            Deliver();
        }

        long scans = Run.Step(Math.Min(most, Math.Max(1, nextDue - Scans)));
        Scans += scans;
        for (int index = 0; index < outputs.Length; index++)
        {
            bool now = outputPlaces[index] >= 0 && Run.Values[outputPlaces[index]] != 0;
            if (now != outputs[index])
            {
                outputs[index] = now;
                surroundings.Follow(Habits, index, now, input => Run.Readings[input].Value, Later);
            }
        }

        return scans;
    }

    /// <summary>The run that came here.</summary>
    public ConcreteRun ToRun(string product) =>
        new(product, parameters, retained, Counterexamples.Step.ToList(History), Scans);

    /// <summary>Value of a parameter if it was chosen for this run.</summary>
    public long? Chosen(string name) => parameters.TryGetValue(name, out long value) ? value : null;

    private void Set(int input, InputReading reading)
    {
        if (Run.Readings[input] != reading)
        {
            Run.SetInput(input, reading);
            History = new Step(new InputChange(Scans, input, reading), History);
        }
    }

    private void Deliver()
    {
        foreach ((_, int input, long value) in due.Where(one => one.Scan <= Scans).OrderBy(one => one.Scan))
        {
            if (ownUntil[input] <= Scans)
            {
                long limited = Math.Clamp(value, names.Rows[input].Info.Type.Min, names.Rows[input].Info.Type.Max);
                Set(input, new InputReading(limited, 0, true));
            }
        }

        due.RemoveAll(one => one.Scan <= Scans);
        nextDue = due.Count == 0 ? Never : due.Min(one => one.Scan);
    }
}
