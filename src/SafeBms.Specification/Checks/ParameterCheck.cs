using SafeBms.Specification.Model;

namespace SafeBms.Specification.Checks;

/// <summary>Constraints between parameters and time budgets of hazards, for the defaults and for every
/// product.</summary>
internal static class ParameterCheck
{
    /// <summary>Evaluates them with every set of values that is delivered.</summary>
    public static void Run(SpecificationModel model, DiagnosticBag bag)
    {
        CheckSet(
            model, new ProductInfo("the defaults", string.Empty, EquatableArray<ParameterOverride>.Empty, default),
            bag);
        foreach (ProductInfo product in model.Products)
        {
            CheckSet(model, product, bag);
        }
    }

    private static void CheckSet(SpecificationModel model, ProductInfo product, DiagnosticBag bag)
    {
        Dictionary<string, long> values = model.Parameters.Parameters.ToDictionary(item =>
            item.Name, item => item.Default);
        foreach (ParameterOverride change in product.Overrides)
        {
            values[change.Parameter] = change.Value;
        }

        string set = product.Overrides.Count == 0 ? product.Name : $"product '{product.Name}'";
        foreach (ConstraintInfo constraint in model.Parameters.Constraints)
        {
            if (ConstantEvaluator.Evaluate(constraint.Condition, values) == 0)
            {
                // The place to mend is the product, where only its overrides break the constraint.
                SourceSpan place = product.Overrides.FirstOrDefault(change =>
                    Reads(constraint.Condition, change.Parameter))?.Span
                    ?? constraint.Span;
                bag.Report(
                    DiagnosticCatalogue.ConstraintViolated, place, constraint.Name,
                    $"{set}: {ValuesOf(constraint, values)}");
            }
        }

        foreach (HazardInfo hazard in model.Requirements.Hazards)
        {
            foreach (HazardChain chain in hazard.Chains)
            {
                long sum = chain.Sum.Sum(term => ConstantEvaluator.Evaluate(term, values));
                if (sum > hazard.Ftti_ms)
                {
                    bag.Report(
                        DiagnosticCatalogue.FttiExceeded, chain.Span, chain.Name, hazard.Id, sum, set, hazard.Ftti_ms);
                }
            }
        }
    }

    private static bool Reads(Expr expression, string parameter) =>
        Binding.ExprWalker.All(expression).OfType<ParameterRef>().Any(item => item.Name == parameter);

    private static string ValuesOf(ConstraintInfo constraint, Dictionary<string, long> values) => string.Join(
        ", ",
        Binding.ExprWalker.All(constraint.Condition).OfType<ParameterRef>().Select(item => item.Name).Distinct()
            .Select(name => $"{name} = {values[name]}"));
}
