using System.Globalization;
using SafeBms.Coverage.Machines;
using SafeBms.Specification.Model;

namespace SafeBms.Coverage.Comparison;

/// <summary>What was compared of a machine.</summary>
/// <param name="Machine">The machine.</param>
/// <param name="Start">The product whose parameters it had, and those that differed.</param>
/// <param name="Dimensions">Number of things that a scan depends on.</param>
/// <param name="Possible">Number of combinations of their values.</param>
/// <param name="Compared">Number of combinations compared, one scan each.</param>
/// <param name="IsExhaustive">Whether these are all.</param>
/// <param name="Fired">Transitions that fired in them, counted over the machine's states in document order.</param>
/// <param name="Difference">The first difference in words, with the combination; null for none.</param>
public sealed record MachineComparisonResult(
    string Machine, MachineStart Start, int Dimensions, double Possible, long Compared, bool IsExhaustive,
    IReadOnlyCollection<int> Fired, string? Difference);

/// <summary>
/// One scan of the generated code of a machine against one of the reference interpreter, from the same memory with the
/// same readings, for every state, counter boundary and class of value. All combinations where there are few. Else
/// every pair of values; and then a search: whatever a machine has not done before - a transition, another set of
/// outputs - is a place around which each value is varied alone, over all of its classes. The same around the places
/// where tests have led, which reach what chance does not.
/// </summary>
public sealed class MachineComparison
{
    private const int ValuesTold = 60;
    private const int PlacesOfAKind = 6;
    private const int ScansAtTheEnd = 3;
    private readonly MachineJudge judge;
    private readonly MachineDimensions dimensions;
    private readonly int[] sizes;
    private readonly int[] present;
    private readonly HashSet<int> fired = [];
    private readonly Dictionary<string, int> kinds = new(StringComparer.Ordinal);
    private readonly Queue<int[]> places = new();
    private readonly int[] flags;
    private long compared;
    private string? problem;

    private MachineComparison(CompiledBenches benches, MachineInfo machine, MachineStart start)
    {
        judge = new MachineJudge(benches, machine);
        problem = judge.Start(start) ?? judge.Difference();
        ValueClasses classes = new(benches.Model, machine, judge.Rig.AllParameters(start));
        dimensions = new MachineDimensions(benches, judge, classes);
        problem ??= Differs();
        sizes = [.. dimensions.All.Select(dimension => dimension.Count)];
        present = [.. sizes.Select(_ => -1)];
        HashSet<string> bools = [.. machine.Outputs.Where(output => output.Type.Kind == ValueKind.Bool)
            .Select(output => output.Name)];
        flags = [.. Enumerable.Range(0, judge.Rig.RowNames.Count)
            .Where(row => bools.Contains(judge.Rig.RowNames[row]) || judge.Rig.RowNames[row] == "state")];
    }

    /// <summary>Compares a machine.</summary>
    /// <param name="benches">The compiled code.</param>
    /// <param name="machine">The machine.</param>
    /// <param name="start">Product and parameters.</param>
    /// <param name="limit">Up to so many combinations all are tried; of more than that the pairs, and then up to so
    /// many; 0 for nothing but the surroundings of the tests.</param>
    /// <param name="seed">Decides what is drawn.</param>
    /// <param name="tests">Tests of the machine; those with the same product and parameters lead to places.</param>
    public static MachineComparisonResult Run(
        CompiledBenches benches, MachineInfo machine, MachineStart start, long limit, int seed,
        IReadOnlyList<MachineTest> tests)
    {
        ArgumentNullException.ThrowIfNull(benches);
        ArgumentNullException.ThrowIfNull(machine);
        ArgumentNullException.ThrowIfNull(start);
        ArgumentNullException.ThrowIfNull(tests);
        MachineComparison comparison = new(benches, machine, start);
        double possible = Combinations.Count(comparison.sizes);
        bool isExhaustive = possible <= limit;
        comparison.Try(isExhaustive, limit, new Random(seed));
        foreach (MachineTest test in isExhaustive ? [] : tests.Where(test => AreLike(test.Start, start)))
        {
            comparison.Follow(test);
        }

        return new MachineComparisonResult(
            machine.Name, start, comparison.sizes.Length, possible, comparison.compared,
            isExhaustive && comparison.problem is null, comparison.fired, comparison.problem);
    }

    /// <summary>Compares a machine with the parameters of each product; and, around the places that its tests lead to,
    /// with theirs.</summary>
    /// <param name="benches">The compiled code.</param>
    /// <param name="machine">The machine.</param>
    /// <param name="limit">As in <see cref="Run"/>, for each product.</param>
    /// <param name="seed">Decides what is drawn.</param>
    /// <param name="tests">Tests of the machine.</param>
    public static IEnumerable<MachineComparisonResult> RunAll(
        CompiledBenches benches, MachineInfo machine, long limit, int seed, IReadOnlyList<MachineTest> tests)
    {
        ArgumentNullException.ThrowIfNull(benches);
        ArgumentNullException.ThrowIfNull(tests);
        List<MachineStart> starts = [];
        Dictionary<string, long> none = new(StringComparer.Ordinal);
        foreach (ProductInfo product in benches.Model.Products)
        {
            MachineStart start = new(product.Name, none, none);
            starts.Add(start);
            yield return Run(benches, machine, start, limit, seed, tests);
        }

        foreach (MachineStart start in tests.Select(test => test.Start))
        {
            if (!starts.Any(one => AreLike(one, start)))
            {
                starts.Add(start);
                yield return Run(benches, machine, start, 0, seed, tests);
            }
        }
    }

    private static bool AreLike(MachineStart one, MachineStart other)
    {
        return one.Product == other.Product && one.Parameters.Count == other.Parameters.Count
            && one.Parameters.All(pair =>
                other.Parameters.TryGetValue(pair.Key, out long value) && value == pair.Value);
    }

    private void Try(bool isExhaustive, long limit, Random random)
    {
        IEnumerable<int[]> tried = isExhaustive ? Combinations.All(sizes)
            : limit > 0 ? Combinations.Pairs(sizes, random) : [];
        foreach (int[] choice in tried)
        {
            if (!Agrees(choice))
            {
                return;
            }
        }

        int[] drawn = new int[sizes.Length];
        while (problem is null && !isExhaustive && compared < limit)
        {
            if (places.TryDequeue(out int[]? place))
            {
                Vary(place, limit);
                continue;
            }

            Combinations.DrawEnds(drawn, sizes, random);
            Agrees(drawn);
        }
    }

    // Runs a test, and then varies each value alone around the last scan of each step, which the step was made for, and
    // around those of its scans that were of a new kind.
    private void Follow(MachineTest test)
    {
        List<Action[]> found = [];
        Action[]? pending = null;
        bool isLast = false;
        problem ??= judge.Start(test.Start);
        foreach (TestStep step in test.Steps)
        {
            problem ??= judge.Step(step, left =>
            {
                Keep();
                isLast = left == 1;
                bool isNearAnEnd = left <= ScansAtTheEnd || left == step.Scans;
                pending = isNearAnEnd ? [.. dimensions.All.Select(dimension => dimension.Capture())] : null;
            });
            Keep();
        }

        foreach (Action[] place in found)
        {
            Vary(place);
        }

        Array.Fill(present, -1);

        void Keep()
        {
            if (pending is not null && (IsNew(0) || isLast))
            {
                found.Add(pending);
            }

            pending = null;
        }
    }

    private void Vary(Action[] place)
    {
        for (int at = 0; at < sizes.Length; at++)
        {
            for (int value = 0; value < sizes[at]; value++)
            {
                if (problem is not null)
                {
                    return;
                }

                foreach (Action restore in place)
                {
                    restore();
                }

                dimensions.All[at].Set(value);
                string name = $"{dimensions.All[at].Name} #{value}";
                Compare(() => $"; at a place of a test, with {name}");
            }
        }
    }

    private void Vary(int[] place, long limit)
    {
        int[] choice = [.. place];
        for (int at = 0; at < sizes.Length && compared < limit; at++)
        {
            for (int value = 0; value < sizes[at]; value++)
            {
                choice[at] = value;
                if (value != place[at] && !Agrees(choice))
                {
                    return;
                }
            }

            choice[at] = place[at];
        }
    }

    private bool Agrees(int[] choice)
    {
        if (problem is not null)
        {
            return false;
        }

        for (int at = 0; at < choice.Length; at++)
        {
            Dimension dimension = dimensions.All[at];
            if (dimension.IsMemory || present[at] != choice[at])
            {
                dimension.Set(choice[at]);
                present[at] = choice[at];
            }
        }

        Compare(() => Tell(choice));
        if (IsNew(choice[0]))
        {
            places.Enqueue([.. choice]);
        }

        return problem is null;
    }

    private void Compare(Func<string> where)
    {
        judge.Scan();
        compared++;
        problem = (judge.Difference() ?? Differs()) is string difference ? difference + where() : null;
        if (judge.Reference.Fired >= 0)
        {
            fired.Add(judge.Reference.Fired);
        }
    }

    // Whether the last scan was of a kind that has hardly been seen: from where, by which transition, with which flags.
    private bool IsNew(int from)
    {
        string kind = $"{from} {judge.Reference.Fired} "
            + string.Concat(flags.Select(row => (char)('0' + judge.Rig.Row(row))));
        int known = kinds.GetValueOrDefault(kind);
        kinds[kind] = known + 1;
        return known < PlacesOfAKind;
    }

    private string? Differs()
    {
        foreach (Remembered one in dimensions.Remembered)
        {
            (long generated, long expected) = (one.Generated(), one.Expected());
            if (generated != expected)
            {
                return string.Create(
                    CultureInfo.InvariantCulture,
                    $"{one.Name}: {generated} in the generated code, {expected} in the interpreter");
            }
        }

        return null;
    }

    private string Tell(int[] choice) => "; choice of each value: "
        + string.Join(", ", choice.Take(ValuesTold).Select((value, at) => string.Create(
            CultureInfo.InvariantCulture, $"{dimensions.All[at].Name} #{value}")));
}
