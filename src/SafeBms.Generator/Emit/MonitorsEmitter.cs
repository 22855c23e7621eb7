using SafeBms.Specification.Model;

namespace SafeBms.Generator.Emit;

/// <summary>The properties as code that runs in every scan, one bit a property; and the witnesses of non-vacuity beside
/// it.</summary>
internal static class MonitorsEmitter
{
    private const string FileName = "Monitors.g.cs";
    private const string Arguments =
        "in Validity v, in OutputImage o, in ParameterSet p, ref Memory m, ref Bits failed";

    /// <summary>Emits the monitors.</summary>
    public static GeneratedFile Emit(PropertiesModel model, EmitContext context)
    {
        CodeWriter output = new();
        MapWriter map = new(FileName, output);
        FileHead.Write(output, "*.properties.yaml",
            "The properties, evaluated online. They name raw inputs, outputs and parameters, never a machine.");
        output.Summary("The online monitor: one bit a property, set in the scan in which the property fails.");
        output.Open("public static partial class Monitors");
        WriteMemory(output, model.Monitor, context);
        WriteBits(output, model);
        WriteStep(output, map, model, context);
        WriteReactions(output, model);
        output.Close();
        map.WriteClass("MonitorsMap");
        return new GeneratedFile(FileName, output.ToString());
    }

    /// <summary>The struct of a block's temporal calls, and its reset.</summary>
    internal static void WriteMemory(CodeWriter output, MonitorBlock block, EmitContext context, params string[] more)
    {
        output.Summary("Memory of the temporal calls.");
        output.Open("public struct Memory");
        DetectorCode.WriteFields(output, block.Detectors);
        foreach (StepInfo step in block.Steps)
        {
            if (step is TimerStep timer)
            {
                output.Line($"public {CsType.Of(timer.Timer.Type)} {DetectorCode.Field(timer.Timer)};");
            }
        }

        foreach (string field in more)
        {
            output.Line(field);
        }

        output.Close();
        output.Blank();
        output.Summary("What holds before step 0.");
        output.Open("public static void Reset(in ParameterSet p, ref Memory m)");
        output.Line("m = default;");
        DetectorCode.WriteReset(
            output, new ExpressionWriter(new MonitorScope(context, []), output), context, block.Detectors);
        output.Close();
        output.Blank();
    }

    private static int Words(PropertiesModel model) => Math.Max(1, (model.Properties.Count + 63) / 64);

    private static void WriteBits(CodeWriter output, PropertiesModel model)
    {
        output.Summary("One bit a property, in the order of the specification.");
        output.Line($"[InlineArray({Words(model)})]");
        output.Open("public struct Bits");
        output.Line("private ulong first;");
        output.Close();
        output.Blank();
        output.Summary("In how many scans each property failed.");
        output.Line($"[InlineArray({Math.Max(1, model.Properties.Count)})]");
        output.Open("public struct Counters");
        output.Line("private long first;");
        output.Close();
        output.Blank();
    }

    private static void WriteStep(CodeWriter output, MapWriter map, PropertiesModel model, EmitContext context)
    {
        List<Conclusion> conclusions = [.. model.Properties.Select((property, index) => new Conclusion(
            property.File, property.Always, expressions => WriteProperty(output, map, property, index, expressions)))];
        PartsWriter parts = new(output, context, model.Monitor, conclusions, (", ref Bits failed", ", ref failed"));
        output.Summary("One scan of every property on these inputs and outputs.");
        output.Open($"public static void Step({Arguments})");
        output.Line("failed = default;");
        parts.WriteCalls();
        output.Close();
        parts.WriteParts();
    }

    private static void WriteProperty(
        CodeWriter output, MapWriter map, PropertyInfo property, int index, ExpressionWriter expressions)
    {
        output.Blank();
        output.Comment(
            $"{property.Id} ({property.File}:{property.Span.Line}) {string.Join(", ", property.Requirements)}");
        output.Comment(property.Text);
        if (property.Always is null)
        {
            output.Comment("Not monitored; evidence: " + property.Evidence);
            return;
        }

        output.Comment("always " + property.AlwaysText);
        Code condition = expressions.Write(property.Always);
        map.Mark("property", property.Id, property.Span);
        output.Line($"failed[{index / 64}] |= {condition.At(Code.Or)} ? 0UL : 1UL << {index % 64};");
    }

    private static void WriteReactions(CodeWriter output, PropertiesModel model)
    {
        List<string> terms = [];
        for (int word = 0; word < Words(model); word++)
        {
            ulong mask = 0;
            for (int index = word * 64; index < Math.Min(model.Properties.Count, (word + 1) * 64); index++)
            {
                mask |= model.Properties[index].OnViolation == ViolationReaction.Shutdown ? 1UL << (index % 64) : 0;
            }

            terms.Add($"(failed[{word}] & 0x{mask:X16}UL)");
        }

        output.Summary("Whether a property failed whose violation demands the ordered shutdown.");
        output.Line($"public static bool DemandsShutdown(in Bits failed) => ({string.Join(" | ", terms)}) != 0;");
        output.Blank();
        output.Summary("Adds the properties that failed on the outputs that were not written.");
        output.Open("public static void Merge(in Bits tripped, ref Bits failed)");
        for (int word = 0; word < Words(model); word++)
        {
            output.Line($"failed[{word}] |= tripped[{word}];");
        }

        output.Close();
        output.Blank();
        output.Summary("Counts a scan for every property that failed in it; the counters stop at their largest value.");
        output.Open("public static void Count(in Bits failed, ref Counters violations)");
        output.Open($"for (int word = 0; word < {Words(model)}; word++)");
        output.Open("for (ulong rest = failed[word]; rest != 0; rest &= rest - 1)");
        output.Line("int index = (word * 64) + System.Numerics.BitOperations.TrailingZeroCount(rest);");
        output.Line("violations[index] += violations[index] < long.MaxValue ? 1 : 0;");
        output.Close();
        output.Close();
        output.Close();
    }
}
