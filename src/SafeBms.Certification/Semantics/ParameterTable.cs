using SafeBms.Certification.Terms;
using SafeBms.Specification.Model;

namespace SafeBms.Certification.Semantics;

/// <summary>The parameters of one product: constants, and rigid constants over their declared range.</summary>
internal sealed class ParameterTable
{
    // Up to here a product with a parameter is written out, value by value.
    private const int WrittenOut_max = 64;

    private readonly Dictionary<string, Term> terms = [];
    private readonly Dictionary<string, (long Min, long Max)> ranges = [];
    private readonly Dictionary<string, long[]> values = [];

    public ParameterTable(SpecificationModel model, ProductInfo? product, ScanBuilder builder)
    {
        foreach (ParameterInfo parameter in model.Parameters.Parameters)
        {
            Sort sort = parameter.Type.Kind == ValueKind.Bool ? Sort.Bool : Sort.Int;
            string name = NameOf(parameter.Name);
            terms.Add(parameter.Name, parameter.Configurable
                ? builder.Declare(name, sort, term => Ranges.WholeOf(term, parameter.Type))
                : Constant(parameter, product));
            ranges.Add(name, (parameter.Type.Min, parameter.Type.Max));
        }
    }

    /// <summary>All parameters, by the name that the facts use.</summary>
    public IEnumerable<(string Name, Term Term)> All => terms.Select(pair => (NameOf(pair.Key), pair.Value));

    public Term Find(string parameter) => terms[parameter];

    /// <summary>Leaves out the values of a parameter that a constraint on it alone excludes.</summary>
    public void Narrow(IEnumerable<Term> constraints)
    {
        foreach (Term constraint in constraints)
        {
            string[] names = [.. Substitution.NamesOf(constraint).Select(name => name.Name).Distinct()];
            if (names is [string only] && ValuesOf(only) is long[] candidates)
            {
                values[only] = [.. candidates.Where(value => new Evaluator(_ => value).IsTrue(constraint))];
            }
        }
    }

    /// <summary>The few values that a term can have, if it is a parameter with few values; else null.</summary>
    public long[]? FewValuesOf(Term term) =>
        term is NameTerm name && ValuesOf(name.Name) is { Length: > 0 } found ? found : null;

    private long[]? ValuesOf(string name)
    {
        if (values.TryGetValue(name, out long[]? known))
        {
            return known;
        }

        return ranges.TryGetValue(name, out (long Min, long Max) range) && range.Max - range.Min < WrittenOut_max
            ? [.. Enumerable.Range(0, (int)(range.Max - range.Min + 1)).Select(offset => range.Min + offset)]
            : null;
    }

    private static string NameOf(string parameter) => $"parameter.{parameter}";

    private static Term Constant(ParameterInfo parameter, ProductInfo? product)
    {
        long value = parameter.Default;
        foreach (ParameterOverride item in product?.Overrides ?? EquatableArray<ParameterOverride>.Empty)
        {
            value = item.Parameter == parameter.Name ? item.Value : value;
        }

        return parameter.Type.Kind == ValueKind.Bool ? Smt.Truth(value != 0) : Smt.Number(value);
    }
}
