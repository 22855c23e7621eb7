using SafeBms.Specification.Model;

namespace SafeBms.Generator.Emit;

/// <summary>What the tables are emitted from; without places and behaviour.</summary>
public sealed record TablesModel(
    SignalsModel Signals,
    ParametersModel Parameters,
    CompositionModel Composition,
    EquatableArray<PropertyRow> Properties,
    EquatableArray<WitnessRow> Witnesses,
    EquatableArray<string> Products)
{
    /// <summary>The tables of a specification.</summary>
    public static TablesModel Of(SpecificationModel model) => new(
        model.Signals,
        model.Parameters,
        CompositionModel.Of(model),
        new(model.Properties.Properties.Select(p => new PropertyRow(p.Id, p.Text, p.Hazard, p.OnViolation))),
        new(model.Properties.Witnesses.Select(w => new WitnessRow(w.PropertyId, w.Text))),
        new(model.Products.Select(product => product.Name)));
}

/// <summary>A property for tools.</summary>
public sealed record PropertyRow(string Id, string Text, string Hazard, ViolationReaction OnViolation);

/// <summary>A condition that must be seen, for tools.</summary>
public sealed record WitnessRow(string PropertyId, string Text);

/// <summary>Parts that every table has.</summary>
internal static class TableParts
{
    /// <summary>An array of strings.</summary>
    public static void WriteStrings(CodeWriter output, string name, IEnumerable<string> values)
    {
        output.Open($"private static readonly string[] {name} =");
        foreach (string value in values)
        {
            output.Line(Quoted.Text(value) + ",");
        }

        output.Close("};");
        output.Blank();
    }
}

/// <summary>Tables of properties, witnesses and products.</summary>
internal sealed class PropertyTablesWriter(CodeWriter output)
{
    /// <summary>Writes them.</summary>
    public void Write(
        EquatableArray<PropertyRow> properties, EquatableArray<WitnessRow> witnesses, EquatableArray<string> products)
    {
        Open("PropertyTable", "The properties by index.", properties.Count);
        Column("Id", "Id, as P01.", properties.Select(property => property.Id));
        Column("Text", "The property in words.", properties.Select(property => property.Text));
        Column("Hazard", "The hazard that it guards against.", properties.Select(property => property.Hazard));
        Column("OnViolation", "shutdown, alarm or count.",
            properties.Select(property => property.OnViolation.ToString().ToLowerInvariant()));
        output.Summary("Whether the property failed in the last scan.");
        output.Line("public static bool IsViolated(in CoreState state, int index) =>");
        output.Line("    ((state.Failed[index / 64] >> (index % 64)) & 1) != 0;");
        output.Blank();
        output.Summary("In how many scans the property has failed since the start.");
        output.Line("public static long Violations(in CoreState state, int index) => state.Violations[index];");
        output.Close();
        output.Blank();
        Open("WitnessTable", "The conditions that must be seen, by index.", witnesses.Count);
        Column("PropertyId", "The property whose premise it is.", witnesses.Select(witness => witness.PropertyId));
        Column("Text", "The condition as written.", witnesses.Select(witness => witness.Text));
        output.Close();
        output.Blank();
        Open("ProductTable", "The products by index.", products.Count);
        Column("Name", "Name of the product.", products);
        output.Summary("The parameter set that it leaves the factory with.");
        output.Open("public static ParameterSet Parameters(int index) => index switch");
        for (int index = 0; index < products.Count; index++)
        {
            output.Line($"{index} => Products.{Naming.Pascal(products[index])}(),");
        }

        output.Line("_ => throw new ArgumentOutOfRangeException(nameof(index)),");
        output.Close("};");
        output.Close();
        output.Blank();
    }

    private void Open(string name, string summary, int count)
    {
        output.Summary(summary);
        output.Open("public static class " + name);
        output.Summary("Number of rows.");
        output.Line($"public static int Count => {count};");
        output.Blank();
    }

    private void Column(string method, string summary, IEnumerable<string> values)
    {
        TableParts.WriteStrings(output, method + "s", values);
        output.Summary(summary);
        output.Line($"public static string {method}(int index) => {method}s[index];");
        output.Blank();
    }
}
