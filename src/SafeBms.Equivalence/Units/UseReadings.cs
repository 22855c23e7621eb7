using SafeBms.Equivalence.Code;
using SafeBms.Equivalence.Formula;
using SafeBms.Equivalence.Terms;
using SafeBms.Specification.Model;

namespace SafeBms.Equivalence.Units;

/// <summary>Whatever a machine may be handed for its uses, as arguments of the code and as readings of the
/// language.</summary>
internal sealed class UseReadings : IReadings
{
    private readonly Facts facts;
    private readonly Dictionary<string, ModelValue> values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, InputView> inputs = new(StringComparer.Ordinal);
    private readonly Dictionary<(FoldSourceKind Kind, string Name), IReadOnlyList<Member>> members = [];

    public UseReadings(MachineInfo machine, Facts facts, Border border, CodeRelation relation)
    {
        this.facts = facts;
        AnyMembers any = new(facts, border, relation);
        foreach (UseInfo use in machine.Uses)
        {
            Arguments.Add(Add(use, border, relation, any));
        }

        if (machine.InstanceGroup.Length > 0)
        {
            (CodeValue code, Member) = any.One(border.Group(machine.InstanceGroup), "member");
            Arguments.Add(code);
        }
    }

    /// <summary>Arguments in the order of the uses, then the own member of an instanced machine.</summary>
    public List<CodeValue> Arguments { get; } = [];

    /// <summary>The own member of an instanced machine.</summary>
    public Member? Member { get; }

    /// <inheritdoc/>
    public ModelValue Find(Expr reference) => reference switch
    {
        UseRef use when values.TryGetValue(use.Alias, out ModelValue value) => value,
        UseRef use when inputs.TryGetValue(use.Alias, out InputView? input) => Typed(input, use.Type),
        UseInState use => new ModelValue(
            facts.Pool.Or(use.LeafIds.Select(
                id => facts.Equal(values[use.Alias].Number, facts.Pool.Int(id)))), facts.Pool.True),
        _ => throw new NotSupportedException($"{reference.Span}: {reference.GetType().Name} is no use"),
    };

    /// <inheritdoc/>
    public InputView Input(Expr reference) => inputs[((UseRef)reference).Alias];

    /// <inheritdoc/>
    public IReadOnlyList<Member> Members(FoldSource source) => members[(source.Kind, source.Name)];

    private ModelValue Typed(InputView input, ExprType type) => new(
        type.Kind == ValueKind.Bool
            ? facts.Pool.Not(facts.Equal(input.Value, facts.Pool.Int(0)))
            : input.Value,
        input.Valid);

    private CodeValue Add(UseInfo use, Border border, CodeRelation relation, AnyMembers any)
    {
        string name = "use." + use.Alias;
        switch (use.Kind)
        {
            case UseKind.Input:
                InputInfo input = border.Model.Signals.Inputs.Single(one => one.Name == use.Source);
                (CodeValue code, InputView view) = relation.AnyInput(input, name);
                inputs.Add(use.Alias, view);
                return code;
            case UseKind.Group:
                return Keep(FoldSourceKind.Group, use.Source, any.Group(border.Group(use.Source), name));
            case UseKind.Machine:
                return Keep(
                    FoldSourceKind.Machine, use.Source, any.Instances(border.Machine(use.Source), name));
            case UseKind.PreviousMachine:
                return Keep(
                    FoldSourceKind.PreviousMachine, use.Source, any.Instances(border.Machine(use.Source), name));
            case UseKind.MachineState or UseKind.PreviousMachineState:
                // Any number, a state that does not exist among them.
                values.Add(use.Alias, new ModelValue(facts.Number(name, 0, byte.MaxValue), facts.Pool.True));
                return new ScalarValue(values[use.Alias].Number);
            case UseKind.Violation:
                values.Add(use.Alias, new ModelValue(facts.Truth(name), facts.Pool.True));
                return new ScalarValue(values[use.Alias].Number);
            default:
                values.Add(use.Alias, border.Any(use.Type, name));
                return relation.Stored(use.Type, values[use.Alias]);
        }
    }

    private ArrayValue Keep(
        FoldSourceKind kind, string source, (ArrayValue Code, IReadOnlyList<Member> Members) any)
    {
        members[(kind, source)] = any.Members;
        return any.Code;
    }
}
