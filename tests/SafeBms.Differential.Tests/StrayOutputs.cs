using SafeBms.Interpreter;
using SafeBms.Specification.Model;

namespace SafeBms.Differential.Tests;

/// <summary>Inputs and outputs drawn at will, for the monitors alone. The machines would never write most of it; so the
/// properties are violated, each in many ways, which no run of a correct specification shows.</summary>
/// <remarks>A value stays for a while, for that is what delays are about.</remarks>
internal sealed class StrayOutputs
{
    private static readonly int[] Tempers_permille = [0, 20, 200, 700];
    private readonly Pair pair;
    private readonly Dice dice;
    private readonly long[] durations_ms;
    private readonly Drawn[] groups;
    private readonly Drawn[] outputs;
    private readonly long[] written;
    private readonly int properties;
    private long left;
    private long mood;

    public StrayOutputs(SpecificationModel model, ulong seed)
    {
        dice = new Dice(seed);
        properties = model.Properties.Properties.Count;
        pair = new Pair(model);
        Plan plan = Plan.Draw(seed, 0, model, parameters => pair.Start(parameters));
        pair.Start(plan.Parameters);
        Thresholds thresholds = new(model, plan.Parameters);
        durations_ms = thresholds.Durations_ms;
        InputTable inputs = pair.Reference.Inputs;
        groups = [.. Enumerable.Range(0, inputs.Count)
            .GroupBy(input => string.Concat(inputs.Name(input).Where(letter => !char.IsDigit(letter))))
            .Select(group => new Drawn([.. group], thresholds.ValuesFor(inputs.Info(group.First()))))];
        outputs = [.. model.Signals.Outputs.Select((output, index) => new Drawn([index], Values(model, output.Type)))];
        written = [.. model.Signals.Outputs.Select(output => output.Safe)];
    }

    /// <summary>One scan of the monitors. The first difference in words, or null.</summary>
    public string? Next()
    {
        if (mood-- <= 0)
        {
            mood = dice.Between(500, 4_000);
            Choose(groups);
            Choose(outputs);
        }

        if (left-- <= 0)
        {
            left = dice.Chance(600) ? dice.Between(0, 3) : dice.Pick(durations_ms);
            Change();
        }

        return pair.Judge(written);
    }

    /// <summary>Places of the properties that were violated so far.</summary>
    public IEnumerable<int> Violated => Enumerable.Range(0, properties).Where(
        property => pair.Reference.Violations(property) > 0);

    private static long[] Values(SpecificationModel model, ExprType type) => type.Kind switch
    {
        ValueKind.Bool => [0, 1],
        ValueKind.Enum => [.. model.Signals.Enums.Single(item => item.Name == type.EnumName).Members
            .Select(member => (long)member.Id)],
        _ => [type.Min, 0, type.Max],
    };

    // What is constant for some seconds, what flickers, and about which value: so that conditions on many values at once
    // are true for long, as in a system that runs.
    private void Choose(Drawn[] values)
    {
        foreach (Drawn value in values)
        {
            value.Favourite = dice.Pick(value.Values);
            value.Changes_permille = dice.Pick(Tempers_permille);
        }
    }

    private void Change()
    {
        foreach (Drawn group in groups)
        {
            bool strays = dice.Chance(group.Changes_permille);
            Set(group.Members, strays ? dice.Pick(group.Values) : group.Favourite, dice.Below(10) / 9,
                !strays || dice.Chance(900));
            if (strays && group.Members.Length > 1)
            {
                Set([dice.Pick(group.Members)], dice.Pick(group.Values), (int)dice.Pick([0L, 100, 1_000]), isAccepted: true);
            }
        }

        foreach (Drawn output in outputs)
        {
            written[output.Members[0]] = dice.Chance(output.Changes_permille) ? dice.Pick(output.Values) : output.Favourite;
        }
    }

    private void Set(int[] members, long value, int age_ms, bool isAccepted)
    {
        foreach (int member in members)
        {
            pair.Reference.Inputs[member] = new InputReading(value, age_ms, isAccepted);
        }
    }

    private sealed class Drawn(int[] members, long[] values)
    {
        public int[] Members { get; } = members;

        public long[] Values { get; } = values;

        public long Favourite { get; set; }

        public int Changes_permille { get; set; }
    }
}
