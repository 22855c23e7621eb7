using SafeBms.Equivalence.Terms;
using SafeBms.Proof.Terms;
using SafeBms.Specification.Model;

namespace SafeBms.Equivalence.Formula;

/// <summary>What all formulas share: parameters, groups, and values of which only the declared range is
/// known.</summary>
internal sealed class Border
{
    private const string MachineStates = "machine:";
    private readonly SpecificationModel model;
    private readonly Facts facts;
    private readonly TermPool pool;
    private readonly Dictionary<string, Term> parameters = new(StringComparer.Ordinal);
    private readonly Dictionary<string, GroupInfo> groups = new(StringComparer.Ordinal);
    private readonly Dictionary<string, MachineInfo> machines;

    /// <summary>Makes the parameters.</summary>
    /// <param name="model">The specification.</param>
    /// <param name="facts">The pool.</param>
    /// <param name="anyParameters">Parameters may have any value of their C# type, and no constraint is
    /// assumed.</param>
    public Border(SpecificationModel model, Facts facts, bool anyParameters = false)
    {
        this.model = model;
        this.facts = facts;
        pool = facts.Pool;
        machines = model.Machines.Append(model.ShutdownMachine)
            .ToDictionary(machine => machine.Name, StringComparer.Ordinal);
        foreach (GroupInfo group in model.Signals.Groups)
        {
            AddGroup(group);
        }

        foreach (ParameterInfo parameter in model.Parameters.Parameters)
        {
            parameters.Add(parameter.Name, parameter.IsConstant
                ? Constant(parameter.Type, parameter.Default)
                : !anyParameters || parameter.Type.Kind == ValueKind.Bool
                    ? Any(parameter.Type, "p." + parameter.Name).Number
                    : facts.Number("p." + parameter.Name, int.MinValue, int.MaxValue));
        }

        SuggestProduct();
        // Out of their ranges the parameters are refused whatever the constraints say.
        facts.Premise = anyParameters
            ? pool.And(model.Parameters.Parameters.Select(one => IsInRange(one.Type, parameters[one.Name])))
            : null;
        ExpressionFormula expressions = new(facts, this, new NoReadings());
        Constraints = [.. model.Parameters.Constraints.Select(one => expressions.Value(one.Condition))];
        foreach (Term constraint in Constraints.Where(_ => !anyParameters))
        {
            facts.Assume(constraint, isRare: true);
        }
    }

    /// <summary>The constraints among the parameters.</summary>
    public IReadOnlyList<Term> Constraints { get; }

    /// <summary>The specification.</summary>
    public SpecificationModel Model => model;

    /// <summary>A parameter: its constant, or any value of its range under the constraints.</summary>
    public Term Parameter(string name) => parameters[name];

    /// <summary>A group by its path.</summary>
    public GroupInfo Group(string path) => groups[path];

    /// <summary>A machine by its name.</summary>
    public MachineInfo Machine(string name) => machines[name];

    /// <summary>The number of members that a fold walks over.</summary>
    public Term Configured(FoldSource source) => Configured(
        source.Kind == FoldSourceKind.Group ? source.Name : machines[source.Name].InstanceGroup);

    /// <summary>The number of configured members of a group.</summary>
    public Term Configured(string group) => Parameter(groups[group].ConfiguredParameter);

    /// <summary>A value of a type as a term.</summary>
    public Term Constant(ExprType type, long value) =>
        type.Kind == ValueKind.Bool ? pool.Bool(value != 0) : pool.Int(value);

    /// <summary>Any value of a type; an optional one may be invalid.</summary>
    public ModelValue Any(ExprType type, string name)
    {
        Term number = type.Kind == ValueKind.Bool ? facts.Truth(name) : facts.Number(name, type.Min, type.Max);
        facts.Assume(IsMember(type, number));
        return new ModelValue(number, type.MayBeInvalid ? facts.Truth(name + ".valid") : pool.True);
    }

    /// <summary>Whether a value lies in the range of its type.</summary>
    public Term IsInRange(ExprType type, Term number) => type.Kind == ValueKind.Bool
        ? pool.True
        : pool.And([
            facts.AtMost(pool.Int(type.Min), number), facts.AtMost(number, pool.Int(type.Max)),
            IsMember(type, number)]);

    /// <summary>Ids of the members of an enumeration, or of the leaves of a machine.</summary>
    public IEnumerable<long> Members(ExprType type) =>
        type.EnumName.StartsWith(MachineStates, StringComparison.Ordinal)
            ? Leaves(machines[type.EnumName[MachineStates.Length..]])
            : model.Signals.Enums.Single(one => one.Name == type.EnumName).Members.Select(member => (long)member.Id);

    /// <summary>Ids of the leaves of a machine.</summary>
    public static IEnumerable<long> Leaves(MachineInfo machine) =>
        machine.States.Where(state => state.InitialChild < 0).Select(state => (long)state.Id);

    // The parameters of the first product: that what is assumed is possible is seen quickest with them.
    private void SuggestProduct()
    {
        ProductInfo? product = model.Products.Count > 0 ? model.Products[0] : null;
        foreach (ParameterInfo parameter in model.Parameters.Parameters)
        {
            ParameterOverride? own = product?.Overrides.FirstOrDefault(one => one.Parameter == parameter.Name);
            facts.Suggest(parameters[parameter.Name], own?.Value ?? parameter.Default);
        }
    }

    private Term IsMember(ExprType type, Term number)
    {
        if (type.Kind != ValueKind.Enum)
        {
            return pool.True;
        }

        // A choice among members is a member; only the other parts are asked for.
        HashSet<long> members = [.. Members(type)];
        return Facts.Alternatives(number).All(part => part.IsConstant && members.Contains(part.Value))
            ? pool.True
            : pool.Or(members.Select(id => facts.Equal(number, pool.Int(id))));
    }

    private void AddGroup(GroupInfo group)
    {
        groups.Add(group.Path, group);
        foreach (GroupInfo inner in group.Groups)
        {
            AddGroup(inner);
        }
    }

    private sealed class NoReadings : IReadings
    {
        public ModelValue Find(Expr reference) =>
            throw new NotSupportedException($"{reference.Span}: a constraint reads parameters only");

        public InputView Input(Expr reference) => throw new NotSupportedException($"{reference.Span}: no input here");

        public IReadOnlyList<Member> Members(FoldSource source) =>
            throw new NotSupportedException($"no members of {source.Name} here");
    }
}
