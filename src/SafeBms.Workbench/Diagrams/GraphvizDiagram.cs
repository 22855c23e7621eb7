using System.Globalization;
using System.Text;
using SafeBms.Specification.Model;

namespace SafeBms.Workbench.Diagrams;

/// <summary>A machine as text for Graphviz' <c>dot</c>; colours come from the classes of a style sheet.</summary>
public static class GraphvizDiagram
{
    private const int LabelColumns = 26;

    private const string Head = """
          graph [compound=true, newrank=true, rankdir=TB, nodesep=0.4, ranksep=0.5, pad=0.15, bgcolor="transparent",
            fontname="Helvetica,Arial,sans-serif", fontsize=12];
          node [shape=plain, fontname="Helvetica,Arial,sans-serif", fontsize=12];
          edge [fontname="Helvetica,Arial,sans-serif", fontsize=10, arrowsize=0.7, class="arrow"];
          start [shape=circle, style=filled, label="", width=0.16, fixedsize=true, class="start"];

        """;

    private const string Port = "[shape=circle, style=filled, label=\"\", width=0.09, fixedsize=true, class=\"port\"]";

    private const string Box =
        "<TABLE STYLE=\"ROUNDED\" BORDER=\"1\" CELLBORDER=\"0\" CELLSPACING=\"0\" CELLPADDING=\"4\" "
        + "BGCOLOR=\"#ffffff\">";

    /// <summary>The text; <paramref name="print"/> gives the text of an output's expression.</summary>
    public static string Write(MachineInfo machine, Func<Expr, string> print)
    {
        ArgumentNullException.ThrowIfNull(machine);
        StringBuilder text = new();
        text.Append("digraph machine {\n");
        text.Append(Head);
        int root = machine.InitialLeaf;
        while (machine.States[root].Parent >= 0)
        {
            root = machine.States[root].Parent;
        }

        Level(machine, -1, "  ", print, text);
        string lhead = machine.States[root].InitialChild >= 0 ? $" [lhead=cluster_{root}]" : string.Empty;
        text.Append(Invariant($"  start -> s{machine.InitialLeaf}{lhead};\n"));
        foreach (TransitionInfo transition in machine.States.SelectMany(state => state.Transitions))
        {
            Arrow(machine, transition, text);
        }

        return text.Append("}\n").ToString();
    }

    private static void Level(
        MachineInfo machine, int parent, string indent, Func<Expr, string> print, StringBuilder text)
    {
        foreach (StateInfo state in machine.States.Where(state => state.Parent == parent))
        {
            if (state.InitialChild < 0)
            {
                Leaf(machine, state, indent, print, text);
                continue;
            }

            string outputs = string.Join("   ", DiagramText.Outputs(machine, state, print));
            text.Append(Invariant($"{indent}subgraph cluster_{state.Index} {{\n"));
            text.Append(indent).Append("  graph [style=\"rounded,filled\", class=\"composite\", ");
            text.Append("labeljust=l, margin=14, ");
            text.Append("label=<<B>").Append(Html(state.Name)).Append("</B>");
            if (outputs.Length > 0)
            {
                text.Append("<FONT POINT-SIZE=\"10\">   ").Append(Html(outputs)).Append("</FONT>");
            }

            text.Append(">];\n");
            if (NeedsPort(machine, state))
            {
                // An arrow from a state to itself or to its own child needs a place of its own inside the frame.
                text.Append(Invariant($"{indent}  p{state.Index} {Port};\n"));
            }

            Level(machine, state.Index, indent + "  ", print, text);
            text.Append(indent).Append("}\n");
        }
    }

    private static void Leaf(
        MachineInfo machine, StateInfo state, string indent, Func<Expr, string> print, StringBuilder text)
    {
        string kind = state.IsFinal ? "state final" : state.Index == machine.InitialLeaf ? "state initial" : "state";
        text.Append(Invariant($"{indent}s{state.Index} [class=\"{kind}\", "));
        text.Append("label=<").Append(Box);
        text.Append("<TR><TD><B>").Append(Html(state.Name)).Append("</B></TD></TR>");
        foreach (string output in DiagramText.Outputs(machine, state, print))
        {
            string line = string.Join("<BR/>", DiagramText.Wrap(output, LabelColumns).Select(Html));
            text.Append("<TR><TD ALIGN=\"LEFT\" BALIGN=\"LEFT\"><FONT POINT-SIZE=\"10\">").Append(line);
            text.Append("</FONT></TD></TR>");
        }

        text.Append("</TABLE>>];\n");
    }

    private static void Arrow(MachineInfo machine, TransitionInfo transition, StringBuilder text)
    {
        StateInfo source = machine.States[transition.Source];
        StateInfo target = machine.States[transition.Target];
        List<string> attributes = [];
        string from = Invariant($"s{source.Index}");
        string to = Invariant($"s{DiagramText.EntryLeaf(machine, target).Index}");
        if (source.InitialChild >= 0)
        {
            if (DiagramText.IsInside(machine, target.Index, source.Index))
            {
                from = Invariant($"p{source.Index}");
            }
            else
            {
                from = Invariant($"s{DiagramText.EntryLeaf(machine, source).Index}");
                attributes.Add(Invariant($"ltail=cluster_{source.Index}"));
            }
        }

        if (target.InitialChild >= 0 && !DiagramText.IsInside(machine, source.Index, target.Index))
        {
            attributes.Add(Invariant($"lhead=cluster_{target.Index}"));
        }

        List<string> lines = [.. DiagramText.Arrow(machine, transition, LabelColumns)];
        if (transition.ToHistory)
        {
            lines.Add("(history)");
        }

        string label = string.Concat(lines.Select(line => $"&#160;{Html(line)}&#160;<BR ALIGN=\"LEFT\"/>"));
        attributes.Add($"label=<{label}>");
        text.Append("  ").Append(from).Append(" -> ").Append(to);
        text.Append(" [").AppendJoin(", ", attributes).Append("];\n");
    }

    private static bool NeedsPort(MachineInfo machine, StateInfo state) =>
        state.Transitions.Any(transition => DiagramText.IsInside(machine, transition.Target, state.Index));

    private static string Html(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal)
        .Replace("\"", "&quot;", StringComparison.Ordinal);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
