using System.Text;
using SafeBms.Specification.Model;

namespace SafeBms.Workbench.Diagrams;

/// <summary>What both kinds of diagram say at a state and at an arrow.</summary>
internal static class DiagramText
{
    // A longer guard is cut in the picture; the table beside it has the whole of it.
    private const int GuardCharacters_max = 110;

    /// <summary>"2  guard": the number is the transition's priority within its state; one has no number.</summary>
    internal static IReadOnlyList<string> Arrow(MachineInfo machine, TransitionInfo transition, int columns)
    {
        EquatableArray<TransitionInfo> siblings = machine.States[transition.Source].Transitions;
        int number = siblings.ToList().IndexOf(transition) + 1;
        string guard = string.Join(' ', transition.Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (guard.Length > GuardCharacters_max)
        {
            guard = guard[..(GuardCharacters_max - 1)].TrimEnd() + "…";
        }

        return Wrap(siblings.Count > 1 ? $"{number}. {guard}" : guard, columns);
    }

    /// <summary>Breaks at blanks; a word that is longer than the line stays whole.</summary>
    internal static IReadOnlyList<string> Wrap(string text, int columns)
    {
        List<string> lines = [];
        StringBuilder line = new();
        foreach (string word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > columns)
            {
                lines.Add(line.ToString());
                line.Clear();
            }

            if (line.Length > 0)
            {
                line.Append(' ');
            }

            line.Append(word);
        }

        lines.Add(line.ToString());
        return lines;
    }

    /// <summary>The outputs that a state itself gives, as short as a glance needs them.</summary>
    internal static IEnumerable<string> Outputs(StateInfo state, Func<Expr, string> print) =>
        from output in state.Outputs
        select output.Value is Literal { Type.Kind: ValueKind.Bool } literal
            ? literal.Value != 0 ? output.Output : $"no {output.Output}"
            : $"{output.Output} = {print(output.Value)}";

    /// <summary>The leaf that is entered when a state is the target.</summary>
    internal static StateInfo EntryLeaf(MachineInfo machine, StateInfo state)
    {
        while (state.InitialChild >= 0)
        {
            state = machine.States[state.InitialChild];
        }

        return state;
    }

    /// <summary>Whether a state lies inside another one (or is it).</summary>
    internal static bool IsInside(MachineInfo machine, int inner, int outer)
    {
        for (int index = inner; index >= 0; index = machine.States[index].Parent)
        {
            if (index == outer)
            {
                return true;
            }
        }

        return false;
    }
}
