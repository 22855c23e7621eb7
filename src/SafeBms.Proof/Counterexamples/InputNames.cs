using SafeBms.Specification.Model;

namespace SafeBms.Proof.Counterexamples;

/// <summary>The inputs of the core in the order of its tables, with their declarations.</summary>
internal sealed class InputNames
{
    private readonly Dictionary<string, int> byName = new(StringComparer.Ordinal);

    /// <summary>Finds the declarations.</summary>
    /// <param name="signals">The dictionary.</param>
    /// <param name="order">Flat names in the order of the core's tables.</param>
    public InputNames(SignalsModel signals, IReadOnlyList<string> order)
    {
        List<InputRow> rows = [];
        rows.AddRange(signals.Inputs.Select(input => new InputRow(input.Name, input.Name, string.Empty, input)));
        foreach (GroupInfo group in signals.Groups)
        {
            Add(group, [string.Empty], rows);
        }

        Dictionary<string, InputRow> declared = rows.ToDictionary(row => row.Name, StringComparer.Ordinal);
        Rows = [.. order.Select(name => declared[name])];
        for (int index = 0; index < Rows.Count; index++)
        {
            byName[Rows[index].Name] = index;
        }
    }

    /// <summary>All inputs.</summary>
    public IReadOnlyList<InputRow> Rows { get; }

    /// <summary>Index of a flat name; -1 if there is none.</summary>
    public int IndexOf(string name) => byName.GetValueOrDefault(name, -1);

    private static void Add(GroupInfo group, string[] prefixes, List<InputRow> rows)
    {
        string[] names = [.. prefixes.SelectMany(
            prefix => Enumerable.Range(0, group.Capacity).Select(index => $"{prefix}{group.Name}[{index}]."))];
        foreach (InputInfo input in group.Inputs)
        {
            rows.AddRange(names.Select(
                name => new InputRow(name + input.Name, $"{group.Path}.{input.Name}", group.Path, input)));
        }

        foreach (GroupInfo inner in group.Groups)
        {
            Add(inner, names, rows);
        }
    }
}

/// <summary>One input.</summary>
/// <param name="Name">Flat name: <c>battery[0].cell[1].voltage</c>.</param>
/// <param name="Field">The name without indices: <c>battery.cell.voltage</c>.</param>
/// <param name="Group">Path of its group; empty for a scalar.</param>
/// <param name="Info">The declaration.</param>
internal sealed record InputRow(string Name, string Field, string Group, InputInfo Info);
