using SafeBms.Specification.Model;

namespace SafeBms.Generator.Emit;

/// <summary>Names inside of a machine's <c>Scan</c>.</summary>
internal sealed class MachineScope : Scope
{
    private readonly MachineInfo machine;
    private readonly StateTree tree;
    private readonly Dictionary<string, (string Local, UseInfo Use)> uses = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> previousOutputs = new(StringComparer.Ordinal);

    public MachineScope(EmitContext context, MachineInfo machine, StateTree tree)
        : base(context)
    {
        this.machine = machine;
        this.tree = tree;
        foreach (UseInfo use in machine.Uses)
        {
            uses[use.Alias] = (Take(Naming.Camel(use.Alias, use.Type.Unit)), use);
        }

        if (machine.InstanceGroup.Length > 0)
        {
            SetMember(Take("member"), new FoldSource(FoldSourceKind.Group, machine.InstanceGroup, string.Empty));
        }

        foreach (MachineOutputInfo output in machine.Outputs)
        {
            previousOutputs[output.Name] = Take(Naming.Camel("previous-" + output.Name, output.Type.Unit));
        }
    }

    /// <summary>Local of a use.</summary>
    public string UseLocal(string alias) => uses[alias].Local;

    /// <summary>Local with an own output as it was at the end of the last scan.</summary>
    public string PreviousOutputLocal(string output) => previousOutputs[output];

    /// <inheritdoc/>
    public override Code Reference(Expr reference) => reference switch
    {
        UseRef use => Use(use.Alias),
        VariableRef variable => Code.Of("m." + Field(machine.Variables.First(v => v.Name == variable.Name))),
        TimerRef timer => Code.Of("m." + Naming.Pascal(timer.Name, "ms")),
        OwnOutputRef own => OptionalValue(Output(own.Name).Type, "m." + Field(Output(own.Name))),
        PreviousOutputRef previous => OptionalValue(Output(previous.Name).Type, previousOutputs[previous.Name]),
        InState state =>
            IsAnyOf("before", tree.LeavesBelow(state.StateIndex).Select(leaf => "State." + tree.LeafName(leaf))),
        UseInState state => IsAnyOf(uses[state.Alias].Local, state.LeafIds.Select(id => CsType.Number(id))),
        ElapsedRef elapsed => Code.Of("m." + tree.ElapsedField(elapsed.StateIndex)),
        _ => throw new NotSupportedException(
            $"{machine.Name}: {reference.GetType().Name} cannot stand in a machine ({reference.Span})."),
    };

    /// <inheritdoc/>
    public override string? ReferenceValidity(Expr reference) => reference switch
    {
        UseRef { Alias: string alias } when uses[alias].Use.Kind == UseKind.Input
            || uses[alias].Use.Type.MayBeInvalid =>
            uses[alias].Local + ".IsValid",
        OwnOutputRef own when Output(own.Name).Type.MayBeInvalid => $"m.{Field(Output(own.Name))}.IsValid",
        PreviousOutputRef previous when Output(previous.Name).Type.MayBeInvalid =>
            previousOutputs[previous.Name] + ".IsValid",
        _ => null,
    };

    /// <inheritdoc/>
    public override (string Array, string MemberType) Domain(FoldSource source)
    {
        UseKind kind = source.Kind switch
        {
            FoldSourceKind.Group => UseKind.Group,
            FoldSourceKind.Machine => UseKind.Machine,
            _ => UseKind.PreviousMachine,
        };
        UseInfo use = machine.Uses.First(u => u.Kind == kind && u.Source == source.Name);
        string memberType = kind == UseKind.Group ? Naming.Pascal(source.Name) + "Checked"
            : Naming.MachineClass(source.Name) + ".Memory";
        return (uses[use.Alias].Local, memberType);
    }

    /// <summary>Memory field of a variable.</summary>
    public static string Field(VariableInfo variable) => Naming.Pascal(variable.Name, variable.Type.Unit);

    /// <summary>Memory field of an output.</summary>
    public static string Field(MachineOutputInfo output) => Naming.Pascal(output.Name, output.Type.Unit);

    /// <inheritdoc/>
    protected override string InputText(Expr reference) => uses[((UseRef)reference).Alias].Local;

    private static Code IsAnyOf(string value, IEnumerable<string> patterns)
    {
        string text = string.Join(" or ", patterns);
        return Code.Of(text.Length == 0 ? "false" : $"({value} is {text})");
    }

    private Code Use(string alias)
    {
        (string local, UseInfo use) = uses[alias];
        return use.Kind == UseKind.Input ? InputValue(use.Type, local) : OptionalValue(use.Type, local);
    }

    private MachineOutputInfo Output(string name) => machine.Outputs.First(output => output.Name == name);
}
