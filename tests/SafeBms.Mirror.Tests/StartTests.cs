using System.Globalization;
using SafeBms.Core;
using SafeBms.Differential.Tests;
using SafeBms.Specification.Model;

namespace SafeBms.Mirror.Tests;

/// <summary>What happens before the first scan: parameters are checked, what was retained is taken over or replaced, and
/// every output has its safe value.</summary>
public sealed class StartTests
{
    private const ulong Seed = 20261122;
    private const int Draws = 6_000;
    private const string Constraint = "constraint ";

    private static readonly SpecificationModel Model = LynxSpecification.Model;
    private static readonly ParameterInfo[] Adjustable =
        [.. Model.Parameters.Parameters.Where(parameter => !parameter.IsConstant)];

    [Fact]
    public void A_wrong_parameter_or_constraint_is_refused_with_its_name_the_values_and_what_is_allowed()
    {
        Dice dice = new(Seed);
        HashSet<string> refused = [];
        for (int draw = 0; draw < Draws; draw++)
        {
            Dictionary<string, long> values = Model.Parameters.Parameters.ToDictionary(item => item.Name, item => item.Default);
            foreach (ParameterOverride change in dice.Pick(Model.Products).Overrides)
            {
                values[change.Parameter] = change.Value;
            }

            if (dice.Chance(100))
            {
                DrawBank(dice, values);
            }

            for (int count = dice.Pick([0, 1, 1, 1, 2, 3, Adjustable.Length]); count > 0; count--)
            {
                ParameterInfo parameter = dice.Pick(Adjustable);
                values[parameter.Name] = Near(dice, parameter, values);
            }

            string? expected = Expected(values);
            bool isStarted = Start(values, out string? problem);

            Assert.True(expected == problem && isStarted == (expected is null),
                $"seed {Seed}, draw {draw}: {problem ?? "it starts"}\nexpected: {expected ?? "it starts"}");
            bool isConstraint = expected?.StartsWith(Constraint, StringComparison.Ordinal) == true;
            refused.Add(expected?.Split(isConstraint ? " does not hold " : " is ")[0] ?? string.Empty);
        }

        Assert.Empty(Adjustable.Select(item => $"parameter {item.Name}").Except(refused));
        Assert.Contains(string.Empty, refused);

        // The others compare fixed numbers, or numbers whose ranges do not meet: nothing that starts can break them.
        Assert.Equal(
            [
                "bank adds up", "battery is 12.8 or 25.6 V", "currents in order", "floor levels in order",
                "spread limits in order", "system voltage is 12 or 24 or 48 V", "under-voltage levels in order",
            ],
            refused.Where(item => item.StartsWith(Constraint, StringComparison.Ordinal))
                .Select(item => item[Constraint.Length..]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_was_retained_is_taken_over_within_its_range_and_replaced_beyond()
    {
        Pair pair = new(Model);
        (string Name, VariableInfo Variable)[] retained = [.. Model.Machines.Append(Model.ShutdownMachine)
            .SelectMany(machine => machine.Variables.Where(variable => variable.Retain)
                .Select(variable => ($"{machine.Name}.{variable.Name}", variable)))];

        Assert.NotEmpty(retained);
        Assert.True(pair.Start(new Dictionary<string, long>()));
        Assert.Null(pair.CompareRetained());
        foreach ((string name, VariableInfo variable) in retained)
        {
            foreach (long value in Values(variable.Type))
            {
                Dictionary<string, long> kept = retained.ToDictionary(item => item.Name, item => item.Variable.Initial);
                kept[name] = value;

                Assert.True(pair.Start(new Dictionary<string, long>(), kept));
                Assert.True(pair.CompareRetained() is null, $"{name} = {value}: {pair.CompareRetained()}");
                Assert.True(pair.Scan() is null, $"{name} = {value}");
            }
        }
    }

    [Fact]
    public void Every_output_is_safe_as_long_as_nothing_is_known()
    {
        OutputImage safe = OutputImage.Safe;

        Assert.All(Model.Signals.Outputs, output =>
            Assert.Equal(output.Safe, OutputTable.Get(in safe, OutputTable.IndexOf(output.Name))));
    }

    private static long[] Values(ExprType type) => type.Kind == ValueKind.Bool ? [0, 1]
        : [type.Min - 1, type.Min, type.Min + 1, type.Max - 1, type.Max, type.Max + 1];

    // As many batteries as series cells make strings, so that what remains wrong is the number of cells itself.
    private static void DrawBank(Dice dice, Dictionary<string, long> values)
    {
        long cells = dice.Between(4, 8);
        long series = dice.Between(4, 16);
        (values["cells_per_battery"], values["parallel_strings"]) = (cells, cells);
        (values["series_cells"], values["battery_count"]) = (series, series);
    }

    private static long Near(Dice dice, ParameterInfo parameter, Dictionary<string, long> values)
    {
        ExprType type = parameter.Type;
        if (type.Kind != ValueKind.Int)
        {
            return dice.Between(type.Min - 1, type.Max + 1);
        }

        // Another parameter of the unit is what a constraint compares with.
        string other = dice.Pick([.. Model.Parameters.Parameters.Where(item => item.Type.Unit == type.Unit)]).Name;
        return dice.Below(4) switch
        {
            0 => dice.Pick([type.Min - 1, type.Min, type.Max, type.Max + 1]),
            1 => dice.Between(type.Min, type.Max),
            _ => Math.Clamp(values[other] + dice.Between(-1, 1), type.Min, type.Max),
        };
    }

    // The first thing that is wrong: ranges first, then constraints, both in the order of the file.
    private static string? Expected(Dictionary<string, long> values)
    {
        foreach (ParameterInfo parameter in Adjustable)
        {
            (long value, ExprType type) = (values[parameter.Name], parameter.Type);
            if (value < type.Min || value > type.Max)
            {
                EnumInfo? words = Model.Signals.Enums.FirstOrDefault(item => item.Name == type.EnumName);
                return words is not null
                    ? Say($"parameter {parameter.Name} is {value}; allowed is one of {string.Join(", ", words.Members.Select(item => item.Name))}")
                    : Say($"parameter {parameter.Name} is {value} {type.Unit}; allowed is {type.Min} to {type.Max} {type.Unit}");
            }
        }

        return Model.Parameters.Constraints.FirstOrDefault(item => !Holds(item, values)) is { } broken
            ? Say($"constraint {broken.Name} does not hold for {string.Join(", ", Read(broken.Condition).Distinct()
                .Select(name => Say($"{name} = {values[name]}")))}, because {broken.Because}")
            : null;
    }

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static bool Holds(ConstraintInfo constraint, Dictionary<string, long> values)
    {
        long Number(Expr expression) => expression switch
        {
            Literal item => item.Value,
            ParameterRef item => values[item.Name],
            Binary { Operator: BinaryOperator.Add } item => Number(item.Left) + Number(item.Right),
            Binary { Operator: BinaryOperator.Subtract } item => Number(item.Left) - Number(item.Right),
            Binary { Operator: BinaryOperator.Multiply } item => Number(item.Left) * Number(item.Right),
            _ => throw new NotSupportedException($"{expression} is new in a constraint; teach this test"),
        };
        bool Is(Expr expression) => expression switch
        {
            Binary { Operator: BinaryOperator.And } item => Is(item.Left) && Is(item.Right),
            Binary { Operator: BinaryOperator.Or } item => Is(item.Left) || Is(item.Right),
            Binary { Operator: BinaryOperator.Less } item => Number(item.Left) < Number(item.Right),
            Binary { Operator: BinaryOperator.LessOrEqual } item => Number(item.Left) <= Number(item.Right),
            Binary { Operator: BinaryOperator.GreaterOrEqual } item => Number(item.Left) >= Number(item.Right),
            Binary { Operator: BinaryOperator.Equal } item => Number(item.Left) == Number(item.Right),
            _ => throw new NotSupportedException($"{expression} is new in a constraint; teach this test"),
        };
        return Is(constraint.Condition);
    }

    private static IEnumerable<string> Read(Expr expression) => expression switch
    {
        ParameterRef item => [item.Name],
        Binary item => Read(item.Left).Concat(Read(item.Right)),
        _ => [],
    };

    private static bool Start(Dictionary<string, long> values, out string? problem)
    {
        ParameterSet parameters = default;
        for (int row = 0; row < ParameterTable.Count; row++)
        {
            ParameterTable.Set(ref parameters, row, values[ParameterTable.Name(row)]);
        }

        CoreState state = default;
        RetainedData nothing = default;
        return SafetyCore.TryStart(ref state, in parameters, in nothing, false, out problem);
    }
}
