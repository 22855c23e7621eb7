using System.Globalization;
using SafeBms.Specification.Model;
using SafeBms.Specification.Yaml;

namespace SafeBms.Mutation.Finding;

/// <summary>The mutants of one machine's file: declarations here, states in <see cref="StateMutants"/>.</summary>
internal sealed class MachineMutants
{
    private static readonly string[] Sections = ["variables", "timers", "define", "outputs", "states"];

    private readonly MutantList list;
    private readonly SpecificationModel model;
    private readonly MachineInfo machine;
    private readonly IReadOnlyDictionary<string, string> units;

    private MachineMutants(
        MutantList list, SpecificationModel model, MachineInfo machine, IReadOnlyDictionary<string, string> units)
    {
        this.list = list;
        this.model = model;
        this.machine = machine;
        this.units = units;
    }

    internal static void Find(
        MutantList list,
        YamlMapping root,
        SpecificationModel model,
        MachineInfo machine,
        IReadOnlyDictionary<string, string> units)
    {
        MachineMutants finder = new(list, model, machine, units);
        finder.Uses(root);
        finder.Variables(root);
        finder.Timers(root);
        finder.Defines(root);
        finder.Outputs(root);
        finder.OnCorrupt(root);
        if (root.Find("states")?.Value is YamlMapping states)
        {
            new StateMutants(list, model, machine, units).Find(states);
        }

        finder.Hysteresis(root);
    }

    private static IEnumerable<YamlEntry> Entries(YamlMapping root, string section) =>
        root.Find(section)?.Value is YamlMapping mapping ? mapping.Entries : [];

    private void Uses(YamlMapping root)
    {
        foreach (YamlEntry use in Entries(root, "uses"))
        {
            if (use.Value is YamlScalar { Value: string text } scalar
                && text.StartsWith("previous(", StringComparison.Ordinal))
            {
                list.Replace(Operators.DropPrevious, $"uses.{use.Key.Value}", scalar, text[9..^1]);
            }
        }
    }

    private void Variables(YamlMapping root)
    {
        foreach (YamlEntry entry in Entries(root, "variables"))
        {
            if (entry.Value is not YamlMapping declared)
            {
                continue;
            }

            VariableInfo variable = machine.Variables.Single(candidate => candidate.Name == entry.Key.Value);
            string place = $"variables.{variable.Name}";
            OtherValue(Operators.InitialValue, place, declared, "initial", variable.Type, variable.Initial);
            OtherValue(Operators.DropLatch, place + ".on_loss", declared, "on_loss", variable.Type, variable.OnLoss);
            if (variable.Retain && declared.Find("retain") is { } retain && declared.Find("on_loss") is { } loss)
            {
                int start = list.Text.LastIndexOf(',', list.OffsetOf(retain.Key.Span));
                int end = list.OffsetOf(loss.Value.Span) + loss.Value.Span.Length;
                list.Add(Operators.DropLatch, place + ".retain", start, end - start, string.Empty);
            }
        }
    }

    // Another truth, the next member, or one unit more (less at the upper end).
    private void OtherValue(
        string kind, string place, YamlMapping declared, string key, ExprType type, long value)
    {
        if (declared.Find(key)?.Value is not YamlScalar scalar)
        {
            return;
        }

        switch (type.Kind)
        {
            case ValueKind.Bool:
                list.Replace(kind, place, scalar, value == 0 ? "true" : "false");
                break;
            case ValueKind.Int:
                long other = value < type.Max ? value + 1 : value - 1;
                list.Replace(kind, place, scalar, other.ToString(CultureInfo.InvariantCulture));
                break;
            default:
                if (OtherMember(type, scalar.Value) is { } member)
                {
                    list.Replace(kind, place, scalar, member);
                }

                break;
        }
    }

    private string? OtherMember(ExprType type, string member) => OtherMember(model, type, member);

    /// <summary>The member after another one of an enumeration, round the end; null if there is none.</summary>
    internal static string? OtherMember(SpecificationModel model, ExprType type, string member)
    {
        EnumInfo? info = model.Signals.Enums.FirstOrDefault(candidate => candidate.Name == type.EnumName);
        int at = info is null ? -1 : info.Members.ToList().FindIndex(candidate => candidate.Name == member);
        return at < 0 || info!.Members.Count < 2 ? null : info.Members[(at + 1) % info.Members.Count].Name;
    }

    private void Timers(YamlMapping root)
    {
        foreach (YamlEntry entry in Entries(root, "timers"))
        {
            if (entry.Value is not YamlMapping timer)
            {
                continue;
            }

            string place = $"timers.{entry.Key.Value}";
            foreach (string part in (string[])["runs", "resets"])
            {
                if (timer.Find(part)?.Value is YamlScalar condition)
                {
                    list.Replace(Operators.NegateGuard, $"{place}.{part}", condition, $"not ({condition.Value})");
                    ExpressionMutants.Find(list, condition, $"{place}.{part}", isBool: true, units);
                }
            }

            Limit(timer, place);
            Drop(Operators.DropLatch, $"{place}.resets", timer, "resets");
            Drop(Operators.InitialValue, $"{place}.initial", timer, "initial");
        }
    }

    private void Limit(YamlMapping timer, string place)
    {
        if (timer.Find("limit")?.Value is not YamlScalar limit)
        {
            return;
        }

        string parameter = limit.Value.Split(' ')[0];
        (int start, int length) = list.Inside(limit, 0, limit.Value.Length);
        foreach ((string kind, string step, int delta) in
            ((string, string, int)[])[(Operators.Plus, " + 1 ms", 1), (Operators.Minus, " - 1 ms", -1)])
        {
            list.Add(kind, place + ".limit", start, length, limit.Value + step, parameter, delta);
        }

        list.Add(Operators.Zero, place + ".limit", start, length, "0 ms");
    }

    // An entry of a mapping, with its comma or its line.
    private void Drop(string kind, string place, YamlMapping mapping, string key)
    {
        if (mapping.Find(key) is not { } entry)
        {
            return;
        }

        if (list.Text[list.OffsetOf(mapping.Span)] == '{')
        {
            int start = list.Text.LastIndexOf(',', list.OffsetOf(entry.Key.Span));
            int end = list.OffsetOf(entry.Value.Span) + entry.Value.Span.Length;
            list.Add(kind, place, start, end - start, string.Empty);
        }
        else
        {
            (int start, int length) = list.Block(entry.Key);
            list.Add(kind, place, start, length, string.Empty);
        }
    }

    private void Defines(YamlMapping root)
    {
        foreach (YamlEntry entry in Entries(root, "define"))
        {
            if (entry.Value is YamlScalar scalar)
            {
                DefineStep define = machine.Steps.OfType<DefineStep>().Single(step => step.Name == entry.Key.Value);
                Value($"define.{define.Name}", scalar, define.Value.Type.Kind == ValueKind.Bool);
            }
        }
    }

    private void Outputs(YamlMapping root)
    {
        foreach (YamlEntry entry in Entries(root, "outputs"))
        {
            if (entry.Value is not YamlMapping declared)
            {
                continue;
            }

            MachineOutputInfo output = machine.Outputs.Single(candidate => candidate.Name == entry.Key.Value);
            string place = $"outputs.{output.Name}";
            OtherValue(Operators.InitialValue, place, declared, "initial", output.Type, output.Initial);
            if (declared.Find("is")?.Value is YamlScalar value)
            {
                Value(place, value, output.Type.Kind == ValueKind.Bool);
            }
        }
    }

    private void Value(string place, YamlScalar scalar, bool isBool)
    {
        if (isBool)
        {
            list.Replace(Operators.NegateGuard, place, scalar, $"not ({scalar.Value})");
        }

        ExpressionMutants.Find(list, scalar, place, isBool, units);
    }

    private void OnCorrupt(YamlMapping root)
    {
        if (root.Find("on_corrupt")?.Value is not YamlScalar scalar)
        {
            return;
        }

        string initial = machine.States[machine.InitialLeaf].Name;
        StateInfo[] others = [.. machine.States.Where(state => state.Name != scalar.Value && state.InitialChild < 0)];
        string other = initial != scalar.Value || others.Length == 0 ? initial : others[0].Name;
        list.Replace(Operators.Redirect, "on_corrupt", scalar, other);
    }

    // x_release becomes x, and a hysteresis becomes nothing; wherever the text of the machine names them.
    private void Hysteresis(YamlMapping root)
    {
        int body = Sections
            .Select(section => root.Find(section)).Where(entry => entry is not null)
            .Select(entry => list.OffsetOf(entry!.Key.Span)).DefaultIfEmpty(list.Text.Length).Min();
        foreach (string name in machine.Parameters)
        {
            string? without = name.EndsWith("_release", StringComparison.Ordinal) && units.ContainsKey(name[..^8])
                ? name[..^8]
                : name.Contains("hysteresis", StringComparison.Ordinal) ? $"0 {units[name]}" : null;
            for (int at = body; without is not null && at >= 0;)
            {
                at = list.Text.IndexOf(name, at, StringComparison.Ordinal);
                if (at >= 0 && !char.IsLetterOrDigit(list.Text[at + name.Length]) && list.Text[at + name.Length] != '_')
                {
                    list.Add(Operators.DropHysteresis, name, at, name.Length, without);
                }

                at = at < 0 ? at : at + name.Length;
            }
        }
    }
}
