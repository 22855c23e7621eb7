using SafeBms.Specification.Model;
using SafeBms.Specification.Yaml;
using static SafeBms.Specification.DiagnosticCatalogue;

namespace SafeBms.Specification.Binding;

/// <summary>Binds <c>parameters.yaml</c> and the products, which override some of the defaults.</summary>
internal sealed class ParametersBinder(BindContext context)
{
    private readonly DiagnosticBag bag = context.Bag;
    private readonly ValueReader values = new(context);

    /// <summary>Reads the parameters; their constraints are bound afterwards by <see
    /// cref="BindConstraints"/>.</summary>
    /// <param name="root">The file, or null.</param>
    /// <param name="products">All product files.</param>
    public void BindParameters(YamlMapping? root, IEnumerable<YamlMapping> products)
    {
        HashSet<string> overridden = new(StringComparer.Ordinal);
        foreach (YamlMapping product in products)
        {
            if (product.Find("parameters")?.Value is YamlMapping overrides)
            {
                overridden.UnionWith(overrides.Entries.Select(entry => entry.Key.Value));
            }
        }

        if (root is null)
        {
            return;
        }

        MappingReader reader = new(root, "parameters.yaml", bag);
        foreach (YamlEntry entry in reader.Named("parameters", required: true))
        {
            BindParameter(entry, overridden.Contains(entry.Key.Value));
        }

        reader.Node("constraints");
        reader.Finish();
    }

    /// <summary>Reads the cross-constraints.</summary>
    public ParametersModel BindConstraints(YamlMapping? root)
    {
        List<ConstraintInfo> constraints = [];
        Scope scope = ParameterScope("parameters.yaml");
        ExpressionBinder binder = new(context, scope, new BlockBuilder(context.Printer));
        YamlNode? node = root?.Find("constraints")?.Value;
        if (node is not null and not YamlSequence)
        {
            bag.Report(WrongNode, node.Span, "'constraints'", "a list", node.Description);
        }

        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (YamlNode item in (node as YamlSequence)?.Items ?? [])
        {
            if (item is not YamlMapping mapping)
            {
                bag.Report(WrongNode, item.Span, "a constraint", "a mapping", item.Description);
                continue;
            }

            MappingReader reader = new(mapping, "a constraint", bag);
            string name = reader.Text("name", required: true);
            YamlScalar? always = reader.Scalar("always", required: true);
            string because = reader.Text("because", required: true);
            reader.Finish();
            if (!names.Add(name))
            {
                bag.Report(DuplicateName, reader.SpanOf("name"), name, "the constraints");
            }

            if (always is not null)
            {
                Expr condition = binder.BindCondition(always, ExpressionPlace.Constant("a constraint"));
                constraints.Add(new ConstraintInfo(name, condition, because, always.Span));
            }
        }

        return new ParametersModel(
            context.Parameters.Values.ToEquatable(), constraints.ToEquatable());
    }

    /// <summary>The names of all parameters.</summary>
    public Scope ParameterScope(string owner)
    {
        Scope scope = new(owner);
        foreach (ParameterInfo parameter in context.Parameters.Values)
        {
            scope.Add(new Symbol(parameter.Name, SymbolKind.Parameter, BindContext.TypeOf(parameter), parameter.Span)
            {
                Initial = parameter.Default,
            });
        }

        return scope;
    }

    /// <summary>Reads one product.</summary>
    public ProductInfo BindProduct(YamlMapping root)
    {
        MappingReader reader = new(root, "a product", bag);
        string name = reader.Text("product", required: true);
        string title = reader.Text("title", required: true);
        List<ParameterOverride> overrides = [];
        foreach (YamlEntry entry in reader.Mapping("parameters")?.Entries ?? [])
        {
            if (!context.Parameters.TryGetValue(entry.Key.Value, out ParameterInfo? parameter))
            {
                bag.Report(
                    UnknownParameter, entry.Key.Span, entry.Key.Value, Suggestion.For(
                        entry.Key.Value, context.Parameters.Keys));
                continue;
            }

            if (values.Constant(entry.Value, parameter.Type, $"'{parameter.Name}' of product '{name}'") is { } value)
            {
                overrides.Add(new ParameterOverride(parameter.Name, value, entry.Value.Span));
            }
        }

        reader.Finish();
        return new ProductInfo(name, title, overrides.ToEquatable(), reader.SpanOf("product"));
    }

    private void BindParameter(YamlEntry entry, bool perProduct)
    {
        if (entry.Value is not YamlMapping mapping)
        {
            bag.Report(
                WrongNode, entry.Value.Span, $"parameter '{entry.Key.Value}'", "a mapping", entry.Value.Description);
            return;
        }

        MappingReader reader = new(mapping, $"parameter '{entry.Key.Value}'", bag);
        ExprType type = values.Type(reader, "int");
        long? standard = values.Constant(reader.Scalar("default", required: true), type, "default");
        bool configurable = reader.Choice("kind", true, "fixed", "configurable") == "configurable";
        string source = reader.Text("source", required: true);
        string tolerance = reader.Text("tolerance");
        string meaning = reader.Text("meaning", required: true);
        reader.Finish();
        context.Parameters.Add(entry.Key.Value, new ParameterInfo(
            entry.Key.Value, standard is null
                ? Types.Error : type, standard ?? 0, configurable, perProduct, source, tolerance, meaning,
            entry.Key.Span));
    }
}
