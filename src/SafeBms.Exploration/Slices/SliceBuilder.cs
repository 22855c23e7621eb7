using System.Globalization;
using SafeBms.Specification.Model;

namespace SafeBms.Exploration.Slices;

/// <summary>Cuts a slice out of a specification.</summary>
internal static class SliceBuilder
{
    /// <summary>The slice, with everything left out that the property does not depend on.</summary>
    /// <exception cref="SliceException">The specification lacks what the definition names.</exception>
    public static Slice Build(SpecificationModel model, SliceDefinition definition, ProductInfo? product)
    {
        PropertyInfo property = model.Properties.Properties.FirstOrDefault(one => one.Id == definition.Property)
            ?? throw new SliceException($"the specification has no property '{definition.Property}'");
        if (property.Always is null)
        {
            throw new SliceException($"property '{property.Id}' has no 'always:', so there is nothing to verify");
        }

        if (definition.Machines.FirstOrDefault(name => model.Machines.All(one => one.Name != name)) is { } missing)
        {
            throw new SliceException($"{definition.Name}: the specification has no machine '{missing}'");
        }

        SliceWorld world = new(model, definition, Parameters(model, definition, product));
        world.DeclareSignals();
        foreach (MachineScope machine in world.Machines)
        {
            new MachineTranslator(world, machine).Translate();
        }

        MonitorScope monitor = new(world, definition);
        monitor.Advance(property.Always);
        SliceNode holds = world.Translator.Bool(PartOf(property.Always, definition), monitor);
        SliceParts live = Slice.Prune(definition, property.AlwaysText, world.Parts, holds).Parts;
        (SliceParts merged, SliceNode condition) = FreeMerger.Merge(live, holds);
        return Slice.Prune(definition, property.AlwaysText, merged, condition);
    }

    private static Dictionary<string, long> Parameters(
        SpecificationModel model, SliceDefinition definition, ProductInfo? product)
    {
        Dictionary<string, long> values = model.Parameters.Parameters.ToDictionary(one => one.Name, one => one.Default);
        foreach (ParameterOverride one in product?.Overrides ?? EquatableArray<ParameterOverride>.Empty)
        {
            values[one.Parameter] = one.Value;
        }

        foreach ((string name, long value) in definition.Parameters)
        {
            values[name] = value;
        }

        return values;
    }

    // "p implies a and b" holds if "p implies a" and "p implies b" hold.
    private static Expr PartOf(Expr always, SliceDefinition definition)
    {
        if (!definition.Part.StartsWith("then:", StringComparison.Ordinal))
        {
            return always;
        }

        if (always is not Binary { Operator: BinaryOperator.Implies } implies)
        {
            throw new SliceException($"{definition.Name}: the property is no implication");
        }

        List<Expr> chosen = [.. Chosen(implies, definition.Part[5..])];
        if (chosen.Count == 0)
        {
            throw new SliceException(
                $"{definition.Name}: no conjunct of the conclusion reads or is '{definition.Part[5..]}'");
        }

        return implies with
        {
            Right = chosen.Aggregate((a, b) => new Binary(BinaryOperator.And, a, b, ExprType.Bool, a.Span)),
        };
    }

    /// <summary>The conjuncts of the conclusion that a part <c>then:NAME</c> or <c>then:NUMBER</c> means.</summary>
    internal static IEnumerable<Expr> Chosen(Binary implies, string name)
    {
        IEnumerable<Expr> conjuncts = Conjuncts(implies.Right);
        return int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? conjuncts.Skip(number - 1).Take(1)
            : conjuncts.Where(part => Names(part).Contains(name));
    }

    /// <summary>What is joined by <c>and</c>.</summary>
    internal static IEnumerable<Expr> Conjuncts(Expr expression) =>
        expression is Binary { Operator: BinaryOperator.And } both
            ? Conjuncts(both.Left).Concat(Conjuncts(both.Right)) : [expression];

    private static IEnumerable<string> Names(Expr expression) => Expressions.Walk(expression)
        .Select(part => part switch
        {
            OutputRef output => output.Name,
            InputRef input => input.Name,
            DefineRef define => define.Name,
            _ => string.Empty,
        });
}
