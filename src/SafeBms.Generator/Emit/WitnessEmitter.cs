using SafeBms.Specification.Model;

namespace SafeBms.Generator.Emit;

/// <summary>The <c>must_see</c> conditions: a property whose premise never happened has shown nothing.</summary>
internal static class WitnessEmitter
{
    private const string FileName = "Witness.g.cs";

    /// <summary>Emits the file.</summary>
    public static GeneratedFile Emit(PropertiesModel model, EmitContext context)
    {
        CodeWriter output = new();
        MapWriter map = new(FileName, output);
        FileHead.Write(output, "*.properties.yaml", "Called by tests and simulation after a scan, never by the scan.");
        int count = Math.Max(1, model.Witnesses.Count);
        output.Summary("Which conditions that must be seen have been seen.");
        output.Open("public static partial class Witness");
        output.Line($"[InlineArray({count})]");
        output.Open("public struct SeenFlags");
        output.Line("private bool first;");
        output.Close();
        output.Blank();
        MonitorsEmitter.WriteMemory(output, model.Witness, context,
            "/// <summary>Conditions that have held at least once.</summary>", "public SeenFlags Flags;");
        output.Summary("Whether a condition has held in some scan since the reset.");
        output.Line("public static bool Seen(in Memory m, int index) => m.Flags[index];");
        output.Blank();
        output.Summary("One scan of every condition, on the checked inputs and the outputs that were written.");
        output.Open("public static void Step(in CoreState state, in OutputImage written, ref Memory m)");
        output.Line("Step(state.Inputs, written, state.Parameters, ref m);");
        output.Close();
        output.Blank();
        output.Open("private static void Step(in Validity v, in OutputImage o, in ParameterSet p, ref Memory m)");
        PartsWriter parts =
            new(output, context, model.Witness, Conclusions(output, map, model), (string.Empty, string.Empty));
        parts.WriteCalls();
        output.Close();
        parts.WriteParts();
        output.Close();
        map.WriteClass("WitnessMap");
        return new GeneratedFile(FileName, output.ToString());
    }

    private static List<Conclusion> Conclusions(CodeWriter output, MapWriter map, PropertiesModel model) =>
    [
        .. model.Witnesses.Select(
            (witness, index) => new Conclusion(witness.Span.File, witness.Condition, expressions =>
        {
            output.Blank();
            output.Comment($"{witness.PropertyId}: {witness.Text} ({witness.Span.File}:{witness.Span.Line})");
            string condition = expressions.Text(witness.Condition);
            map.Mark("witness", $"{witness.PropertyId}.{witness.Index}", witness.Span);
            output.Line($"m.Flags[{index}] |= {condition};");
        })),
    ];
}
