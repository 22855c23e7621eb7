using SafeBms.Proof.Terms;
using SafeBms.Proof.Transition;

namespace SafeBms.Proof.Counterexamples;

/// <summary>
/// How far values are from a condition being false: 0 if it is, else the more the more parts are in the way, and the
/// further away each of them is. The measure of search-based testing: parts of an "and" add up, of an "or" the nearest
/// counts.
/// </summary>
internal sealed class FailureDistance
{
    private const double Penalty = 1;
    private const double Never = 1e6;

    private readonly Term[] parts;
    private readonly int[][] operands;
    private readonly int[] places;
    private readonly long[] numbers;
    private readonly double[] untilTrue;
    private readonly double[] untilFalse;
    private readonly int[] variables;
    private readonly int[][] users;
    private readonly Dictionary<string, int[]> dependents = new(StringComparer.Ordinal);

    /// <summary>Prepares a condition.</summary>
    /// <param name="condition">What should fail.</param>
    /// <param name="places">Where its variables stand.</param>
    public FailureDistance(Term condition, IReadOnlyDictionary<Term, int> places)
    {
        parts = [.. TermWalk.Parts([condition])];
        Dictionary<Term, int> index = [];
        for (int at = 0; at < parts.Length; at++)
        {
            index[parts[at]] = at;
        }

        operands = [.. parts.Select(part => part.Operands.Select(operand => index[operand]).ToArray())];
        this.places = [.. parts.Select(part => part.Operation == Operation.Variable ? places[part] : -1)];
        numbers = new long[parts.Length];
        untilTrue = new double[parts.Length];
        untilFalse = new double[parts.Length];
        variables = [.. Enumerable.Range(0, parts.Length).Where(at => this.places[at] >= 0)];
        List<int>[] readers = [.. parts.Select(_ => new List<int>())];
        for (int at = 0; at < parts.Length; at++)
        {
            foreach (int operand in operands[at])
            {
                readers[operand].Add(at);
            }
        }

        users = [.. readers.Select(list => list.ToArray())];
    }

    /// <summary>The same for values of which few differ from those of the last <see cref="Of"/>, which stay the ones
    /// that later calls are compared with.</summary>
    public double WithChanges(long[] values)
    {
        int[] changed = [.. variables.Where(at => numbers[at] != values[places[at]])];
        int[] affected = DependentsOf(changed);
        (long, double, double)[] before = new (long, double, double)[affected.Length];
        for (int index = 0; index < affected.Length; index++)
        {
            int at = affected[index];
            before[index] = (numbers[at], untilTrue[at], untilFalse[at]);
            Work(at, values);
        }

        double away = untilFalse[^1];
        for (int index = 0; index < affected.Length; index++)
        {
            int at = affected[index];
            (numbers[at], untilTrue[at], untilFalse[at]) = before[index];
        }

        return away;
    }

    // The variables and all that is made of them, in an order in which operands come first.
    private int[] DependentsOf(int[] changed)
    {
        string key = string.Join(' ', changed);
        if (!dependents.TryGetValue(key, out int[]? found))
        {
            SortedSet<int> reached = [.. changed];
            Stack<int> open = new(changed);
            while (open.TryPop(out int at))
            {
                foreach (int user in users[at])
                {
                    if (reached.Add(user))
                    {
                        open.Push(user);
                    }
                }
            }

            dependents[key] = found = [.. reached];
        }

        return found;
    }

    /// <summary>The distance in the next scan, with these values before it.</summary>
    public double Of(long[] values)
    {
        for (int at = 0; at < parts.Length; at++)
        {
            Work(at, values);
        }

        return untilFalse[^1];
    }

    private void Work(int at, long[] values)
    {
        Number(at, values);
        if (parts[at].Sort == Sort.Bool)
        {
            Measure(at);
        }
    }

    private void Number(int at, long[] values)
    {
        Term part = parts[at];
        int[] own = operands[at];
        numbers[at] = part.Operation switch
        {
            Operation.Constant => part.Value,
            Operation.Variable => values[places[at]],
            Operation.Choose => numbers[numbers[own[0]] != 0 ? own[1] : own[2]],
            Operation.Sum => Sum(part, own),
            Operation.Product => numbers[own[0]] * numbers[own[1]],
            Operation.Not => 1 - numbers[own[0]],
            Operation.Iff => numbers[own[0]] == numbers[own[1]] ? 1 : 0,
            Operation.AtMostZero => numbers[own[0]] <= 0 ? 1 : 0,
            Operation.IsZero => numbers[own[0]] == 0 ? 1 : 0,
            Operation.And => All(own, 1),
            Operation.Or => 1 - All(own, 0),
            _ => throw new NotSupportedException($"cannot measure {part.Operation}"),
        };
    }

    private long Sum(Term sum, int[] own)
    {
        long result = sum.Value;
        for (int index = 0; index < own.Length; index++)
        {
            result += sum.Factors[index] * numbers[own[index]];
        }

        return result;
    }

    private long All(int[] own, long wanted)
    {
        foreach (int operand in own)
        {
            if (numbers[operand] != wanted)
            {
                return 0;
            }
        }

        return 1;
    }

    private void Measure(int at)
    {
        int[] own = operands[at];
        switch (parts[at].Operation)
        {
            case Operation.Not:
                (untilTrue[at], untilFalse[at]) = (untilFalse[own[0]], untilTrue[own[0]]);
                break;
            case Operation.And:
                (untilTrue[at], untilFalse[at]) = (Total(own, untilTrue), Nearest(own, untilFalse));
                break;
            case Operation.Or:
                (untilTrue[at], untilFalse[at]) = (Nearest(own, untilTrue), Total(own, untilFalse));
                break;
            case Operation.Iff:
                MeasureIff(at, own[0], own[1]);
                break;
            default:
                double away = parts[at].Operation switch
                {
                    Operation.AtMostZero or Operation.IsZero => Away(numbers[own[0]]),
                    Operation.Constant => Never,
                    _ => Penalty,
                };
                untilTrue[at] = numbers[at] != 0 ? 0 : away;
                untilFalse[at] = numbers[at] != 0 ? away : 0;
                break;
        }
    }

    private void MeasureIff(int at, int a, int b)
    {
        untilTrue[at] = Math.Min(untilTrue[a] + untilTrue[b], untilFalse[a] + untilFalse[b]);
        untilFalse[at] = Math.Min(untilTrue[a] + untilFalse[b], untilFalse[a] + untilTrue[b]);
    }

    // Between a half and the penalty of a truth value, so that one part more counts more than any number.
    private static double Away(long number)
    {
        double size = Math.Abs((double)number);
        return 0.5 + (0.5 * size / (size + 1000));
    }

    private static double Total(int[] own, double[] distances)
    {
        double total = 0;
        foreach (int operand in own)
        {
            total += distances[operand];
        }

        return total;
    }

    private static double Nearest(int[] own, double[] distances)
    {
        double nearest = double.MaxValue;
        foreach (int operand in own)
        {
            nearest = Math.Min(nearest, distances[operand]);
        }

        return nearest;
    }
}
