using SafeBms.Proof.Terms;
using SafeBms.Specification.Model;

namespace SafeBms.Proof.Transition;

/// <summary>What all machines of a scan share: parameters, inputs, free values, and the list of what is
/// remembered.</summary>
internal sealed class SystemFrame
{
    private readonly SpecificationModel model;
    private readonly ProductInfo? product;
    private readonly Dictionary<string, ParameterInfo> parameterInfos;
    private readonly Dictionary<string, InputInfo> inputInfos;
    private readonly Dictionary<string, Term> parameters = new(StringComparer.Ordinal);
    private readonly Dictionary<string, InputTerms> inputs = new(StringComparer.Ordinal);
    private readonly List<Term> inputConditions = [];

    public SystemFrame(TermPool pool, SpecificationModel model, string product)
    {
        Pool = pool;
        this.model = model;
        this.product = model.Products.FirstOrDefault(one => one.Name == product);
        parameterInfos = model.Parameters.Parameters.ToDictionary(one => one.Name, StringComparer.Ordinal);
        inputInfos = model.Signals.Inputs.ToDictionary(one => one.Name, StringComparer.Ordinal);
        Folds = new FoldTerms(pool, this);
    }

    public TermPool Pool { get; }

    public FoldTerms Folds { get; }

    public SpecificationModel Model => model;

    /// <summary>Free values of a scan, in the order in which they were asked for.</summary>
    public List<FreeVariable> FreeValues { get; } = [];

    /// <summary>Parameters that are not constants.</summary>
    public List<FreeVariable> FreeParameters { get; } = [];

    /// <summary>The inputs that have been asked for.</summary>
    public List<InputVariables> Scalars { get; } = [];

    /// <summary>What more is known of an input than that it is free in every scan; by its name.</summary>
    public Func<string, InputInfo, InputTerms, InputTerms>? Refine { get; set; }

    /// <summary>A constant where the product fixes it, else a variable.</summary>
    public Term Parameter(string name)
    {
        if (!parameters.TryGetValue(name, out Term? term))
        {
            ParameterInfo info = parameterInfos[name];
            term = info.Configurable ? FreeParameter(info) : Constant(info.Type, ValueOf(info));
            parameters.Add(name, term);
        }

        return term;
    }

    /// <summary>The constraints whose parameters are all used: others say nothing about them.</summary>
    public Term ParameterConditions()
    {
        List<Term> conditions = [];
        ExpressionLowering lowering = new(Pool, this, NoNames.Instance);
        foreach (ConstraintInfo constraint in model.Parameters.Constraints)
        {
            conditions.Add(lowering.Condition(constraint.Condition));
        }

        conditions.AddRange(FreeParameters.Select(InRange));
        return Pool.And(conditions);
    }

    /// <summary>A scalar input of this scan.</summary>
    public InputTerms Input(string name)
    {
        if (!inputs.TryGetValue(name, out InputTerms? input))
        {
            input = FreeInput("input." + name, inputInfos[name], inputConditions);
            Scalars.Add(Variables(input, inputInfos[name], name));
            input = Refine?.Invoke(name, inputInfos[name], input) ?? input;
            inputs.Add(name, input);
        }

        return input;
    }

    /// <summary>An input of a group's member.</summary>
    public InputInfo GroupInput(string path, string field)
    {
        IEnumerable<GroupInfo> level = model.Signals.Groups;
        GroupInfo? group = null;
        foreach (string name in path.Split('.'))
        {
            group = level.First(one => one.Name == name);
            level = group.Groups;
        }

        return group!.Inputs.First(one => one.Name == field);
    }

    /// <summary>A fresh input with what is true of every input; its conditions go to the list.</summary>
    public InputTerms FreeInput(string name, InputInfo info, List<Term> conditions)
    {
        Term number = Free(name, info.Type with { MayBeInvalid = false });
        Term valid = Free(name + ".valid", ExprType.Bool);
        Term isNew = Free(name + ".new", ExprType.Bool);
        Term age = Free(name + ".age", ExprType.Int("ms", 0, int.MaxValue));
        conditions.Add(Pool.Implies(valid, Pool.AtMost(age, Pool.Int(info.MaxAge_ms))));
        conditions.Add(Pool.Equal(isNew, Pool.And(valid, Pool.Equal(age, Pool.Int(0)))));
        return new InputTerms(new ScanValue(number, valid), isNew, age);
    }

    /// <summary>The variables of an input.</summary>
    public static InputVariables Variables(InputTerms input, InputInfo info, string name) =>
        new(input.Value.Number, input.Value.Valid, input.IsNew, input.Age, info, name);

    /// <summary>A free value of every scan, within its type.</summary>
    public Term Free(string name, ExprType type, long usual = 0)
    {
        Term variable = Pool.Variable(name, SortOf(type));
        FreeValues.Add(new FreeVariable(variable, type.Min, type.Max, MembersOf(type), usual));
        return variable;
    }

    /// <summary>The members of an enumeration or the leaves of a machine; empty for other types.</summary>
    public IReadOnlyList<long> MembersOf(ExprType type) => type.Kind == ValueKind.Enum
        ? [.. model.Signals.Enums.Single(one => one.Name == type.EnumName).Members.Select(member => (long)member.Id)]
        : [];

    /// <summary>A number of the right sort.</summary>
    public Term Constant(ExprType type, long value) =>
        type.Kind == ValueKind.Bool ? Pool.Bool(value != 0) : Pool.Int(value);

    /// <summary>Conditions that hold of the scan's inputs, for those of them that are used.</summary>
    public Term ScanConditions(IReadOnlySet<Term> used)
    {
        List<Term> conditions = 
        [
            .. inputConditions.Where(condition => TermWalk.Variables(condition).Any(used.Contains)),
        ];
        conditions.Add(Folds.Conditions(used));
        HashSet<Term> mentioned = TermWalk.Variables(conditions);
        conditions.AddRange(FreeValues
            .Where(free => used.Contains(free.Variable) || mentioned.Contains(free.Variable)).Select(InRange));
        return Pool.And(conditions);
    }

    /// <summary>The condition that a variable is within its range.</summary>
    public Term InRange(FreeVariable free)
    {
        if (free.Variable.Sort == Sort.Bool)
        {
            return Pool.True;
        }

        return free.Members.Count > 0
            ? Pool.Or(free.Members.Select(member => Pool.Equal(free.Variable, Pool.Int(member))))
            : Pool.And(
                Pool.AtLeast(free.Variable, Pool.Int(free.Min)), Pool.AtMost(free.Variable, Pool.Int(free.Max)));
    }

    /// <summary>The sort of a type.</summary>
    public static Sort SortOf(ExprType type) => type.Kind == ValueKind.Bool ? Sort.Bool : Sort.Int;

    private long ValueOf(ParameterInfo info)
    {
        foreach (ParameterOverride change in product?.Overrides ?? EquatableArray<ParameterOverride>.Empty)
        {
            if (change.Parameter == info.Name)
            {
                return change.Value;
            }
        }

        return info.Default;
    }

    private Term FreeParameter(ParameterInfo info)
    {
        Term variable = Pool.Variable("parameter." + info.Name, SortOf(info.Type));
        FreeParameters.Add(new FreeVariable(
            variable, info.Type.Min, info.Type.Max, MembersOf(info.Type), ValueOf(info)));
        return variable;
    }

    private sealed class NoNames : IScanScope
    {
        public static NoNames Instance { get; } = new();

        public ScanValue Find(Expr reference) => throw new NotSupportedException($"{reference.Span}: not a parameter");

        public InputTerms FindInput(Expr reference) => throw new NotSupportedException($"{reference.Span}: no input");
    }
}
