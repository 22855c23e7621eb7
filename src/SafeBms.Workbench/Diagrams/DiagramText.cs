using System.Text;
using SafeBms.Specification.Model;

namespace SafeBms.Workbench.Diagrams;

/// <summary>What both kinds of diagram say at a state and at an arrow.</summary>
internal static class DiagramText
{
    // A longer guard is cut in the picture; the table beside it has the whole of it.
    private const int GuardCharacters_max = 110;

    // With many arrows the words are what makes a picture too wide to see as one.
    private const int ManyArrows = 16;
    private const int GuardCharactersOfMany_max = 44;

    /// <summary>"2  guard": the number is the transition's priority within its state; one has no number.</summary>
    internal static IReadOnlyList<string> Arrow(MachineInfo machine, TransitionInfo transition, int columns)
    {
        EquatableArray<TransitionInfo> siblings = machine.States[transition.Source].Transitions;
        int number = siblings.ToList().IndexOf(transition) + 1;
        string guard = string.Join(' ', transition.Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        int arrows = machine.States.Sum(state => state.Transitions.Count);
        int most = arrows > ManyArrows ? GuardCharactersOfMany_max : GuardCharacters_max;
        if (guard.Length > most)
        {
            guard = guard[..(most - 1)].TrimEnd() + "…";
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

    /// <summary>The outputs that a state itself gives, as short as a glance needs them: what is false is left out,
    /// unless it takes back what an outer state gives.</summary>
    internal static IEnumerable<string> Outputs(MachineInfo machine, StateInfo state, Func<Expr, string> print)
    {
        foreach (OutputAssignment output in state.Outputs)
        {
            if (output.Value is not Literal { Type.Kind: ValueKind.Bool } literal)
            {
                yield return $"{output.Output} = {print(output.Value)}";
            }
            else if (literal.Value != 0)
            {
                yield return output.Output;
            }
            else if (IsGivenOutside(machine, state, output.Output))
            {
                yield return $"no {output.Output}";
            }
        }
    }

    /// <summary>The leaf that is entered when a state is the target.</summary>
    internal static StateInfo EntryLeaf(MachineInfo machine, StateInfo state)
    {
        while (state.InitialChild >= 0)
        {
            state = machine.States[state.InitialChild];
        }

        return state;
    }

    private static bool IsGivenOutside(MachineInfo machine, StateInfo state, string output)
    {
        for (int index = state.Parent; index >= 0; index = machine.States[index].Parent)
        {
            if (machine.States[index].Outputs.FirstOrDefault(item => item.Output == output) is { } given)
            {
                return given.Value is not Literal { Value: 0 };
            }
        }

        return false;
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
