using SafeBms.Generator.Emit.Probes;
using SafeBms.Specification.Model;

namespace SafeBms.Generator.Emit;

/// <summary>What the names of the specification are called in the method that is being emitted.</summary>
/// <remarks>One kind for machines, one for the monitors; folds add their variables for the length of their
/// loop.</remarks>
internal abstract class Scope(EmitContext context)
{
    private readonly HashSet<string> taken = new(["p", "m", "v", "o", "before"], StringComparer.Ordinal);
    private readonly Dictionary<string, (string Local, FoldSource Source)> foldVariables = new(StringComparer.Ordinal);
    private readonly Stack<Dictionary<Expr, string>> hoisted = new();
    private int folds;

    /// <summary>Parameters, groups and enumerations.</summary>
    public EmitContext Context { get; } = context;

    /// <summary>Reports what runs; null in the shipped code.</summary>
    public ProbeWriter? Probes { get; set; }

    /// <summary>Results of temporal calls by slot.</summary>
    protected Dictionary<int, (string Local, ExprType Type)> Detectors { get; } = [];

    private readonly Dictionary<string, (string Local, ExprType Type)> defines = new(StringComparer.Ordinal);

    /// <summary>A reference that only this kind of scope knows.</summary>
    public abstract Code Reference(Expr reference);

    /// <summary>Condition under which a reference of this kind of scope is valid; null for always.</summary>
    public abstract string? ReferenceValidity(Expr reference);

    /// <summary>The inline array that a top-level fold walks, and the C# type of its members.</summary>
    public abstract (string Array, string MemberType) Domain(FoldSource source);

    /// <summary>Keeps a name for a parameter or local of the whole method.</summary>
    public string Take(string name)
    {
        string free = name;
        for (int number = 2; !taken.Add(free); number++)
        {
            free = name + number;
        }

        return free;
    }

    /// <summary>A fresh local for the result of a fold.</summary>
    public string FoldLocal(FoldKind kind) => Take(Naming.Camel(kind.ToString()) + ++folds);

    /// <summary>Enters a block: results of folds that are computed in it are not visible after it.</summary>
    public void EnterBlock() => hoisted.Push([]);

    /// <summary>Leaves a block.</summary>
    public void LeaveBlock() => hoisted.Pop();

    /// <summary>The local that already holds an expression, if one is visible here.</summary>
    public string? Hoisted(Expr expression) =>
        expression is Fold { Source.Outer: { Length: > 0 } outer } fold
            && MemberFolds.Field(Context, fold) is string field
            ? foldVariables[outer].Local + "." + field
            : hoisted.Select(block => block.TryGetValue(Canonical.Key(expression), out string? local) ? local : null)
                .FirstOrDefault(local => local is not null);

    /// <summary>Notes that a local of the present block holds an expression.</summary>
    public void Hoist(Expr expression, string local) => hoisted.Peek()[Canonical.Key(expression)] = local;

    /// <summary>Brings a fold variable into scope and gives its local.</summary>
    public string EnterFold(string variable, FoldSource source)
    {
        string local = Naming.Camel(variable);
        for (int number = 2; taken.Contains(local) || foldVariables.Values.Any(other => other.Local == local); number++)
        {
            local = Naming.Camel(variable) + number;
        }

        foldVariables[variable] = (local, source);
        return local;
    }

    /// <summary>The fold is over.</summary>
    public void LeaveFold(string variable) => foldVariables.Remove(variable);

    /// <summary>Names the member that a loop written elsewhere is at.</summary>
    public void SetFold(string variable, string local, FoldSource source) => foldVariables[variable] = (local, source);

    /// <summary>Names the member of the group that an instanced machine belongs to.</summary>
    public void SetMember(string local, FoldSource source) => SetFold("member", local, source);

    /// <summary>Gives a definition its local.</summary>
    public string AddDefine(DefineStep define)
    {
        ExprType type = define.Value.Type;
        string local = IsShared(define) ? "d." + Naming.Pascal(define.Name, type.Unit)
            : Take(Naming.Camel(define.Name, type.Unit));
        defines[define.Name] = (local, type);
        return local;
    }

    /// <summary>Gives a temporal call its local.</summary>
    public string AddDetector(DetectorInfo detector)
    {
        string local = IsShared(new DetectorStep(detector))
            ? "d." + detector.Kind + detector.Slot
            : Take(Naming.Camel(detector.Kind.ToString()) + detector.Slot);
        Detectors[detector.Slot] = (local, detector.Type);
        return local;
    }

    /// <summary>The left side of the first assignment to a local: with its type, unless it is a field.</summary>
    public virtual string Declare(string type, string local) => type + " " + local;

    /// <summary>Any reference.</summary>
    public Code Value(Expr reference) => reference switch
    {
        ParameterRef parameter => Code.Of(Context.ParameterText(parameter.Name)),
        DefineRef define => Code.Of(defines[define.Name].Local),
        DetectorRef detector => OptionalValue(Detectors[detector.Slot].Type, Detectors[detector.Slot].Local),
        MemberRef member => Member(member),
        _ => Reference(reference),
    };

    /// <summary>Validity of any reference; null for always.</summary>
    public string? Validity(Expr reference) => reference switch
    {
        ParameterRef => null,
        DefineRef define => defines[define.Name].Type.MayBeInvalid ? defines[define.Name].Local + "Valid" : null,
        DetectorRef detector =>
            Detectors[detector.Slot].Type.MayBeInvalid ? Detectors[detector.Slot].Local + ".IsValid" : null,
        MemberRef member when IsInput(member) => MemberText(member) + ".IsValid",
        MemberRef member => member.Type.MayBeInvalid ? MemberText(member) + ".IsValid" : null,
        _ => ReferenceValidity(reference),
    };

    /// <summary>An input signal as a checked input, for <c>new_sample</c> and <c>age</c>.</summary>
    public string Input(Expr reference) => reference is MemberRef member ? MemberText(member) : InputText(reference);

    /// <summary>The walk of a fold: the range of members and their type.</summary>
    public (string Range, string MemberType) Walk(FoldSource source)
    {
        GroupShape group = source.Kind == FoldSourceKind.Group ? Context.Group(source.Name)
            : Context.GroupOfMachine(source.Name);
        string count = $"[..Math.Min({Context.ParameterText(group.ConfiguredParameter)}, {group.Capacity})]";
        if (source.Outer.Length == 0)
        {
            (string array, string memberType) = Domain(source);
            return (array + count, memberType);
        }

        string last = source.Name.Substring(source.Name.LastIndexOf('.') + 1);
        return ($"{foldVariables[source.Outer].Local}.{Naming.Pascal(last)}{count}", Naming.Pascal(source.Name)
            + "Checked");
    }

    /// <summary>A checked input's value in its own type.</summary>
    protected static Code InputValue(ExprType type, string local) => CsType.Of(type) switch
    {
        "bool" => Code.Of(local + ".IsTrue"),
        "int" or "long" => Code.Of(local + ".Value"),
        string enumeration => new Code($"({enumeration}){local}.Value", Code.Unary),
    };

    /// <summary>A value that may be kept as an optional one.</summary>
    protected static Code OptionalValue(ExprType type, string local) =>
        !type.MayBeInvalid ? Code.Of(local)
        : CsType.Of(type) == "bool" ? new Code(local + ".Value != 0", Code.Equality)
        : CsType.Of(type) is "int" or "long" ? Code.Of(local + ".Value")
        : new Code(CsType.FromInt(type, local + ".Value"), Code.Unary);

    /// <summary>Whether other methods read the result of a step, so that it is a field and no local.</summary>
    protected virtual bool IsShared(StepInfo step) => false;

    /// <summary>The checked input behind a reference of this kind of scope.</summary>
    protected abstract string InputText(Expr reference);

    private bool IsInput(MemberRef member) => foldVariables[member.Variable].Source.Kind == FoldSourceKind.Group;

    private Code Member(MemberRef member)
    {
        string text = MemberText(member);
        return IsInput(member) ? InputValue(member.Type, text)
            : member.Field == "state" ? new Code("(int)" + text, Code.Unary)
            : OptionalValue(member.Type, text);
    }

    private string MemberText(MemberRef member) =>
        foldVariables[member.Variable].Local + "." + Naming.Pascal(member.Field, member.Type.Unit);
}
