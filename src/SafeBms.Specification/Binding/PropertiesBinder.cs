using SafeBms.Specification.Model;
using SafeBms.Specification.Yaml;
using static SafeBms.Specification.DiagnosticCatalogue;

namespace SafeBms.Specification.Binding;

/// <summary>Binds all property files to one block of monitors and one of witnesses.</summary>
internal sealed class PropertiesBinder(BindContext context)
{
    private const string SharedFile = "definitions.properties.yaml";

    private readonly BindContext context = context;
    private readonly DiagnosticBag bag = context.Bag;
    private readonly List<PropertyInfo> properties = [];
    private readonly List<WitnessInfo> witnesses = [];
    private readonly BlockBuilder monitor = new(context.Printer);
    private readonly BlockBuilder witness = new(context.Printer);
    private readonly Dictionary<Symbol, FileBinder> owners = [];
    private readonly List<Symbol> shared = [];
    private readonly Dictionary<string, SourceSpan> ids = new(StringComparer.Ordinal);

    /// <summary>Binds one file after the other, the shared vocabulary first.</summary>
    public PropertiesModel Bind(IEnumerable<(string File, YamlMapping Root)> files)
    {
        foreach ((string file, YamlMapping root) in files.OrderBy(item => item.File == SharedFile ? 0 : 1))
        {
            new FileBinder(this, file).Bind(root);
        }

        foreach (KeyValuePair<Symbol, FileBinder> item in owners.Where(item =>
            !item.Key.IsRead && !item.Key.Type.IsError()))
        {
            context.Late.Add(UnreadDefine.At(item.Key.Span, item.Key.Name, item.Value.File));
        }

        return new PropertiesModel(
            monitor.ToBlock(), properties.ToEquatable(), witness.ToBlock(), witnesses.ToEquatable());
    }

    private sealed class FileBinder(PropertiesBinder all, string file)
    {
        private readonly BindContext context = all.context;
        private readonly DiagnosticBag bag = all.bag;
        private readonly Scope scope = new(file);
        private readonly Dictionary<string, YamlScalar> defines = new(StringComparer.Ordinal);

        public string File => file;

        public void Bind(YamlMapping root)
        {
            MappingReader reader = new(root, file, bag);
            DeclareSignals();
            BindDefines(reader);
            foreach (YamlNode item in reader.List("properties", required: file != SharedFile))
            {
                if (item is YamlMapping mapping)
                {
                    BindProperty(new MappingReader(mapping, "a property", bag), mapping.Span);
                }
                else
                {
                    bag.Report(WrongNode, item.Span, "a property", "a mapping", item.Description);
                }
            }

            reader.Finish();
        }

        private void DeclareSignals()
        {
            foreach (InputInfo input in context.Inputs.Values)
            {
                scope.Add(new Symbol(input.Name, SymbolKind.Input, input.Type, input.Span)
                {
                    Initial = input.Safe, InitiallyValid = false,
                });
            }

            foreach (GroupInfo group in context.Groups.Values)
            {
                scope.Add(new Symbol(group.Name, SymbolKind.Group, ExprType.Bool, group.Span) { Group = group });
            }

            foreach (OutputSignalInfo output in context.Outputs.Values)
            {
                scope.Add(
                    new Symbol(output.Name, SymbolKind.Output, output.Type, output.Span) { Initial = output.Safe });
            }

            foreach (ParameterInfo parameter in context.Parameters.Values)
            {
                scope.Add(new Symbol(
                    parameter.Name, SymbolKind.Parameter, BindContext.TypeOf(parameter), parameter.Span)
                {
                    Initial = parameter.Default,
                });
            }

            foreach (Symbol symbol in all.shared)
            {
                scope.Add(symbol);
            }
        }

        // Types first, in a block that is thrown away; the steps are made where a monitor or witness needs them.
        private void BindDefines(MappingReader reader)
        {
            BlockBuilder scratch = new(context.Printer);
            List<YamlEntry> entries = [.. reader.Named("define")];
            foreach (YamlEntry entry in entries)
            {
                scope.Unavailable[entry.Key.Value] = "it is a definition that stands further down";
            }

            foreach (YamlEntry entry in entries)
            {
                if (entry.Value is not YamlScalar scalar)
                {
                    bag.Report(
                        WrongNode, entry.Value.Span, $"definition '{entry.Key.Value}'", "an expression",
                        entry.Value.Description);
                    continue;
                }

                Expr value = BinderFor(scratch).Bind(scalar, ExpressionPlace.Step($"definition '{entry.Key.Value}'"));
                Symbol symbol = new(entry.Key.Value, SymbolKind.Define, value.Type, entry.Key.Span);
                scope.Unavailable.Remove(entry.Key.Value);
                Symbol? other = scope.Find(symbol.Name) ?? all.owners.Keys.FirstOrDefault(item =>
                    item.Name == symbol.Name);
                if (other is not null)
                {
                    bag.Report(DuplicateName, entry.Key.Span, entry.Key.Value, other.Span.File);
                    continue;
                }

                scope.Add(symbol);
                all.owners.Add(symbol, this);
                defines.Add(entry.Key.Value, scalar);
                if (file == SharedFile)
                {
                    all.shared.Add(symbol);
                }
            }
        }

        private ExpressionBinder BinderFor(BlockBuilder block) => new(context, scope, block)
        {
            NeedDefine = symbol => all.owners[symbol].MakeStep(symbol, block),
        };

        private void MakeStep(Symbol symbol, BlockBuilder block)
        {
            if (block.Defines.Add(symbol.Name))
            {
                YamlScalar scalar = defines[symbol.Name];
                Expr value = BinderFor(block).Bind(scalar, ExpressionPlace.Step($"definition '{symbol.Name}'"));
                block.Steps.Add(new DefineStep(symbol.Name, value, scalar.Value, symbol.Span));
            }
        }

        private void BindProperty(MappingReader body, SourceSpan span)
        {
            YamlScalar? idText = body.Scalar("property", required: true);
            string id = idText?.Value ?? string.Empty;
            CheckId(idText);
            string text = body.Text("text", required: true);
            string hazard = body.Text("hazard", required: IsMonitored(body));
            if (hazard.Length > 0)
            {
                context.CheckId(
                    UnknownHazard, hazard, body.SpanOf("hazard"), context.Requirements.Hazards.Select(item => item.Id));
            }

            List<string> requirements = Known(
                body, "requirement", context.Requirements.Requirements.Select(item =>
                    item.Id), UnknownRequirement, required: IsMonitored(body));
            List<string> assumptions = Known(
                body, "assume", context.Requirements.Assumptions.Select(item =>
                    item.Name), UnknownAssumption, required: false);
            VerificationMethod method =
                body.Choice("verified_by", true, "proof", "test", "measurement", "inspection") switch
            {
                "proof" => VerificationMethod.Proof,
                "test" => VerificationMethod.Test,
                "measurement" => VerificationMethod.Measurement,
                _ => VerificationMethod.Inspection,
            };
            bool isMonitored = method is VerificationMethod.Proof or VerificationMethod.Test;
            ViolationReaction reaction = body.Choice("on_violation", isMonitored, "count", "alarm", "shutdown") switch
            {
                "shutdown" => ViolationReaction.Shutdown,
                "alarm" => ViolationReaction.Alarm,
                _ => ViolationReaction.Count,
            };
            YamlScalar? always = body.Scalar("always", required: isMonitored);
            string evidence = body.Text("evidence", required: !isMonitored);
            List<string> exceptions = [.. body.Texts("exceptions").Select(item => item.Value)];
            if (!isMonitored && always is not null)
            {
                bag.Report(AlwaysNotMonitored, always.Span, id);
            }

            Expr? condition = always is null ? null : BindAlways(always, id);
            BindVacuity(body, id, isMonitored);
            body.Finish();
            all.properties.Add(new PropertyInfo(
                id, text, file, hazard, requirements.ToEquatable(), condition, always?.Value
                    ?? string.Empty, method,
                reaction, evidence, assumptions.ToEquatable(), exceptions.ToEquatable(), idText?.Span ?? span));
        }

        // A property that is measured or inspected may stand for the system as a whole.
        private static bool IsMonitored(MappingReader body) =>
            body.Scalar("verified_by")?.Value is not ("measurement" or "inspection");

        private void CheckId(YamlScalar? id)
        {
            if (id is null || !MappingReader.CheckName(id, bag))
            {
                return;
            }

            if (all.ids.TryGetValue(id.Value, out SourceSpan first))
            {
                bag.Report(DuplicateName, id.Span, id.Value, $"the properties (first in {first})");
            }
            else
            {
                all.ids.Add(id.Value, id.Span);
            }
        }

        private Expr BindAlways(YamlScalar always, string id) =>
            BinderFor(all.monitor).BindCondition(always, ExpressionPlace.Step($"property '{id}'"));

        private List<string> Known(
            MappingReader body, string key, IEnumerable<string> known, DiagnosticDescriptor rule, bool required)
        {
            List<string> names = [];
            foreach (YamlScalar item in body.Texts(key, required))
            {
                names.Add(item.Value);
                context.CheckId(rule, item.Value, item.Span, known);
            }

            return names;
        }

        private void BindVacuity(MappingReader body, string id, bool required)
        {
            if (!required)
            {
                if (body.Node("vacuity") is { } surplus)
                {
                    bag.Report(AlwaysNotMonitored, surplus.Span, id);
                }

                return;
            }

            if (body.Mapping("vacuity") is not { } mapping)
            {
                bag.Report(NoVacuity, body.SpanOf("property"), id);
                return;
            }

            MappingReader vacuity = new(mapping, "'vacuity'", bag);
            IReadOnlyList<YamlScalar> conditions = vacuity.Texts("must_see", required: true);
            vacuity.Finish();
            if (conditions.Count == 0 && vacuity.Has("must_see"))
            {
                bag.Report(NoVacuity, vacuity.SpanOf("must_see"), id);
            }

            for (int index = 0; index < conditions.Count; index++)
            {
                Expr condition = BinderFor(all.witness).BindCondition(
                    conditions[index], ExpressionPlace.Step($"'must_see' of '{id}'"));
                all.witnesses.Add(
                    new WitnessInfo(id, index, condition, conditions[index].Value, conditions[index].Span));
            }
        }
    }
}
