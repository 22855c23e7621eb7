using SafeBms.Specification.Model;

namespace SafeBms.Exploration.Slices;

/// <summary>Whether the parts of a property that have slices make up the whole of it.</summary>
public static class SliceParting
{
    private const string ByCause = "open_demand";

    /// <summary>Whether a property holds if all of these slices of it hold: one of the whole, or one for every conjunct
    /// of its conclusion, or one for every cause of an open demand.</summary>
    /// <param name="model">The specification.</param>
    /// <param name="property">Id of the property.</param>
    /// <param name="slices">Slices; those of other properties are left out.</param>
    public static bool IsWhole(SpecificationModel model, string property, IEnumerable<SliceDefinition> slices)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(slices);
        HashSet<string> parts = [.. slices.Where(slice => slice.Property == property).Select(slice => slice.Part)];
        Expr? always = model.Properties.Properties.FirstOrDefault(one => one.Id == property)?.Always;
        return parts.Contains(string.Empty)
            || (always is Binary { Operator: BinaryOperator.Implies } implies && HasAllConjuncts(implies, parts))
            || (always is not null && HasAllCauses(model, always, parts, "if:"))
            || (always is not null && parts.Where(part => part.StartsWith("from:", StringComparison.Ordinal))
                .Any(part => HasAllCauses(model, always, parts, $"until:{part["from:".Length..]}:")));
    }

    private static bool HasAllConjuncts(Binary implies, HashSet<string> parts)
    {
        HashSet<Expr> shown = [.. parts.Where(part => part.StartsWith("then:", StringComparison.Ordinal))
            .SelectMany(part => SliceBuilder.Chosen(implies, part[5..]))];
        return SliceBuilder.Conjuncts(implies.Right).All(shown.Contains);
    }

    // "c or d leads_to r within t" holds if "c leads_to r within t" and "d leads_to r within t" do: what opens the
    // obligation is one of the two, and closes in time after it.
    private static bool HasAllCauses(SpecificationModel model, Expr always, HashSet<string> parts, string mark)
    {
        Dictionary<string, DefineStep> defines = model.Properties.Monitor.Steps.OfType<DefineStep>()
            .ToDictionary(step => step.Name);
        return always is DetectorRef reference
            && model.Properties.Monitor.Detectors.FirstOrDefault(detector => detector.Slot == reference.Slot) is
                { Kind: DetectorKind.LeadsTo, Operand: Binary { Operator: BinaryOperator.And } cause }
            && SliceBuilder.Conjuncts(cause).OfType<DefineRef>().Any(part => part.Name == ByCause)
            && Covered(ByCause);

        bool Covered(string name) => parts.Contains(mark + name)
            || (defines.TryGetValue(name, out DefineStep? define)
                && define.Value is Binary { Operator: BinaryOperator.Or }
                && Disjuncts(define.Value).Select((part, index) => (part, Number: index + 1)).All(one =>
                    parts.Contains($"{mark}{name}#{one.Number}")
                    || (one.part is DefineRef inner && Covered(inner.Name))));
    }

    /// <summary>What is joined by <c>or</c>.</summary>
    internal static IEnumerable<Expr> Disjuncts(Expr expression) =>
        expression is Binary { Operator: BinaryOperator.Or } either
            ? Disjuncts(either.Left).Concat(Disjuncts(either.Right)) : [expression];
}
