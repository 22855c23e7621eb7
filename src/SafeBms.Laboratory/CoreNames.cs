namespace SafeBms.Laboratory;

/// <summary>Names behind the indices of an <see cref="ILoadedCore"/>, in the order of the generated tables.</summary>
/// <param name="Inputs">Flat names: <c>pack_current</c>, <c>battery[3].cell[7].voltage</c>.</param>
/// <param name="Outputs">Output signals.</param>
/// <param name="States"><c>machine.state</c>, <c>machine.variable</c>, <c>machine[3].output.valid</c>.</param>
/// <param name="Properties">Ids of the properties with a monitor.</param>
/// <param name="Witnesses">For each condition that must be seen, the id of its property.</param>
/// <param name="Parameters">Parameters of the set: configurable, or given by a product.</param>
/// <param name="Products">Products.</param>
public sealed record CoreNames(
    IReadOnlyList<string> Inputs,
    IReadOnlyList<string> Outputs,
    IReadOnlyList<string> States,
    IReadOnlyList<string> Properties,
    IReadOnlyList<string> Witnesses,
    IReadOnlyList<string> Parameters,
    IReadOnlyList<string> Products)
{
    private readonly Dictionary<string, int> inputs = Index(Inputs);
    private readonly Dictionary<string, int> outputs = Index(Outputs);
    private readonly Dictionary<string, int> states = Index(States);
    private readonly Dictionary<string, int> properties = Index(Properties);
    private readonly Dictionary<string, int> parameters = Index(Parameters);
    private readonly Dictionary<string, int> products = Index(Products);

    /// <summary>Index of an input, or -1.</summary>
    public int Input(string name) => inputs.GetValueOrDefault(name, -1);

    /// <summary>Index of an output, or -1.</summary>
    public int Output(string name) => outputs.GetValueOrDefault(name, -1);

    /// <summary>Index of a row of the state table, or -1.</summary>
    public int State(string name) => states.GetValueOrDefault(name, -1);

    /// <summary>Index of a property, or -1.</summary>
    public int Property(string id) => properties.GetValueOrDefault(id, -1);

    /// <summary>Index of a parameter, or -1 if there is none or it is fixed.</summary>
    public int Parameter(string name) => parameters.GetValueOrDefault(name, -1);

    /// <summary>Index of a product, or -1.</summary>
    public int Product(string name) => products.GetValueOrDefault(name, -1);

    /// <summary>A list of names from a table.</summary>
    public static IReadOnlyList<string> List(int count, Func<int, string> name)
    {
        ArgumentNullException.ThrowIfNull(name);
        string[] names = new string[count];
        for (int index = 0; index < count; index++)
        {
            names[index] = name(index);
        }

        return names;
    }

    private static Dictionary<string, int> Index(IReadOnlyList<string> names)
    {
        Dictionary<string, int> index = new(names.Count, StringComparer.Ordinal);
        for (int at = 0; at < names.Count; at++)
        {
            index[names[at]] = at;
        }

        return index;
    }
}
