using SafeBms.Interpreter;
using SafeBms.Laboratory;
using SafeBms.Proof.Sampling;
using SafeBms.Proof.Terms;
using SafeBms.Proof.Transition;
using SafeBms.Specification.Model;

namespace SafeBms.Proof.Counterexamples;

/// <summary>What a search draws: parameters, retained data, values next to what they are compared with, and waits next
/// to what the timers count.</summary>
internal sealed class Draws
{
    private const int LongestTime_ms = 900_000;

    private readonly SpecificationModel model;
    private readonly string product;
    private readonly ILoadedCore core;
    private readonly Vocabulary vocabulary;
    private readonly InputNames names;
    private readonly Dice dice;
    private readonly SearchFocus focus;
    private IReadOnlyList<int> durations = [];
    private int[] times = [];

    /// <param name="model">The specification.</param>
    /// <param name="product">Name of the product.</param>
    /// <param name="core">Says which parameters are accepted; it is started anew for that.</param>
    /// <param name="vocabulary">Numbers that matter.</param>
    /// <param name="names">Inputs.</param>
    /// <param name="focus">What is waited for more often.</param>
    /// <param name="dice">Where chance comes from.</param>
    public Draws(
        SpecificationModel model, string product, ILoadedCore core, Vocabulary vocabulary, InputNames names,
        SearchFocus focus, Dice dice)
    {
        this.model = model;
        this.product = product;
        this.core = core;
        this.vocabulary = vocabulary;
        this.names = names;
        this.focus = focus;
        this.dice = dice;
    }

    /// <summary>The value of a parameter in the product.</summary>
    public long Default(string name) => model.Products.First(one => one.Name == product).Overrides
        .Where(one => one.Parameter == name).Select(one => (long?)one.Value).FirstOrDefault()
        ?? model.Parameters.Parameters.First(one => one.Name == name).Default;

    /// <summary>A small bank; besides, each parameter keeps its value or goes to one end of its range, as long as the
    /// core accepts it.</summary>
    /// <param name="percentUsual">How often the product is taken as it is.</param>
    /// <param name="percentMoved">How likely each parameter moves.</param>
    public Dictionary<string, long> Parameters(int percentUsual, int percentMoved)
    {
        if (dice.Percent(percentUsual))
        {
            StartAs([]);
            return [];
        }

        Dictionary<string, long> parameters = SmallBank();
        foreach (FreeVariable parameter in vocabulary.Parameters)
        {
            string name = parameter.Variable.Name["parameter.".Length..];
            if (!parameters.ContainsKey(name) && dice.Percent(percentMoved))
            {
                long value = parameter.Members.Count > 0 ? dice.Of(parameter.Members)
                    : dice.Percent(50) ? parameter.Min : dice.Percent(50) ? parameter.Max
                    : dice.Between(parameter.Min, parameter.Max);
                Try(parameters, [(name, value)]);
            }
        }

        return parameters;
    }

    /// <summary>A small bank, and every time that may be chosen as short as possible: what is usually covered by a
    /// longer time shows.</summary>
    public Dictionary<string, long> ShortTimes()
    {
        HashSet<string> times = [.. model.Parameters.Parameters
            .Where(one => one.Configurable && one.Type.Unit == "ms").Select(one => one.Name)];
        Dictionary<string, long> parameters = SmallBank();
        foreach (FreeVariable parameter in vocabulary.Parameters)
        {
            string name = parameter.Variable.Name["parameter.".Length..];
            if (times.Contains(name))
            {
                Try(parameters, [(name, parameter.Min)]);
            }
        }

        return parameters;
    }

    private Dictionary<string, long> SmallBank()
    {
        Dictionary<string, long> parameters = [];
        StartAs(parameters);
        Try(parameters, [("battery_count", 1L), ("parallel_strings", 1L)]);
        return parameters;
    }

    private void StartAs(Dictionary<string, long> parameters)
    {
        if (core.Start(product, parameters) is { } problem)
        {
            throw new InvalidOperationException($"the product's own parameters are refused: {problem}");
        }
    }

    /// <summary>Mostly nothing is latched; now and then a bit is set.</summary>
    public Dictionary<string, long> Retained()
    {
        Dictionary<string, long> retained = core.Retain().Keys.ToDictionary(name => name, _ => 0L);
        if (retained.Count > 0 && dice.Percent(10))
        {
            retained[dice.Of([.. retained.Keys.Order(StringComparer.Ordinal)])] = 1;
        }

        return retained;
    }

    /// <summary>Looks at how long the timers count with these parameters.</summary>
    public void LookAtTimes(Func<string, long> parameter)
    {
        durations = vocabulary.Durations(parameter);
        times = [.. focus.Times.Order(StringComparer.Ordinal)
            .Select(parameter).Where(time => time < LongestTime_ms).Select(time => (int)time)];
    }

    /// <summary>A reading of an input.</summary>
    /// <param name="input">Which.</param>
    /// <param name="isFirst">Whether it is there from power-on; then it may be missing.</param>
    /// <param name="readingOf">Present readings.</param>
    /// <param name="parameter">Parameters.</param>
    public InputReading Reading(
        int input, bool isFirst, Func<int, InputReading> readingOf, Func<string, long> parameter)
    {
        InputRow row = names.Rows[input];
        int age = dice.Percent(80) ? 0 : dice.Of([1, row.Info.MaxAge_ms, row.Info.MaxAge_ms + 1]);
        bool accepted = !isFirst || dice.Percent(95);
        return new InputReading(Value(row, readingOf(input).Value, readingOf, parameter), age, accepted);
    }

    /// <summary>A number of scans.</summary>
    public int Wait()
    {
        if (dice.Percent(45) || durations.Count == 0)
        {
            return dice.Of([1, 1, 2, 3, 5, 12]);
        }

        if (times.Length > 0 && dice.Percent(40))
        {
            return Math.Max(1, dice.Of(times) + dice.Of([0, 1, -1, 2, 5, -5, 20, 100, 600]));
        }

        // Long ones are rarer, in proportion.
        int longest = dice.Of([100, 100, 1000, 1000, 3500, 3500, 12_000, 12_000, 35_000, 320_000]);
        int chosen = dice.Of(durations);
        for (int again = 0; chosen > longest && again < 8; again++)
        {
            chosen = dice.Of(durations);
        }

        chosen = Math.Min(chosen, longest);
        return Math.Max(1, chosen + dice.Of([0, 0, 1, -1, 2, -2, 10, -10]));
    }

    private void Try(Dictionary<string, long> parameters, IEnumerable<(string Name, long Value)> changes)
    {
        Dictionary<string, long> changed = new(parameters);
        foreach ((string name, long value) in changes)
        {
            changed[name] = value;
        }

        if (core.Start(product, changed) is null)
        {
            foreach ((string name, long value) in changed)
            {
                parameters[name] = value;
            }
        }
    }

    private long Value(
        InputRow row, long before, Func<int, InputReading> readingOf, Func<string, long> parameter)
    {
        ExprType type = row.Info.Type;
        if (type.Kind == ValueKind.Bool)
        {
            return dice.Percent(85) ? 1 - Math.Clamp(before, 0, 1) : before;
        }

        if (type.Kind == ValueKind.Enum)
        {
            return dice.Of(model.Signals.Enums.Single(one => one.Name == type.EnumName).Members).Id;
        }

        IReadOnlyList<Term> borders = vocabulary.Borders(row.Field);
        if (borders.Count == 0 || dice.Percent(10))
        {
            return dice.Percent(50) ? dice.Of([type.Min, type.Max]) : dice.Between(type.Min, type.Max);
        }

        long border = Evaluator.Value(dice.Of(borders), ValueOf);
        return Math.Clamp(border + dice.Of([0L, 0, 1, -1, 1, -1, 100, -100, 3000, -3000]), type.Min, type.Max);

        long ValueOf(Term variable) => variable.Name.StartsWith("parameter.", StringComparison.Ordinal)
            ? parameter(variable.Name["parameter.".Length..])
            : readingOf(names.IndexOf(variable.Name["input.".Length..])).Value;
    }
}
