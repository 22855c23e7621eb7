using SafeBms.Interpreter;
using SafeBms.Proof.Sampling;
using SafeBms.Proof.Terms;
using SafeBms.Proof.Transition;
using SafeBms.Specification.Model;

namespace SafeBms.Proof.Counterexamples;

/// <summary>What is drawn: parameters, retained data, values and waits.</summary>
internal sealed partial class RandomSearch
{
    private long Parameter(string name)
    {
        int index = walker.Core.Names.Parameter(name);
        return index >= 0 ? walker.Core.Parameter(index) : Default(name);
    }

    private long Default(string name) => model.Products.First(one => one.Name == product).Overrides
        .Where(one => one.Parameter == name).Select(one => (long?)one.Value).FirstOrDefault()
        ?? model.Parameters.Parameters.First(one => one.Name == name).Default;

    // Each parameter keeps its value or goes to one end of its range, as long as the core accepts it; a small bank and
    // short times make everything faster.
    private Dictionary<string, long> DrawParameters()
    {
        Dictionary<string, long> parameters = [];
        if (walker.Core.Start(product, parameters) is { } problem)
        {
            throw new InvalidOperationException($"the product's own parameters are refused: {problem}");
        }

        if (dice.Percent(15))
        {
            return parameters;
        }

        foreach (string[] together in new[] { ["battery_count", "parallel_strings"], Array.Empty<string>() })
        {
            Try(parameters, together.Select(name => (name, 1L)));
        }

        foreach (FreeVariable parameter in vocabulary.Parameters)
        {
            string name = parameter.Variable.Name["parameter.".Length..];
            if (!parameters.ContainsKey(name) && dice.Percent(50))
            {
                long value = parameter.Members.Count > 0 ? dice.Of(parameter.Members)
                    : dice.Percent(50) ? parameter.Min : dice.Percent(50) ? parameter.Max
                    : dice.Between(parameter.Min, parameter.Max);
                Try(parameters, [(name, value)]);
            }
        }

        return parameters;
    }

    // Mostly nothing is latched; now and then it is lost, or a bit is set.
    private Dictionary<string, long>? DrawRetained()
    {
        if (dice.Percent(5))
        {
            return null;
        }

        Dictionary<string, long> retained = walker.Core.Retain().Keys.ToDictionary(name => name, _ => 0L);
        if (dice.Percent(10))
        {
            retained[dice.Of([.. retained.Keys.Order(StringComparer.Ordinal)])] = 1;
        }

        return retained;
    }

    private void Try(Dictionary<string, long> parameters, IEnumerable<(string Name, long Value)> changes)
    {
        Dictionary<string, long> changed = new(parameters);
        foreach ((string name, long value) in changes)
        {
            changed[name] = value;
        }

        if (walker.Core.Start(product, changed) is null)
        {
            foreach ((string name, long value) in changed)
            {
                parameters[name] = value;
            }
        }
    }

    private InputReading Draw(int input)
    {
        InputRow row = names.Rows[input];
        int age = dice.Percent(80) ? 0 : dice.Of([1, row.Info.MaxAge_ms, row.Info.MaxAge_ms + 1]);
        bool accepted = walker.Scans > 0 || dice.Percent(95);
        return new InputReading(Value(row, walker.Reading(input).Value), age, accepted);
    }

    private long Value(InputRow row, long before)
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
    }

    private long ValueOf(Term variable) => variable.Name.StartsWith("parameter.", StringComparison.Ordinal)
        ? Parameter(variable.Name["parameter.".Length..])
        : walker.Reading(names.IndexOf(variable.Name["input.".Length..])).Value;

    private int Wait()
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
}
