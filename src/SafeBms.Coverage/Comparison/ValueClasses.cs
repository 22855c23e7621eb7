using SafeBms.Coverage.Machines;
using SafeBms.Specification.Model;

namespace SafeBms.Coverage.Comparison;

/// <summary>Values that stand for all of a type in one machine: every member, true and false, and of a number its ends
/// and one below, at and above each number with which the machine may compare it.</summary>
internal sealed class ValueClasses
{
    private readonly Dictionary<string, SortedSet<long>> constants = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long[]> members = new(StringComparer.Ordinal);
    private readonly Func<string, long?> parameter;

    public ValueClasses(SpecificationModel model, MachineInfo machine, Dictionary<string, long> parameters)
    {
        parameter = name => parameters.TryGetValue(name, out long value)
            ? value : model.Parameters.Parameters.First(candidate => candidate.Name == name).Default;
        foreach (EnumInfo enumeration in model.Signals.Enums)
        {
            members[enumeration.Name] = [.. enumeration.Members.Select(member => (long)member.Id)];
        }

        foreach (MachineInfo other in model.Machines.Append(model.ShutdownMachine))
        {
            members["machine:" + other.Name] =
                [.. other.States.Where(state => state.InitialChild < 0).Select(state => (long)state.Id)];
        }

        List<Expr> parts = [.. Expressions.Of(machine)
            .Concat(machine.Detectors.Select(detector => detector.Amount).OfType<Expr>())
            .SelectMany(Expressions.Walk)];
        foreach (Expr part in parts.Where(part => part.Type.Kind == ValueKind.Int))
        {
            if (Expressions.Constant(part, parameter) is long value)
            {
                Of(part.Type.Unit).Add(value);
            }
        }

        IsRelative = parts.OfType<Binary>().Any(binary =>
            binary.Operator is BinaryOperator.Add or BinaryOperator.Subtract && binary.Type.Unit != "ms"
            && Expressions.Constant(binary.Left, parameter) is null
            && Expressions.Constant(binary.Right, parameter) is null);
    }

    /// <summary>Whether the machine adds or subtracts what it reads, so that differences matter as well.</summary>
    public bool IsRelative { get; }

    /// <summary>The numbers of a unit that stand in the machine.</summary>
    public IReadOnlyCollection<long> Constants(string unit) => Of(unit);

    /// <summary>The value of an expression over parameters.</summary>
    public long? Constant(Expr expression) => Expressions.Constant(expression, parameter);

    /// <summary>The classes of a type.</summary>
    public long[] Values(ExprType type)
    {
        if (type.Kind == ValueKind.Bool)
        {
            return [0, 1];
        }

        if (type.Kind == ValueKind.Enum)
        {
            return members[type.EnumName];
        }

        IEnumerable<long> near = Of(type.Unit).SelectMany(value => new[] { value - 1, value, value + 1 });
        IEnumerable<long> both = type.Min < 0 ? near.SelectMany(value => new[] { value, -value }) : near;
        return [.. both.Concat([0, type.Min, type.Max])
            .Where(value => value >= type.Min && value <= type.Max).Distinct().Order()];
    }

    /// <summary>Numbers of scans up to the largest one: none, the ends, and what becomes one below, at and above each
    /// duration of the machine when the scan counts one more.</summary>
    public long[] Scans(long min, long max, string unit = "ms")
    {
        IEnumerable<long> near = Of(unit).SelectMany(value => new[] { value - 2, value - 1, value, value + 1 });
        return [.. near.Concat([min, 0, 1, max - 1, max])
            .Where(value => value >= min && value <= max).Distinct().Order()];
    }

    private SortedSet<long> Of(string unit)
    {
        if (!constants.TryGetValue(unit, out SortedSet<long>? known))
        {
            constants.Add(unit, known = []);
        }

        return known;
    }
}
