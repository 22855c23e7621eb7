using SafeBms.Interpreter;
using SafeBms.Laboratory;
using SafeBms.Proof.Sampling;

namespace SafeBms.Proof.Counterexamples;

/// <summary>What has been done to the inputs, newest first; runs that begin alike share it.</summary>
internal sealed record Step(InputChange Change, Step? Before)
{
    /// <summary>In the order of scans.</summary>
    public static List<InputChange> ToList(Step? last)
    {
        List<InputChange> changes = [];
        for (Step? step = last; step is not null; step = step.Before)
        {
            changes.Add(step.Change);
        }

        changes.Reverse();
        return changes;
    }
}

/// <summary>A controller in its surroundings, with the way on which it came here. It can be copied at any
/// moment.</summary>
internal sealed class Walker
{
    private const long Never = long.MaxValue;

    private readonly InputNames names;
    private readonly Surroundings surroundings;
    private readonly InputReading[] readings;
    private readonly long[] ownUntil;
    private readonly bool[] outputs;
    private List<(long Scan, int Input, long Value)> due = [];
    private long nextDue = Never;

    public Walker(ILoadedCore core, InputNames names, Surroundings surroundings)
    {
        Core = core;
        this.names = names;
        this.surroundings = surroundings;
        readings = new InputReading[names.Rows.Count];
        ownUntil = new long[names.Rows.Count];
        outputs = new bool[surroundings.Outputs.Count];
    }

    public ILoadedCore Core { get; }

    public long Scans { get; private set; }

    public Step? History { get; private set; }

    public IReadOnlyDictionary<string, long> Parameters { get; private set; } = new Dictionary<string, long>();

    public IReadOnlyDictionary<string, long>? Retained { get; private set; }

    public Habits Habits { get; set; } = new(new Dice(0));

    /// <summary>Times at which a copy of this was continued.</summary>
    public int Visits { get; set; }

    public InputReading Reading(int input) => readings[input];

    public void Start(
        IReadOnlyDictionary<string, long> parameters, IReadOnlyDictionary<string, long>? retained,
        IEnumerable<(int Input, InputReading Reading)> first)
    {
        Parameters = parameters;
        Retained = retained;
        Scans = 0;
        History = null;
        due.Clear();
        nextDue = Never;
        Array.Clear(ownUntil);
        Array.Clear(outputs);
        Array.Clear(readings);
        foreach ((int input, InputReading reading) in first)
        {
            Set(input, reading);
        }
    }

    public void CopyFrom(Walker other)
    {
        Core.CopyFrom(other.Core);
        Scans = other.Scans;
        History = other.History;
        Parameters = other.Parameters;
        Retained = other.Retained;
        Habits = other.Habits;
        Array.Copy(other.readings, readings, readings.Length);
        Array.Copy(other.ownUntil, ownUntil, ownUntil.Length);
        Array.Copy(other.outputs, outputs, outputs.Length);
        due = [.. other.due];
        nextDue = other.nextDue;
    }

    /// <summary>The input has this reading for so many scans, whatever the surroundings say; what they say in the
    /// meantime is lost to it.</summary>
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

    /// <summary>One scan.</summary>
    public void Scan()
    {
        if (Scans >= nextDue)
        {
            Deliver();
        }

        Core.Scan();
        for (int index = 0; index < outputs.Length; index++)
        {
            int output = surroundings.Outputs[index];
            bool now = output >= 0 && Core.Output(output) != 0;
            if (now != outputs[index])
            {
                outputs[index] = now;
                surroundings.Follow(Habits, index, now, input => readings[input].Value, Later);
            }
        }

        Scans++;
    }

    private void Set(int input, InputReading reading)
    {
        if (readings[input] != reading)
        {
            readings[input] = reading;
            Core.SetInput(input, (int)reading.Value, reading.Age_ms, reading.Accepted);
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
