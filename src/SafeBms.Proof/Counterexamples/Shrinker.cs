using System.Diagnostics;
using SafeBms.Interpreter;

namespace SafeBms.Proof.Counterexamples;

/// <summary>
/// Makes a run simpler as long as the property still fails: usual parameters, fewer changes of inputs, shorter waits,
/// values no further away than necessary. Every step is run on the generated code; the result is as good as the time
/// allows.
/// </summary>
internal sealed class Shrinker
{
    private readonly Func<ConcreteRun, long> firstFailure;
    private readonly TimeSpan limit;
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private ConcreteRun best;

    private Shrinker(ConcreteRun run, Func<ConcreteRun, long> firstFailure, TimeSpan limit)
    {
        best = run;
        this.firstFailure = firstFailure;
        this.limit = limit;
    }

    /// <summary>Simplifies.</summary>
    /// <param name="run">A run whose last scan fails.</param>
    /// <param name="firstFailure">The first scan of a run that fails; -1 if none does.</param>
    /// <param name="limit">How long.</param>
    public static ConcreteRun Shrink(ConcreteRun run, Func<ConcreteRun, long> firstFailure, TimeSpan limit)
    {
        Shrinker shrinker = new(run, firstFailure, limit);
        shrinker.Try(run);
        (long, int) size;
        do
        {
            size = shrinker.Size();
            shrinker.UsualParameters();
            shrinker.FewerChanges();
            shrinker.ShorterWaits();
            shrinker.NearerValues();
        }
        while (shrinker.Size() != size && !shrinker.IsOver);
        return shrinker.best;
    }

    private bool IsOver => clock.Elapsed > limit;

    private (long Scans, int Changes) Size() => (best.Scans, best.Changes.Count);

    // Keeps the run if it fails no later than it is long.
    private bool Try(ConcreteRun run)
    {
        if (IsOver)
        {
            return false;
        }

        long scan = firstFailure(run);
        if (scan < 0)
        {
            return false;
        }

        best = run with { Scans = scan + 1, Changes = [.. run.Changes.Where(change => change.Scan <= scan)] };
        return true;
    }

    private void UsualParameters()
    {
        if (best.Parameters.Count > 0 && !Try(best with { Parameters = new Dictionary<string, long>() }))
        {
            foreach (string name in best.Parameters.Keys.Order(StringComparer.Ordinal).ToList())
            {
                Try(best with
                {
                    Parameters = best.Parameters.Where(one => one.Key != name).ToDictionary(),
                });
            }
        }

        if (best.Retained is null || best.Retained.Values.Any(value => value != 0))
        {
            IEnumerable<string> names = best.Retained?.Keys ?? [];
            Try(best with { Retained = names.ToDictionary(name => name, _ => 0L) });
        }
    }

    private void FewerChanges()
    {
        foreach (int input in best.Changes
            .Where(change => change.Scan > 0).Select(change => change.Input).Distinct().ToList())
        {
            Try(Without(change => change.Scan > 0 && change.Input == input));
        }

        int count = best.Changes.Count;
        for (int size = Math.Max(1, count / 2); size >= 1 && !IsOver; size /= 2)
        {
            for (int end = best.Changes.Count; end > 0 && !IsOver; end -= size)
            {
                HashSet<InputChange> part = [.. best.Changes
                    .Skip(Math.Max(0, end - size)).Take(Math.Min(size, end)).Where(change => change.Scan > 0)];
                if (part.Count > 0)
                {
                    Try(Without(part.Contains));
                }
            }
        }
    }

    private ConcreteRun Without(Func<InputChange, bool> drop) =>
        best with { Changes = [.. best.Changes.Where(change => !drop(change))] };

    private void ShorterWaits()
    {
        for (int index = 1; index < best.Changes.Count && !IsOver; index++)
        {
            long before = best.Changes[index - 1].Scan;
            long gap = best.Changes[index].Scan - before;
            if (gap > 0)
            {
                // The shortest gap that still fails, if that is a question of more or less.
                long tooShort = -1;
                for (long tried = 0; gap - tooShort > 1 && !IsOver; tried = (gap + tooShort) / 2)
                {
                    if (Try(Sooner(index, gap - tried)))
                    {
                        gap = tried;
                    }
                    else
                    {
                        tooShort = tried;
                    }
                }
            }

            index = Math.Min(index, best.Changes.Count);
        }
    }

    private ConcreteRun Sooner(int from, long by) => best with
    {
        Changes = [.. best.Changes
            .Select((change, index) => index < from ? change : change with { Scan = change.Scan - by })],
    };

    private void NearerValues()
    {
        for (int index = 0; index < best.Changes.Count && !IsOver; index++)
        {
            InputChange change = best.Changes[index];
            InputChange? before = best.Changes.Take(index).LastOrDefault(one => one.Input == change.Input);
            if (before is null)
            {
                continue;
            }

            InputReading plain = change.Reading with { Age_ms = 0, Accepted = true };
            if (plain != change.Reading)
            {
                Try(With(index, plain));
            }

            long near = before.Reading.Value;
            while (index < best.Changes.Count && Math.Abs(best.Changes[index].Reading.Value - near) > 1 && !IsOver)
            {
                long middle = near + ((best.Changes[index].Reading.Value - near) / 2);
                if (!Try(With(index, best.Changes[index].Reading with { Value = middle })))
                {
                    near = middle;
                }
            }
        }
    }

    private ConcreteRun With(int index, InputReading reading)
    {
        List<InputChange> changes = [.. best.Changes];
        changes[index] = changes[index] with { Reading = reading };
        return best with { Changes = changes };
    }
}
