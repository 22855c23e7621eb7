using System.Globalization;
using System.Text;
using SafeBms.Exploration.Slices;

namespace SafeBms.Exploration.Spin;

/// <summary>A slice as a Promela file.</summary>
internal static class PromelaWriter
{
    /// <summary>Marks the lines of a replayed trail that hold the choices and verdicts of a scan.</summary>
    public const string TrailMark = "SCAN";

    /// <summary>Marks the line that holds the memory before the first scan.</summary>
    public const string StartMark = "START";

    /// <summary>The whole file.</summary>
    public static string Write(Slice slice)
    {
        StringBuilder text = new();
        AppendHeader(text, slice);
        AppendDeclarations(text, slice);
        text.Append(ClockBounds.Write(slice));
        text.Append("\nactive proctype controller()\n{\n  atomic {\n");
        AppendStart(text, slice);
        text.Append("  }\n  do\n  :: atomic {\n");
        AppendChoices(text, slice);
        text.Append("    d_step {\n      c_code { remember(); };\n");
        AppendScan(text, slice);
        AppendJudgement(text, slice);
        text.Append("    }\n  }\n  od\n}\n");
        return text.ToString();
    }

    private static void AppendHeader(StringBuilder text, Slice slice)
    {
        string clocks = slice.Clocks.Count == 0 ? "none"
            : string.Join(", ", slice.Clocks.Select(clock => clock.Comment));
        text.Append(CultureInfo.InvariantCulture, $"""
            /* Property {slice.Definition.Name}: {Safe(slice.PropertyText)}
               Machines: {string.Join(", ", slice.Definition.Machines)}
               Clocks: {Safe(clocks)}
               One turn of the loop is one scan, and all its repetitions in which nothing changes and no clock crosses a
               threshold. `s` is the discrete state; bound[i * N + j] is the largest clock i - clock j, clock 0 is 0.
               Verify: spin -a FILE && gcc -O2 {SpinProgram.CompilerOptions} -o pan pan.c
                       && ./pan {SpinProgram.Options} */

            """);
    }

    private static void AppendDeclarations(StringBuilder text, Slice slice)
    {
        text.Append(CultureInfo.InvariantCulture,
            $"\n#define N {slice.Clocks.Count + 1}\n\n#define NO_BOUND 1000000000\n\ntypedef Memory {{\n");
        foreach (SliceVariable memory in slice.Memory)
        {
            text.Append(CultureInfo.InvariantCulture,
                $"  {Type(memory)} {memory.Name};  /* {Safe(memory.Comment)} */\n");
        }

        text.Append("  bool unused\n}\nMemory s;\nint bound[N * N];\nbool possible, holds;\n\n/* Free in every "
            + "scan. */\n");
        Declare(text, slice.Choices);
        text.Append("/* Guessed, then checked against the clocks. */\n");
        Declare(text, slice.Clocks.SelectMany(clock => clock.Verdicts.Values));
        text.Append("/* Within a scan. */\n");
        Declare(text, slice.Scratch);
        foreach (SliceClock clock in slice.Clocks)
        {
            text.Append(clock.ZeroAtEnd.IsFalse ? string.Empty : $"bool zero_{clock.Name}, restart_{clock.Name};\n");
            if (slice.Scratch.All(variable => variable != clock.Run))
            {
                Declare(text, [clock.Run]);
            }
        }

        text.Append('\n');
    }

    private static void Declare(StringBuilder text, IEnumerable<SliceVariable> variables)
    {
        foreach (SliceVariable variable in variables)
        {
            text.Append(CultureInfo.InvariantCulture,
                $"{Type(variable)} {variable.Name};  /* {Safe(variable.Comment)} */\n");
        }
    }

    private static void AppendStart(StringBuilder text, Slice slice)
    {
        foreach (SliceVariable memory in slice.Memory)
        {
            if (memory.StartsAnywhere)
            {
                AppendOptions(text, memory, "    ", SliceNode.True);
            }
            else if (memory.Initial != 0)
            {
                text.Append(CultureInfo.InvariantCulture, $"    s.{memory.Name} = {memory.Initial};\n");
            }
        }

        text.Append("    c_code { start_clocks(); };\n");
        AppendPrint(text, StartMark, slice.Memory, "    ");
    }

    private static void AppendChoices(StringBuilder text, Slice slice)
    {
        foreach (SliceClock clock in slice.Clocks)
        {
            foreach ((long threshold, SliceVariable verdict) in clock.Verdicts)
            {
                text.Append(CultureInfo.InvariantCulture,
                    $"    if\n    :: {verdict.Name} = 0\n    :: c_expr {{ may_reach({clock.Index}, {threshold}) }} "
                        + $"-> {verdict.Name} = 1\n    fi;\n");
            }
        }

        foreach (SliceVariable choice in slice.Relevance.Order)
        {
            AppendOptions(text, choice, "    ", slice.Relevance.ConditionOf(choice));
        }
    }

    // What nobody would read stays 0.
    private static void AppendOptions(StringBuilder text, SliceVariable choice, string indent, SliceNode matters)
    {
        string name = PromelaExpression.Name(choice);
        SliceNode isOpen = SliceNode.And(choice.OnlyIf, matters);
        text.Append(CultureInfo.InvariantCulture, $"{indent}if\n{indent}:: {name} = {choice.Min}\n");
        string condition = isOpen.IsTrue ? string.Empty : PromelaExpression.Of(isOpen) + " -> ";
        for (long value = choice.Min + 1; value <= choice.Max; value++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{indent}:: {condition}{name} = {value}\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"{indent}fi;\n");
    }

    private static void AppendScan(StringBuilder text, Slice slice)
    {
        string section = string.Empty;
        foreach (SliceAssignment assignment in slice.Assignments)
        {
            if (assignment.Section != section)
            {
                section = assignment.Section;
                text.Append(CultureInfo.InvariantCulture, $"      /* {Safe(section)} */\n");
            }

            string target = PromelaExpression.Name(assignment.Target);
            text.Append(CultureInfo.InvariantCulture,
                $"      {target} = {PromelaExpression.Of(assignment.Value, "        ")};\n");
        }

        foreach (SliceClock clock in slice.Clocks.Where(clock => !clock.ZeroAtEnd.IsFalse))
        {
            text.Append(CultureInfo.InvariantCulture,
                $"      zero_{clock.Name} = {PromelaExpression.Of(clock.ZeroAtEnd)};\n");
            text.Append(CultureInfo.InvariantCulture,
                $"      restart_{clock.Name} = {PromelaExpression.Of(clock.Restarted)};\n");
        }
    }

    private static void AppendJudgement(StringBuilder text, Slice slice)
    {
        text.Append(CultureInfo.InvariantCulture,
            $"      /* property */\n      holds = {PromelaExpression.Of(slice.Holds, "        ")};\n");
        text.Append("      c_code { now.possible = clocks_of_scan(); };\n      if\n      :: possible ->\n");
        AppendPrint(text, TrailMark, slice.Choices.Concat(slice.Clocks.SelectMany(clock => clock.Verdicts.Values)),
            "         ");
        text.Append("         assert(holds);\n         c_code { clocks_after_scan(); }\n      :: else -> c_code { "
            + "undo(); }\n      fi;\n");
        text.Append("      /* Only memory and clocks tell one state from another. */\n      possible = 0; holds = "
            + "0;\n");
        IEnumerable<SliceVariable> forgotten = slice.Choices
            .Concat(slice.Clocks.SelectMany(clock => clock.Verdicts.Values))
            .Concat(slice.Scratch);
        foreach (SliceVariable variable in forgotten)
        {
            text.Append(CultureInfo.InvariantCulture, $"      {variable.Name} = 0;\n");
        }

        foreach (SliceClock clock in slice.Clocks.Where(clock => !clock.ZeroAtEnd.IsFalse))
        {
            text.Append(CultureInfo.InvariantCulture, $"      zero_{clock.Name} = 0; restart_{clock.Name} = 0;\n");
        }
    }

    private static void AppendPrint(StringBuilder text, string mark, IEnumerable<SliceVariable> variables,
        string indent)
    {
        List<string> names = [.. variables.Select(PromelaExpression.Name)];
        string format = string.Concat(Enumerable.Repeat(" %d", names.Count));
        string values = string.Concat(names.Select(name => ", " + name));
        text.Append(CultureInfo.InvariantCulture, $"{indent}printf(\"{mark}{format}\\n\"{values});\n");
    }

    private static string Type(SliceVariable variable) =>
        variable is { Min: 0, Max: <= 1 } ? "bool" : variable is { Min: >= 0, Max: <= 255 } ? "byte" : "int";

    // Nothing in a comment may end it.
    private static string Safe(string text) => text.Replace("*/", "* /", StringComparison.Ordinal);
}
