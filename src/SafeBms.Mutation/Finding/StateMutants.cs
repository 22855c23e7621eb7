using System.Globalization;
using SafeBms.Specification.Model;
using SafeBms.Specification.Yaml;

namespace SafeBms.Mutation.Finding;

/// <summary>The mutants of a machine's states: outputs, actions, transitions and which one is initial.</summary>
internal sealed class StateMutants(
    MutantList list, SpecificationModel model, MachineInfo machine, IReadOnlyDictionary<string, string> units)
{
    private readonly StateInfo[] leaves = [.. machine.States.Where(state => state.InitialChild < 0)];

    internal void Find(YamlMapping states)
    {
        WrongInitial(states);
        foreach (YamlEntry entry in states.Entries)
        {
            if (entry.Value is not YamlMapping state)
            {
                continue;
            }

            string name = entry.Key.Value;
            Outputs(state, name);
            foreach (string action in (string[])["entry", "exit", "during"])
            {
                Actions(state, action, $"{name}.{action}");
            }

            if (state.Find("transitions") is { Value: YamlSequence transitions } key)
            {
                Transitions(key.Key, transitions, name);
            }

            if (state.Find("states")?.Value is YamlMapping children)
            {
                Find(children);
            }
        }
    }

    // The initial mark moves to the next sibling: one span from the one to the other.
    private void WrongInitial(YamlMapping states)
    {
        int now = states.Entries.ToList().FindIndex(entry => Initial(entry) is not null);
        if (now < 0 || states.Entries.Count < 2)
        {
            return;
        }

        YamlEntry marked = states.Entries[now];
        YamlEntry other = states.Entries[(now + 1) % states.Entries.Count];
        (int start, int length) = list.Block(Initial(marked)!.Key);
        string mark = list.Text.Substring(start, length);
        (int otherStart, int otherLength) = list.Block(((YamlMapping)other.Value).Entries[0].Key);
        int insert = otherStart + otherLength;
        string place = $"{marked.Key.Value}->{other.Key.Value}";
        if (insert > start)
        {
            string between = list.Text[(start + length)..insert];
            list.Add(Operators.WrongInitial, place, start, insert - start, between + mark);
        }
        else
        {
            string between = list.Text[insert..start];
            list.Add(Operators.WrongInitial, place, insert, start + length - insert, mark + between);
        }
    }

    private static YamlEntry? Initial(YamlEntry state) =>
        (state.Value as YamlMapping)?.Entries.FirstOrDefault(entry =>
            entry.Key.Value == "initial" && entry.Value is YamlScalar { Value: "true" });

    private void Outputs(YamlMapping state, string name)
    {
        if (state.Find("outputs")?.Value is not YamlMapping outputs)
        {
            return;
        }

        foreach (YamlEntry entry in outputs.Entries)
        {
            if (entry.Value is not YamlScalar scalar)
            {
                continue;
            }

            string place = $"{name}.outputs.{entry.Key.Value}";
            ExprType type = machine.Outputs.Single(output => output.Name == entry.Key.Value).Type;
            string? other = type.Kind switch
            {
                ValueKind.Bool when scalar.Value is "true" or "false" => scalar.Value == "true" ? "false" : "true",
                ValueKind.Bool => $"not ({scalar.Value})",
                ValueKind.Enum => MachineMutants.OtherMember(model, type, scalar.Value),
                _ => null,
            };
            if (other is not null)
            {
                list.Replace(Operators.WrongOutput, place, scalar, other);
            }

            ExpressionMutants.Find(list, scalar, place, type.Kind == ValueKind.Bool, units);
        }
    }

    private void Actions(YamlMapping owner, string key, string place)
    {
        if (owner.Find(key) is not { Value: YamlSequence actions } entry)
        {
            return;
        }

        List<YamlScalar> items = [.. actions.Items.OfType<YamlScalar>()];
        for (int index = 0; index < items.Count; index++)
        {
            string numbered = string.Create(CultureInfo.InvariantCulture, $"{place}.{index + 1}");
            string variable = items[index].Value.Split(":=")[0].Trim();
            bool isBool = machine.Variables.Single(candidate => candidate.Name == variable).Type.Kind == ValueKind.Bool;
            ExpressionMutants.FindAssigned(list, items[index], numbered, isBool, units);
            OtherTruth(items[index], numbered);
            DropAction(entry.Key, items, index, numbered);
            if (index + 1 < items.Count)
            {
                Swap(Operators.SwapAssignments, numbered, Raw(items[index]), Raw(items[index + 1]));
            }
        }
    }

    private void OtherTruth(YamlScalar action, string place)
    {
        string[] parts = action.Value.Split(":=");
        string value = parts[^1].Trim();
        if (value is "true" or "false")
        {
            list.Replace(Operators.WrongOutput, place, action, $"{parts[0]}:= {(value == "true" ? "false" : "true")}");
        }
    }

    private void DropAction(YamlScalar key, List<YamlScalar> items, int index, string place)
    {
        bool isBlock = items[index].Span.Line != key.Span.Line;
        if (items.Count == 1 && isBlock)
        {
            (int from, int all) = list.Block(key);
            list.Add(Operators.DropAssignment, place, from, all, string.Empty);
            return;
        }

        if (isBlock)
        {
            int line = list.LineStart(items[index]);
            int next = list.Text.IndexOf('\n', line) + 1;
            list.Add(Operators.DropAssignment, place, line, next - line, string.Empty);
            return;
        }

        (int start, int length) = Raw(items[index]);
        if (index + 1 < items.Count)
        {
            length = Raw(items[index + 1]).Start - start;
        }
        else if (index > 0)
        {
            int before = Raw(items[index - 1]).Start + Raw(items[index - 1]).Length;
            length += start - before;
            start = before;
        }

        list.Add(Operators.DropAssignment, place, start, length, string.Empty);
    }

    private (int Start, int Length) Raw(YamlScalar scalar) => (list.OffsetOf(scalar.Span), scalar.Span.Length);

    private void Transitions(YamlScalar key, YamlSequence transitions, string state)
    {
        for (int index = 0; index < transitions.Items.Count; index++)
        {
            if (transitions.Items[index] is not YamlMapping transition)
            {
                continue;
            }

            string place = string.Create(CultureInfo.InvariantCulture, $"{state}.{index + 1}");
            (int start, int length) = list.Block(transition);
            int keyStart = list.LineStart(key);
            bool isOnly = transitions.Items.Count == 1;
            int from = isOnly ? keyStart : start;
            list.Add(Operators.DropTransition, place, from, start + length - from, string.Empty);
            if (index + 1 < transitions.Items.Count)
            {
                Swap(Operators.SwapPriorities, place, (start, length), list.Block(transitions.Items[index + 1]));
            }

            if (transition.Find("when")?.Value is YamlScalar guard)
            {
                list.Replace(Operators.NegateGuard, place, guard, $"not ({guard.Value})");
                ExpressionMutants.Find(list, guard, place, isBool: true, units);
            }

            Actions(transition, "do", place + ".do");
            if (transition.Find("to")?.Value is YamlScalar target)
            {
                Redirect(target, place);
            }
        }
    }

    private void Swap(string kind, string place, (int Start, int Length) first, (int Start, int Length) second)
    {
        ReadOnlySpan<char> text = list.Text;
        string swapped = string.Concat(
            text.Slice(second.Start, second.Length),
            text[(first.Start + first.Length)..second.Start],
            text.Slice(first.Start, first.Length));
        list.Add(kind, place, first.Start, second.Start + second.Length - first.Start, swapped);
    }

    // To the leaf after the right one, and to the initial leaf.
    private void Redirect(YamlScalar target, string place)
    {
        StateInfo? right = machine.States.FirstOrDefault(state => state.Name == target.Value);
        if (right is null || leaves.Length < 2)
        {
            return;
        }

        StateInfo entered = Leaf(right);
        int at = Array.FindIndex(leaves, leaf => leaf.Index == entered.Index);
        StateInfo next = leaves[(at + 1) % leaves.Length];
        StateInfo initial = machine.States[machine.InitialLeaf];
        foreach (StateInfo wrong in ((StateInfo[])[next, initial]).DistinctBy(state => state.Name))
        {
            if (wrong.Index != entered.Index)
            {
                list.Replace(Operators.Redirect, place, target, wrong.Name);
            }
        }
    }

    private StateInfo Leaf(StateInfo state)
    {
        StateInfo leaf = state;
        while (leaf.InitialChild >= 0)
        {
            leaf = machine.States[leaf.InitialChild];
        }

        return leaf;
    }
}
