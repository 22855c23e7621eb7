using System.Globalization;
using SafeBms.Equivalence.Code;
using SafeBms.Equivalence.Formula;
using SafeBms.Equivalence.Terms;
using SafeBms.Generator.Emit;
using SafeBms.Proof.Terms;
using SafeBms.Specification.Model;

namespace SafeBms.Equivalence.Units;

/// <summary>
/// Members of groups of which nothing is known but what the border guarantees, in both views. The results of folds that
/// the border hands over (<c>CellMax2</c>) are values of their own here; that the border computes just these folds is
/// shown where it is compared.
/// </summary>
internal sealed class AnyMembers(Facts facts, Border border, CodeRelation relation)
{
    private readonly List<Fold> folds = [.. EmitContext.Of(border.Model).MemberFolds];

    /// <summary>The folds over an inner group that the border computes, each with its field of the outer
    /// member.</summary>
    public IEnumerable<(Fold Fold, string Field)> Folds(GroupInfo inner)
    {
        for (int index = 0; index < folds.Count; index++)
        {
            if (folds[index].Source.Name == inner.Path)
            {
                string number = (index + 1).ToString(CultureInfo.InvariantCulture);
                yield return (folds[index], Names.Pascal(inner.Name) + folds[index].Kind + number);
            }
        }
    }

    /// <summary>Whether a result comes with a validity.</summary>
    public static bool HasValidity(Fold fold) => fold.Kind is FoldKind.Min or FoldKind.Max or FoldKind.Sum;

    /// <summary>The numbers that a result can be, valid or not: with the one that stands for no member.</summary>
    public static (long Min, long Max) RangeOf(Fold fold)
    {
        long neutral = ExpressionFormula.Neutral(fold);
        return (Math.Min(fold.Type.Min, neutral), Math.Max(fold.Type.Max, neutral));
    }

    /// <summary>All members of a group up to its capacity.</summary>
    public (ArrayValue Code, IReadOnlyList<Member> Members) Group(GroupInfo group, string name)
    {
        List<(CodeValue Code, Member Member)> made = [.. Enumerable.Range(0, group.Capacity).Select(
            index => One(group, $"{name}[{index.ToString(CultureInfo.InvariantCulture)}]"))];
        return (new ArrayValue([.. made.Select(one => one.Code)]), [.. made.Select(one => one.Member)]);
    }

    /// <summary>One member.</summary>
    public (CodeValue Code, Member Member) One(GroupInfo group, string name)
    {
        Member member = new();
        Dictionary<string, CodeValue> fields = new(StringComparer.Ordinal);
        foreach (InputInfo input in group.Inputs)
        {
            (CodeValue code, InputView view) = relation.AnyInput(input, $"{name}.{input.Name}");
            fields.Add(Names.Field(input.Name, input.Type), code);
            member.Inputs.Add(input.Name, view);
        }

        foreach (GroupInfo inner in group.Groups)
        {
            (ArrayValue code, IReadOnlyList<Member> members) = Group(inner, $"{name}.{inner.Name}");
            fields.Add(Names.Pascal(inner.Name), code);
            member.Groups.Add(inner.Path, members);
            foreach ((Fold fold, string field) in Folds(inner))
            {
                AddFold(fold, field, $"{name}.{field}", member, fields);
            }
        }

        return (new StructValue(fields), member);
    }

    /// <summary>All instances of a machine.</summary>
    public (ArrayValue Code, IReadOnlyList<Member> Members) Instances(MachineInfo machine, string name)
    {
        List<CodeValue> items = [];
        List<Member> members = [];
        for (int index = 0; index < border.Group(machine.InstanceGroup).Capacity; index++)
        {
            string prefix = $"{name}[{index.ToString(CultureInfo.InvariantCulture)}].";
            MachineMemory memory = MachineFormula.Any(machine, facts, border, prefix);
            items.Add(relation.Machine(machine, memory));
            Member member = new();
            member.Outputs.Add("state", new ModelValue(memory.State, facts.Pool.True));
            foreach ((string output, ModelValue value) in memory.Outputs)
            {
                member.Outputs.Add(output, value);
            }

            members.Add(member);
        }

        return (new ArrayValue([.. items]), members);
    }

    /// <summary>Expressions over nothing but parameters.</summary>
    public ExpressionFormula Parameters() => new(facts, border, new OnlyParameters());

    private void AddFold(
        Fold fold, string field, string name, Member member, Dictionary<string, CodeValue> fields)
    {
        TermPool pool = facts.Pool;
        if (fold.Type.Kind == ValueKind.Bool)
        {
            Term truth = facts.Truth(name);
            fields.Add(field, new ScalarValue(truth));
            member.Folds.Add(fold, new ModelValue(truth, pool.True));
            return;
        }

        (long min, long max) = RangeOf(fold);
        Term number = facts.Number(name, min, max);
        Term valid = HasValidity(fold) ? facts.Truth(name + ".valid") : pool.True;
        facts.Assume(pool.Implies(valid, border.IsInRange(fold.Type with { EnumName = string.Empty }, number)));
        fields.Add(field, new ScalarValue(number));
        if (HasValidity(fold))
        {
            fields.Add(field + "Valid", new ScalarValue(valid));
        }

        member.Folds.Add(fold, new ModelValue(number, valid));
    }

    private sealed class OnlyParameters : IReadings
    {
        public ModelValue Find(Expr reference) =>
            throw new NotSupportedException($"{reference.Span}: only parameters are known here");

        public InputView Input(Expr reference) => throw new NotSupportedException($"{reference.Span}: no input here");

        public IReadOnlyList<Member> Members(FoldSource source) =>
            throw new NotSupportedException($"no members of {source.Name} here");
    }
}
