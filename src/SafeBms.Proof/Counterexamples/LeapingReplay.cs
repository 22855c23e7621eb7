using SafeBms.Interpreter;
using SafeBms.Proof.Sampling;
using SafeBms.Specification.Model;

namespace SafeBms.Proof.Counterexamples;

/// <summary>Runs a run on the formula, quickly: to see which simpler runs are worth a look.</summary>
internal sealed class LeapingReplay
{
    private readonly LeapingRun run;
    private readonly int target;
    private readonly int[] endings;
    private readonly Func<string, long> usual;
    private readonly Func<IReadOnlyDictionary<string, long>, bool> isAccepted;
    private ConcreteRun? lastFailure;
    private List<Pause> pauses = [];

    // Before the changes of a scan: so many have been made.
    private sealed record Pause(int Changes, long Scan, long[] Values, InputReading[] Readings);

    /// <summary>For one property.</summary>
    /// <param name="model">The specification.</param>
    /// <param name="run">The formula; nobody else may be using it.</param>
    /// <param name="property">Id of the property.</param>
    /// <param name="usual">Values of the product's parameters.</param>
    /// <param name="isAccepted">Whether a controller starts with such parameters.</param>
    public LeapingReplay(
        SpecificationModel model, LeapingRun run, string property, Func<string, long> usual,
        Func<IReadOnlyDictionary<string, long>, bool> isAccepted)
    {
        this.run = run;
        this.isAccepted = isAccepted;
        this.usual = usual;
        target = run.Conditions.ToList().IndexOf(property);
        endings = [.. Endings(model, run.Conditions)];
    }

    /// <summary>Properties after whose violation the shutdown machine takes over: the formula knows nothing of
    /// that.</summary>
    public static IEnumerable<int> Endings(SpecificationModel model, IReadOnlyList<string> conditions)
    {
        HashSet<string> ids = [.. model.Properties.Properties
            .Where(one => one.OnViolation == ViolationReaction.Shutdown).Select(one => one.Id)];
        return Enumerable.Range(0, conditions.Count).Where(index => ids.Contains(conditions[index]));
    }

    /// <summary>The first scan in which the property fails; -1 if it does not, or something ends the run
    /// before.</summary>
    public long FirstFailure(ConcreteRun concrete)
    {
        if (concrete.Retained is null || !isAccepted(concrete.Parameters))
        {
            return -1;
        }

        List<Pause> own = Shared(concrete);
        int next = 0;
        long scan = 0;
        if (own.Count > 0)
        {
            run.Restore(own[^1].Values, own[^1].Readings);
            (next, scan) = (own[^1].Changes, own[^1].Scan);
        }
        else
        {
            run.Start(
                name => concrete.Parameters.TryGetValue(name, out long value) ? value : usual(name),
                concrete.Retained);
        }

        long failure = FirstFailure(concrete, own, next, scan);
        (lastFailure, pauses) = failure >= 0 ? (concrete, own) : (lastFailure, pauses);
        return failure;
    }

    private long FirstFailure(ConcreteRun concrete, List<Pause> own, int next, long scan)
    {
        while (scan < concrete.Scans)
        {
            if (next < concrete.Changes.Count && concrete.Changes[next].Scan == scan && scan > 0
                && (own.Count == 0 || own[^1].Scan < scan))
            {
                own.Add(new Pause(next, scan, [.. run.Values], [.. run.Readings]));
            }

            for (; next < concrete.Changes.Count && concrete.Changes[next].Scan == scan; next++)
            {
                run.SetInput(concrete.Changes[next].Input, concrete.Changes[next].Reading);
            }

            long until = next < concrete.Changes.Count ? concrete.Changes[next].Scan : concrete.Scans;
            long done = run.Step(Math.Min(until, concrete.Scans) - scan);
            if (!run.Holds(target))
            {
                return scan;
            }

            if (Array.Exists(endings, one => !run.Holds(one)))
            {
                return -1;
            }

            scan += done;
        }

        return -1;
    }

    // What is tried mostly begins as what failed last: it goes on from the pauses of that.
    private List<Pause> Shared(ConcreteRun concrete)
    {
        if (lastFailure is not { } last || !AreEqual(last.Parameters, concrete.Parameters)
            || !AreEqual(last.Retained!, concrete.Retained!))
        {
            return [];
        }

        int same = 0;
        while (same < last.Changes.Count && same < concrete.Changes.Count
            && last.Changes[same] == concrete.Changes[same])
        {
            same++;
        }

        long other = same < concrete.Changes.Count ? concrete.Changes[same].Scan : long.MaxValue;
        return [.. pauses.TakeWhile(pause =>
            pause.Changes <= same && pause.Scan <= other && pause.Scan < concrete.Scans)];
    }

    private static bool AreEqual(IReadOnlyDictionary<string, long> one, IReadOnlyDictionary<string, long> other) =>
        one.Count == other.Count
        && one.All(entry => other.TryGetValue(entry.Key, out long value) && value == entry.Value);

    /// <summary>Where formula and generated code first differ in a run, in words; null if they do not. Memory of single
    /// batteries and the shutdown are not part of the formula.</summary>
    public string? FirstDifference(ConcreteRun concrete, Replay replay, string property)
    {
        ArgumentNullException.ThrowIfNull(replay);
        run.Start(
            name => concrete.Parameters.TryGetValue(name, out long value) ? value : usual(name), concrete.Retained);
        (int Row, int Place)[] rows = [.. Enumerable.Range(0, run.System.States.Count)
            .Select(index => (replay.Names.State(InCode(run.System.States[index].Name)), index))
            .Where(one => one.Item1 >= 0)];
        string? difference = null;
        int next = 0;
        replay.FirstViolation(concrete, property, (scan, core) =>
        {
            for (; next < concrete.Changes.Count && concrete.Changes[next].Scan == scan; next++)
            {
                run.SetInput(concrete.Changes[next].Input, concrete.Changes[next].Reading);
            }

            run.Step(1);
            foreach ((int row, int place) in difference is null ? rows : [])
            {
                if (core.State(row) != run.Values[place])
                {
                    difference = $"scan {scan}: {replay.Names.States[row]} is {core.State(row)}, "
                        + $"by the formula {run.Values[place]}";
                    break;
                }
            }
        });
        return difference;
    }

    private static string InCode(string name)
    {
        string[] parts = name.Split('.');
        return parts is [_, "variable" or "timer", _] ? $"{parts[0]}.{parts[2]}" : name;
    }
}
