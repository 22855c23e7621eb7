using SafeBms.Specification.Model;

namespace SafeBms.Differential.Tests;

/// <summary>The numbers at which the specification decides something, under one set of parameters.</summary>
internal sealed class Thresholds
{
    private static readonly long[] Neighbours = [-1, 0, 1];

    private readonly SpecificationModel model;
    private readonly IReadOnlyDictionary<string, long> parameters;

    public Thresholds(SpecificationModel model, IReadOnlyDictionary<string, long> parameters)
    {
        this.model = model;
        this.parameters = parameters;
        SeriesCells = Value("series_cells");
        Durations_ms = [.. OfUnit("ms").Concat([1L, 2, 3, 5, 10, 25, 200]).SelectMany(Around)
            .Where(duration => duration is > 0 and <= 40_000).Distinct().Order()];
    }

    public long SeriesCells { get; }

    /// <summary>Every delay of the parameters and its neighbours, as far as a run can wait for it.</summary>
    public long[] Durations_ms { get; }

    public long Value(string parameter) => parameters.TryGetValue(parameter, out long value)
        ? value
        : model.Parameters.Parameters.Single(candidate => candidate.Name == parameter).Default;

    /// <summary>Values worth trying on an input: each threshold of its unit and its neighbours, the borders of its
    /// range
    /// and what lies beyond them.</summary>
    public long[] ValuesFor(InputInfo input)
    {
        switch (input.Type.Kind)
        {
            case ValueKind.Bool:
                return [0, 1, 0, 1, 0, 1, 0, 1, 2];
            case ValueKind.Enum:
                long[] members = [.. model.Signals.Enums.Single(item => item.Name == input.Type.EnumName).Members
                    .Select(member => (long)member.Id)];
                return [.. members, .. members, members.Max() + 1];
            default:
                return [.. Numbers(input).SelectMany(Around)
                    .Where(value => value >= input.Type.Min - 1 && value <= input.Type.Max + 1)
                    .Distinct().Order()];
        }
    }

    private static IEnumerable<long> Around(long value) => Neighbours.Select(step => value + step);

    private IEnumerable<long> Numbers(InputInfo input)
    {
        IEnumerable<long> plain = OfUnit(input.Type.Unit);
        IEnumerable<long> all = input.Type.Min < 0 ? plain.Concat(plain.Select(value => -value)) : plain;

        // A pack voltage is compared with cell thresholds times the cells in series.
        return all.Concat(input.Type.Unit == "mV" && input.Type.Max > 10_000 ? plain.Select(v => v * SeriesCells) : [])
            .Concat([0, input.Type.Min, input.Type.Max]);
    }

    private IEnumerable<long> OfUnit(string unit) => model.Parameters.Parameters
        .Where(parameter => parameter.Type.Kind == ValueKind.Int && parameter.Type.Unit == unit)
        .Select(parameter => Value(parameter.Name));
}
