using SafeBms.Specification.Model;

namespace SafeBms.Generator.Emit;

/// <summary>Names, units and accessors by index, for tools outside of the scan.</summary>
internal sealed class TablesEmitter(EmitContext context)
{
    private const string FileName = "Tables.g.cs";
    private readonly CodeWriter output = new();

    /// <summary>Emits the file.</summary>
    public GeneratedFile Emit(TablesModel model)
    {
        FileHead.Write(
            output, "the whole specification", "For tools, tests and the terminal; the scan uses none of it.");
        WriteInputTable([.. TableRows.Inputs(model.Signals)]);
        WriteOutputTable([.. TableRows.Outputs(model.Signals)]);
        WriteStateTable([.. TableRows.States(model.Composition, context)]);
        WriteParameterTable(model.Parameters, [.. TableRows.Parameters(model.Parameters)]);
        new PropertyTablesWriter(output).Write(model.Properties, model.Witnesses, model.Products);
        WriteTexts(model.Composition);
        return new GeneratedFile(FileName, output.ToString());
    }

    private void WriteInputTable(List<TableRow> rows)
    {
        Open("InputTable", "The inputs by index.", rows);
        output.Summary("Replaces an input.");
        output.Line("public static void Set(ref InputImage image, int index, in InputSignal signal) =>");
        output.Line("    At(ref image, index) = signal;");
        output.Blank();
        output.Summary("An input as it was accepted.");
        output.Line("public static InputSignal Get(in InputImage image, int index) =>");
        output.Line("    At(ref Unsafe.AsRef(in image), index);");
        output.Blank();
        WriteSwitch(
            "public static bool IsValid(in Validity inputs, int index)",
            "Whether the core may use the input in this scan.",
            rows.Select(row => $"inputs.{row.Field}.IsValid"));
        output.Open("private static ref InputSignal At(ref InputImage image, int index)");
        output.Open("switch (index)");
        for (int index = 0; index < rows.Count; index++)
        {
            output.Line($"case {index}: return ref image.{rows[index].Field};");
        }

        output.Line("default: throw new ArgumentOutOfRangeException(nameof(index));");
        output.Close();
        output.Close();
        output.Close();
        output.Blank();
    }

    private void WriteOutputTable(List<TableRow> rows)
    {
        Open("OutputTable", "The output signals by index.", rows);
        WriteGet("in OutputImage image", "image", rows);
        WriteSet("ref OutputImage image", "image", rows);
        WriteText(rows);
        output.Close();
        output.Blank();
    }

    private void WriteStateTable(List<TableRow> rows)
    {
        Open("StateTable", "States, variables, timers and outputs of the machines by index.", rows);
        WriteGet("in CoreState state", "state", rows);
        WriteText(rows);
        output.Close();
        output.Blank();
    }

    private void WriteParameterTable(ParametersModel parameters, List<TableRow> rows)
    {
        Open("ParameterTable", "The parameters that are not constants, by index.", rows);
        WriteGet("in ParameterSet p", "p", rows);
        WriteSet("ref ParameterSet p", "p", rows);
        WriteText(rows);
        List<ParameterInfo> adjustable = [.. ParametersEmitter.Adjustable(parameters)];
        WriteSwitch("public static long Min(int index)", "Smallest value allowed.",
            adjustable.Select(p => CsType.Number(p.Type.Min)));
        WriteSwitch("public static long Max(int index)", "Largest value allowed.",
            adjustable.Select(p => CsType.Number(p.Type.Max)));
        output.Close();
        output.Blank();
    }

    private void Open(string name, string summary, List<TableRow> rows)
    {
        output.Summary(summary);
        output.Open("public static class " + name);
        TableParts.WriteStrings(output, "Names", rows.Select(row => row.Name));
        TableParts.WriteStrings(output, "Units", rows.Select(row => row.Type.Unit));
        output.Summary("Number of rows.");
        output.Line($"public static int Count => {rows.Count};");
        output.Blank();
        output.Summary("Flat name of a row.");
        output.Line("public static string Name(int index) => Names[index];");
        output.Blank();
        output.Summary("Base unit of a row; empty if it has none.");
        output.Line("public static string Unit(int index) => Units[index];");
        output.Blank();
        output.Summary("Row of a name; -1 if there is none.");
        output.Line("public static int IndexOf(string name) => Array.IndexOf(Names, name);");
        output.Blank();
    }

    private void WriteGet(string parameter, string owner, List<TableRow> rows) =>
        WriteSwitch(
            $"public static long Get({parameter}, int index)",
            "Value of a row: a bool as 0 or 1, an enumeration or state by its id.",
            rows.Select(row => AsLong(row, owner)));

    private static string AsLong(TableRow row, string owner)
    {
        string place = $"{owner}.{row.Field}";
        return row.Type.MayBeInvalid ? place + ".Value"
            : row.StatesOf.Length > 0 ? "(long)" + place
            : CsType.ToInt(row.Type, place);
    }

    private void WriteSet(string parameter, string owner, List<TableRow> rows)
    {
        output.Summary("Replaces the value of a row.");
        output.Open($"public static void Set({parameter}, int index, long value)");
        output.Open("switch (index)");
        for (int index = 0; index < rows.Count; index++)
        {
            string type = CsType.Of(rows[index].Type);
            string value = type == "bool" ? "value != 0" : type == "long" ? "value" : $"({type})value";
            output.Line($"case {index}: {owner}.{rows[index].Field} = {value}; break;");
        }

        output.Line("default: throw new ArgumentOutOfRangeException(nameof(index));");
        output.Close();
        output.Close();
        output.Blank();
    }

    private void WriteText(List<TableRow> rows)
    {
        IEnumerable<string> texts = rows.Select(row => row.StatesOf.Length > 0
            ? $"Texts.StatesOf{Naming.Pascal(row.StatesOf)}(value)"
            : row.Type.Kind switch
            {
                ValueKind.Bool => "value != 0 ? \"true\" : \"false\"",
                ValueKind.Enum when context.Enums.Any(e => e.Name == row.Type.EnumName) =>
                    $"Texts.{Naming.Pascal(row.Type.EnumName)}(value)",
                _ => $"Texts.Number(value, {Quoted.Text(row.Type.Unit)})",
            });
        WriteSwitch("public static string Text(int index, long value)", "A value of a row in words.", texts);
    }

    private void WriteSwitch(string header, string summary, IEnumerable<string> values)
    {
        output.Summary(summary);
        output.Open(header + " => index switch");
        int index = 0;
        foreach (string value in values)
        {
            output.Line($"{index++} => {value},");
        }

        output.Line("_ => throw new ArgumentOutOfRangeException(nameof(index)),");
        output.Close("};");
        output.Blank();
    }

    private void WriteTexts(CompositionModel model)
    {
        output.Summary("Values in words.");
        output.Open("internal static class Texts");
        output.Line("internal static string Number(long value, string unit) =>");
        output.Indent();
        output.Line("string.Create(System.Globalization.CultureInfo.InvariantCulture, $\"{value} {unit}\").TrimEnd();");
        output.Outdent();
        output.Blank();
        foreach (EnumInfo enumeration in context.Enums)
        {
            WriteNames(Naming.Pascal(enumeration.Name), enumeration.Members.Select(member => (member.Id, member.Name)));
        }

        foreach (MachineInfo machine in model.All.Where(machine => machine.States.Count > 0))
        {
            WriteNames(
                "StatesOf" + Naming.Pascal(machine.Name),
                machine.States.Where(state => state.InitialChild < 0).Select(state => (state.Id, state.Name)));
        }

        output.Close();
    }

    private void WriteNames(string method, IEnumerable<(int Id, string Name)> names)
    {
        output.Open($"internal static string {method}(long value) => value switch");
        foreach ((int id, string name) in names)
        {
            output.Line($"{id} => {Quoted.Text(name)},");
        }

        output.Line("_ => Number(value, string.Empty),");
        output.Close("};");
        output.Blank();
    }
}
