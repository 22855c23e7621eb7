using System.Text;
using SafeBms.Specification.Model;

namespace SafeBms.Workbench.Diagrams;

/// <summary>A machine as the text of a Mermaid state diagram, which code hosts draw by themselves.</summary>
public static class MermaidDiagram
{
    /// <summary>The text; for a block, which has no states, its outputs as one box.</summary>
    public static string Write(MachineInfo machine)
    {
        ArgumentNullException.ThrowIfNull(machine);
        StringBuilder text = new();
        text.Append("---\ntitle: ").Append(machine.Name).Append("\n---\nstateDiagram-v2\n");
        if (machine.States.Count == 0)
        {
            string outputs = string.Join(", ", machine.Outputs.Select(output => output.Name));
            text.Append("    block : ").Append(Label($"no states; computes {outputs}")).Append('\n');
            return text.ToString();
        }

        Level(machine, -1, "    ", text);
        foreach (TransitionInfo transition in machine.States.SelectMany(state => state.Transitions))
        {
            string label = string.Join("<br/>", DiagramText.Arrow(machine, transition, 44).Select(Label));
            string target = machine.States[transition.Target].Name;
            if (transition.ToHistory)
            {
                label += "<br/>(history)";
            }

            text.Append("    ").Append(machine.States[transition.Source].Name).Append(" --> ").Append(target)
                .Append(" : ").Append(label).Append('\n');
        }

        foreach (StateInfo state in machine.States.Where(state => state.IsFinal))
        {
            text.Append("    ").Append(state.Name).Append(" --> [*]\n");
        }

        return text.ToString();
    }

    private static void Level(MachineInfo machine, int parent, string indent, StringBuilder text)
    {
        int initial = parent >= 0 ? machine.States[parent].InitialChild : Root(machine);
        text.Append(indent).Append("[*] --> ").Append(machine.States[initial].Name).Append('\n');
        foreach (StateInfo state in machine.States.Where(state => state.Parent == parent))
        {
            if (state.InitialChild < 0)
            {
                text.Append(indent).Append(state.Name).Append('\n');
                continue;
            }

            text.Append(indent).Append("state ").Append(state.Name).Append(" {\n");
            Level(machine, state.Index, indent + "    ", text);
            text.Append(indent).Append("}\n");
        }
    }

    private static int Root(MachineInfo machine)
    {
        int index = machine.InitialLeaf;
        while (machine.States[index].Parent >= 0)
        {
            index = machine.States[index].Parent;
        }

        return index;
    }

    // Mermaid ends a label at ';' and reads '#', ':' and angle brackets its own way; entities are what it documents.
    private static string Label(string text) => text
        .Replace("#", "#35;", StringComparison.Ordinal)
        .Replace(";", "#59;", StringComparison.Ordinal)
        .Replace("#35#59;", "#35;", StringComparison.Ordinal)
        .Replace(":", "#58;", StringComparison.Ordinal)
        .Replace("<", "#60;", StringComparison.Ordinal)
        .Replace(">", "#62;", StringComparison.Ordinal)
        .Replace("{", "#123;", StringComparison.Ordinal)
        .Replace("}", "#125;", StringComparison.Ordinal);
}
