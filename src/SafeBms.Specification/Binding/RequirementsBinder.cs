using SafeBms.Specification.Model;
using SafeBms.Specification.Yaml;
using static SafeBms.Specification.DiagnosticCatalogue;

namespace SafeBms.Specification.Binding;

/// <summary>Binds <c>requirements.yaml</c>.</summary>
internal sealed class RequirementsBinder(BindContext context, Scope parameters)
{
    private readonly DiagnosticBag bag = context.Bag;
    private readonly ValueReader values = new(context);

    /// <summary>Reads hazards, requirements and assumptions.</summary>
    public RequirementsModel Bind(YamlMapping root)
    {
        MappingReader reader = new(root, "requirements.yaml", bag);
        List<HazardInfo> hazards = [.. Bodies(reader, "hazards", "hazard").Select(item =>
            BindHazard(item.Entry, item.Body))];
        List<AssumptionInfo> assumptions = [];
        foreach ((YamlEntry entry, MappingReader body) in Bodies(reader, "assumptions", "assumption"))
        {
            assumptions.Add(new AssumptionInfo(
                entry.Key.Value, body.Text("text", required: true), body.Text("because", required: true),
                entry.Key.Span));
            body.Finish();
        }

        List<RequirementInfo> requirements = [];
        foreach ((YamlEntry entry, MappingReader body) in Bodies(reader, "requirements", "requirement"))
        {
            string text = body.Text("text", required: true);
            string hazard = body.Text("hazard");
            if (hazard.Length > 0 && !hazards.Exists(item => item.Id == hazard))
            {
                bag.Report(
                    UnknownHazard, body.SpanOf("hazard"), hazard,
                    Suggestion.For(hazard, hazards.Select(item => item.Id)));
            }

            requirements.Add(new RequirementInfo(
                entry.Key.Value, text, hazard, body.Text("source", required: true), CarriedBy(body), entry.Key.Span));
            body.Finish();
        }

        reader.Finish();
        return new RequirementsModel(
            hazards.ToEquatable(), requirements.ToEquatable(),
            assumptions.ToEquatable());
    }

    private IEnumerable<(YamlEntry Entry, MappingReader Body)> Bodies(MappingReader reader, string key, string kind)
    {
        foreach (YamlEntry entry in reader.Named(key))
        {
            if (entry.Value is YamlMapping mapping)
            {
                yield return (entry, new MappingReader(mapping, $"{kind} '{entry.Key.Value}'", bag));
            }
            else
            {
                bag.Report(
                    WrongNode, entry.Value.Span, $"{kind} '{entry.Key.Value}'", "a mapping", entry.Value.Description);
            }
        }
    }

    private HazardInfo BindHazard(YamlEntry entry, MappingReader body)
    {
        string text = body.Text("text", required: true);
        long ftti = values.Bounded(body, "ftti", "ms", 1, int.MaxValue) ?? 0;
        List<HazardChain> chains = [];
        foreach (YamlNode item in body.List("chains"))
        {
            if (item is not YamlMapping mapping)
            {
                bag.Report(WrongNode, item.Span, "a chain", "a mapping", item.Description);
                continue;
            }

            MappingReader chain = new(mapping, "a chain", bag);
            string name = chain.Text("name", required: true);
            IReadOnlyList<YamlScalar> terms = chain.Texts("sum", required: true);
            chain.Finish();
            chains.Add(new HazardChain(name, new EquatableArray<Expr>(terms.Select(BindTerm)), mapping.Span));
        }

        body.Finish();
        return new HazardInfo(entry.Key.Value, text, ftti, chains.ToEquatable(), entry.Key.Span);
    }

    private Expr BindTerm(YamlScalar term)
    {
        ExpressionBinder binder = new(context, parameters, new BlockBuilder(context.Printer));
        Expr value = binder.Bind(term, ExpressionPlace.Constant("a chain of times"));
        if (!value.IsError() && value.Type is not { Kind: ValueKind.Int, Unit: "ms" })
        {
            bag.Report(TypeMismatch, term.Span, "a duration in ms", value.Type.Describe());
            return Types.ErrorAt(term.Span);
        }

        return value;
    }

    // "spec", or { code: Type.Member }, or { planned: milestone }; the latter two may be written as one text as well.
    private string CarriedBy(MappingReader body)
    {
        YamlNode? node = body.Node("carried_by");
        switch (node)
        {
            case null:
            case YamlScalar { Value: "spec" }:
                return "spec";
            case YamlScalar scalar when IsCarrier(scalar.Value):
                return scalar.Value;
            case YamlMapping { Entries.Count: 1 } mapping when mapping.Entries[0] is { Value: YamlScalar value } only
                && IsCarrier($"{only.Key.Value}: {value.Value}"):
                return $"{only.Key.Value}: {value.Value}";
            default:
                bag.Report(InvalidCarrier, node.Span);
                return "spec";
        }
    }

    private static bool IsCarrier(string text) =>
        (text.StartsWith("code: ", StringComparison.Ordinal) && text.Trim().Length > 6)
        || (text.StartsWith("planned: ", StringComparison.Ordinal) && text.Trim().Length > 9);
}
