using SafeBms.Certification.Terms;
using SafeBms.Specification.Model;

namespace SafeBms.Certification.Semantics;

/// <summary>
/// One scan of one product as terms of SMT-LIB: the memory before it, what is free in it, what is computed, the memory
/// after it, and what each property says. Written from the language page; it shares nothing with the prover.
/// </summary>
public sealed class ScanEncoding
{
    private readonly SystemContext context;
    private readonly IReadOnlyDictionary<string, Term> properties;
    private readonly IReadOnlyDictionary<string, IReadOnlyList<Term>> cases;
    private readonly Dictionary<string, Term> parameters;

    internal ScanEncoding(
        SystemContext context, string product, IReadOnlyList<(string Name, Term Term)> constraints,
        IReadOnlyDictionary<string, Term> properties, IReadOnlyDictionary<string, IReadOnlyList<Term>> cases)
    {
        this.context = context;
        this.properties = properties;
        this.cases = cases;
        Product = product;
        Constraints = constraints;
        parameters = context.Parameters.All.ToDictionary(item => item.Name, item => item.Term);
    }

    /// <summary>Encodes one scan.</summary>
    /// <param name="model">Bound specification.</param>
    /// <param name="product">Product; null where the specification has none.</param>
    /// <exception cref="NotSupportedException">The model holds an element that has no meaning here.</exception>
    public static ScanEncoding Of(SpecificationModel model, ProductInfo? product) =>
        SystemEncoder.Encode(model, product);

    /// <summary>Name of the product.</summary>
    public string Product { get; }

    /// <summary>The memory, by name.</summary>
    public IReadOnlyDictionary<string, StateVariable> State => context.State;

    /// <summary>What is free in a scan or rigid, by name.</summary>
    public IReadOnlyDictionary<string, FreeConstant> Free => context.Builder.Free;

    /// <summary>What is computed in a scan, in order.</summary>
    public IReadOnlyList<Definition> Definitions => context.Builder.Ordered;

    /// <summary>Parameters by the name that facts use; a constant, or the parameter's own free name.</summary>
    public IReadOnlyDictionary<string, Term> Parameters => parameters;

    /// <summary>What holds between the parameters.</summary>
    public IReadOnlyList<(string Name, Term Term)> Constraints { get; }

    /// <summary>Scalar inputs that are read, by name.</summary>
    public IReadOnlyDictionary<string, InputNames> Inputs => context.Inputs;

    /// <summary>Folds that are read.</summary>
    public IEnumerable<FoldForm> Folds => context.Folds.All;

    /// <summary>Folds inside of folds, by the name that stands in the body of the outer one.</summary>
    public IReadOnlyDictionary<string, FoldForm> InnerFolds => context.Folds.Inner;

    /// <summary>Whether a property holds in this scan; null where it has no <c>always</c>.</summary>
    public Term? Property(string id) => properties.GetValueOrDefault(id);

    /// <summary>What each case of a property says of this scan; all together imply the property.</summary>
    public IReadOnlyList<Term> Cases(string id) => cases.GetValueOrDefault(id) ?? [];

    /// <summary>A term over the memory, in terms of the memory after the scan.</summary>
    public Term After(Term term) =>
        Substitution.Apply(term, name => State.TryGetValue(name.Name, out StateVariable? part) ? part.Next : null);

    /// <summary>A term over the memory, before the first scan. What may start with any value keeps its name.</summary>
    public Term Initially(Term term) =>
        Substitution.Apply(term, name => State.GetValueOrDefault(name.Name)?.Initial);

    /// <summary>What ties folds together that one goal reads.</summary>
    public IEnumerable<Term> FoldAxioms(IReadOnlyCollection<FoldForm> folds) => context.Folds.AxiomsOf(folds);

    /// <summary>The fold that a name stands for, or null.</summary>
    public FoldForm? FoldNamed(string name) => context.Folds.ByName(name);

    /// <summary>Parameters that a term depends on, through definitions too.</summary>
    internal IEnumerable<string> ParametersIn(Term term) => Substitution.NamesOf(term)
        .SelectMany(name => DefinitionOf(name.Name) is { } definition
            ? ParametersIn(definition.Value)
            : parameters.ContainsKey(name.Name) ? [name.Name] : [])
        .Distinct();

    /// <summary>Whether a term multiplies parameters, which is written out value by value.</summary>
    internal bool HasChoice(Term term) => term switch
    {
        CallTerm { Operation: "ite" or Smt.AnyProduct } => true,
        CallTerm call => call.Operands.Any(HasChoice),
        NameTerm name => DefinitionOf(name.Name) is { } definition && HasChoice(definition.Value),
        _ => false,
    };

    internal Definition? DefinitionOf(string name) => context.Builder.Definitions.GetValueOrDefault(name);
}
