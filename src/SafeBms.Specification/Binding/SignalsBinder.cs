using SafeBms.Specification.Model;
using SafeBms.Specification.Yaml;
using static SafeBms.Specification.DiagnosticCatalogue;

namespace SafeBms.Specification.Binding;

/// <summary>Binds <c>signals.yaml</c>.</summary>
internal sealed class SignalsBinder(BindContext context)
{
    private readonly DiagnosticBag bag = context.Bag;
    private readonly ValueReader values = new(context);

    /// <summary>Reads the file and registers every name.</summary>
    public SignalsModel Bind(YamlMapping root)
    {
        MappingReader reader = new(root, "signals.yaml", bag);
        foreach (YamlEntry entry in reader.Named("enums"))
        {
            BindEnum(entry);
        }

        List<InputInfo> inputs = BindInputs(reader, string.Empty);
        foreach (InputInfo input in inputs)
        {
            context.Inputs.Add(input.Name, input);
        }

        List<GroupInfo> groups = BindGroups(reader, string.Empty);
        foreach (GroupInfo group in groups)
        {
            context.Groups.Add(group.Name, group);
        }

        List<OutputSignalInfo> outputs = BindOutputs(reader);
        reader.Finish();
        CheckUnique(inputs, groups, outputs);
        return new SignalsModel(
            context.Enums.Values.ToEquatable(), inputs.ToEquatable(),
            groups.ToEquatable(), outputs.ToEquatable());
    }

    private void BindEnum(YamlEntry entry)
    {
        if (entry.Key.Value is "int" or "bool")
        {
            bag.Report(ReservedName, entry.Key.Span, entry.Key.Value);
            return;
        }

        if (entry.Value is not YamlMapping { Entries.Count: > 0 } mapping)
        {
            bag.Report(
                WrongNode, entry.Value.Span, $"enumeration '{entry.Key.Value}'", "a mapping of names to ids",
                entry.Value.Description);
            return;
        }

        List<EnumMember> members = [];
        Dictionary<long, string> taken = [];
        foreach (YamlEntry member in mapping.Entries)
        {
            string what = $"the id of '{member.Key.Value}'";
            if (!MappingReader.CheckName(member.Key, bag)
                || values.Constant(member.Value, ExprType.Int("count", 0, 65535), what) is not { } id)
            {
                continue;
            }

            if (taken.TryGetValue(id, out string? other))
            {
                bag.Report(
                    DuplicateId, member.Value.Span, id, $"enumeration '{entry.Key.Value}'", other, member.Key.Value);
                continue;
            }

            taken.Add(id, member.Key.Value);
            members.Add(new EnumMember(member.Key.Value, (int)id));
        }

        if (members.Count > 0)
        {
            context.Enums.Add(
                entry.Key.Value,
                new EnumInfo(entry.Key.Value, members.ToEquatable(), entry.Key.Span));
        }
    }

    private List<InputInfo> BindInputs(MappingReader reader, string group)
    {
        List<InputInfo> inputs = [];
        foreach (YamlEntry entry in reader.Named("inputs"))
        {
            if (Body(entry, "input") is { } body)
            {
                inputs.Add(BindInput(entry, body));
            }
        }

        return inputs;
    }

    private MappingReader? Body(YamlEntry entry, string kind)
    {
        if (entry.Value is YamlMapping mapping)
        {
            return new MappingReader(mapping, $"{kind} '{entry.Key.Value}'", bag);
        }

        bag.Report(WrongNode, entry.Value.Span, $"{kind} '{entry.Key.Value}'", "a mapping", entry.Value.Description);
        return null;
    }

    private InputInfo BindInput(YamlEntry entry, MappingReader body)
    {
        ExprType type = values.Type(body);
        bool clamp = body.Choice("over_range", false, "invalid", "clamp") == "clamp";

        // It stands for "unknown" and may lie outside of what is plausible.
        long safe = values.Constant(body.Scalar("safe", required: true), type, "safe", checkRange: false) ?? 0;
        long? period = values.Bounded(body, "period", "ms", 1, 3_600_000);
        long? maxAge = values.Bounded(body, "max_age", "ms", 1, 86_400_000);
        string meaning = body.Text("meaning", required: true);
        if (period is { } p && maxAge is { } age && age < p)
        {
            bag.Report(MaxAgeBelowPeriod, body.SpanOf("max_age"), entry.Key.Value, age, p);
        }

        if (clamp && type.Kind != ValueKind.Int)
        {
            bag.Report(OnlyForNumbers, body.SpanOf("over_range"), "over_range", type.Describe());
        }

        body.Finish();
        return new InputInfo(
            entry.Key.Value, type.WithValidity(true), clamp, safe, (int)(period ?? 1), (int)(maxAge
                ?? 1), meaning, entry.Key.Span);
    }

    private List<GroupInfo> BindGroups(MappingReader reader, string parent)
    {
        List<GroupInfo> groups = [];
        foreach (YamlEntry entry in reader.Named("groups"))
        {
            if (Body(entry, "group") is not { } body)
            {
                continue;
            }

            string path = parent.Length == 0 ? entry.Key.Value : $"{parent}.{entry.Key.Value}";
            long capacity = values.Bounded(body, "count", "count", 1, 256) ?? 1;
            string configured = body.Text("configured", required: true);
            List<InputInfo> inputs = BindInputs(body, path);
            List<GroupInfo> nested = BindGroups(body, path);
            body.Finish();
            groups.Add(new GroupInfo(
                entry.Key.Value, path, (int)capacity, configured, inputs.ToEquatable(),
                nested.ToEquatable(), entry.Key.Span));
            CheckMembers(inputs, nested, path);
        }

        return groups;
    }

    private void CheckMembers(List<InputInfo> inputs, List<GroupInfo> nested, string path)
    {
        foreach (GroupInfo group in nested.Where(group => inputs.Exists(input => input.Name == group.Name)))
        {
            bag.Report(DuplicateName, group.Span, group.Name, $"group '{path}'");
        }
    }

    private List<OutputSignalInfo> BindOutputs(MappingReader reader)
    {
        List<OutputSignalInfo> outputs = [];
        foreach (YamlEntry entry in reader.Named("outputs"))
        {
            if (Body(entry, "output") is not { } body)
            {
                continue;
            }

            ExprType type = values.Type(body);
            long safe = values.Constant(body.Scalar("safe", required: true), type, "safe") ?? 0;
            OutputSignalInfo output = new(
                entry.Key.Value, type, safe, body.Text("meaning", required: true), entry.Key.Span);
            body.Finish();
            outputs.Add(output);
            context.Outputs.Add(output.Name, output);
        }

        return outputs;
    }

    private void CheckUnique(List<InputInfo> inputs, List<GroupInfo> groups, List<OutputSignalInfo> outputs)
    {
        HashSet<string> names = new(inputs.Select(input => input.Name), StringComparer.Ordinal);
        foreach ((string name, SourceSpan span) in groups.Select(group => (group.Name, group.Span))
            .Concat(outputs.Select(output => (output.Name, output.Span))))
        {
            if (!names.Add(name))
            {
                bag.Report(DuplicateName, span, name, "signals.yaml");
            }
        }
    }
}
