using System.Collections.Immutable;
using System.Globalization;
using SafeBms.Equivalence.Code;
using SafeBms.Equivalence.Formula;
using SafeBms.Equivalence.Terms;
using SafeBms.Proof.Terms;
using SafeBms.Specification.Model;

namespace SafeBms.Equivalence.Units;

/// <summary>
/// The border: from any raw inputs to checked ones by docs/language/validity.md, and the folds over inner groups that
/// it hands to the machines. Members that are not configured keep what they had.
/// </summary>
internal sealed class ValidityUnit
{
    private readonly Facts facts;
    private readonly TermPool pool;
    private readonly Border border;
    private readonly CodeRelation relation;
    private readonly AnyMembers members;
    private readonly Unit unit;

    private ValidityUnit(SpecificationModel model)
    {
        pool = new TermPool();
        facts = new Facts(pool);
        border = new Border(model, facts);
        relation = new CodeRelation(facts, border);
        members = new AnyMembers(facts, border, relation);
        unit = new Unit("validity", facts);
    }

    /// <summary>Executes the code and works the formula out.</summary>
    public static Unit Of(CodeProgram program, SpecificationModel model) => new ValidityUnit(model).Make(program);

    private Unit Make(CodeProgram program)
    {
        StructValue raw = (StructValue)Raw.Any(facts, program.Type("InputImage"), "raw");
        StructValue before = (StructValue)Raw.Any(facts, program.Type("Validity"), "before");
        Executor executor = new(program, facts);
        Place inputs = executor.Add(raw);
        Place place = executor.Add(before);
        executor.Run(program.Method("Validity", "Update"), inputs, relation.Parameters(), place);
        StructValue after = (StructValue)executor.Read(place);
        unit.Equal("inputs", executor.Read(inputs), raw);

        HashSet<string> known = new(StringComparer.Ordinal);
        foreach (InputInfo input in border.Model.Signals.Inputs)
        {
            string field = Names.Field(input.Name, input.Type);
            known.Add(field);
            (CodeValue expected, _) = Checked(input, (StructValue)raw.Fields[field]);
            unit.Equal(field, after.Fields[field], expected);
        }

        foreach (GroupInfo group in border.Model.Signals.Groups)
        {
            string field = Names.Pascal(group.Name);
            known.Add(field);
            Compare(group, field, (ArrayValue)raw.Fields[field], (ArrayValue)before.Fields[field],
                (ArrayValue)after.Fields[field], []);
        }

        if (after.Fields.Keys.Except(known, StringComparer.Ordinal).Order(StringComparer.Ordinal).FirstOrDefault()
            is { } odd)
        {
            throw new OutsideSubsetException("Validity", $"field {odd} is not in the specification");
        }

        unit.Add(executor.Obligations);
        return unit;
    }

    // ok(x), the value that is read, the age: from what was delivered.
    private (CodeValue Code, InputView View) Checked(InputInfo input, StructValue signal)
    {
        Term value = ((ScalarValue)signal.Fields["Value"]).Term;
        Term age = ((ScalarValue)signal.Fields["Age_ms"]).Term;
        Term accepted = ((ScalarValue)signal.Fields["Accepted"]).Term;
        // An age is a number of scans; a negative one is no age, and the input counts as never accepted.
        Term known = pool.And(accepted, facts.AtMost(pool.Int(0), age));
        Term inside = input.Clamp ? pool.True : relation.IsInRange(input, value);
        Term valid = pool.And([known, facts.AtMost(age, pool.Int(input.MaxAge_ms)), inside]);
        // While an input is invalid its value means nothing, but it lies in the range: formulas count on that.
        Term read = input.Type.Kind == ValueKind.Enum
            ? value
            : facts.Min(facts.Max(value, pool.Int(input.Type.Min)), pool.Int(input.Type.Max));
        Term scans = pool.Choose(known, age, pool.Int(int.MaxValue));
        InputView view = new(read, valid, pool.And(valid, facts.Equal(scans, pool.Int(0))), scans);
        return (relation.Input(read, valid, age, scans), view);
    }

    private CodeValue IfExists(Term[] exists, CodeValue checkedNow, CodeValue before) => exists.Reverse()
        .Aggregate(checkedNow, (value, owner) => CodeValue.Merge(pool, owner, value, before));

    private List<Member> Compare(
        GroupInfo group, string name, ArrayValue raw, ArrayValue before, ArrayValue after, Term[] owners)
    {
        Term count = border.Configured(group.Path);
        List<Member> all = [];
        for (int index = 0; index < group.Capacity; index++)
        {
            Term[] exists = [.. owners, facts.Less(pool.Int(index), count)];
            string path = $"{name}[{index.ToString(CultureInfo.InvariantCulture)}]";
            all.Add(Compare(
                group, path, (StructValue)raw.Items[index], (StructValue)before.Items[index],
                (StructValue)after.Items[index], exists));
        }

        return all;
    }

    private Member Compare(
        GroupInfo group, string path, StructValue raw, StructValue before, StructValue after, Term[] exists)
    {
        Member member = new();
        ImmutableHashSet<string> left = [.. after.Fields.Keys];
        foreach (InputInfo input in group.Inputs)
        {
            string field = Names.Field(input.Name, input.Type);
            left = left.Remove(field);
            (CodeValue expected, InputView view) = Checked(input, (StructValue)raw.Fields[field]);
            member.Inputs.Add(input.Name, view);
            unit.Equal(
                $"{path}.{field}", after.Fields[field],
                IfExists(exists, expected, before.Fields[field]), exists);
        }

        foreach (GroupInfo inner in group.Groups)
        {
            string field = Names.Pascal(inner.Name);
            left = left.Remove(field);
            member.Groups.Add(inner.Path, Compare(
                inner, $"{path}.{field}", (ArrayValue)raw.Fields[field], (ArrayValue)before.Fields[field],
                (ArrayValue)after.Fields[field], exists));
            foreach ((Fold fold, string result) in members.Folds(inner))
            {
                left = left.Remove(result).Remove(result + "Valid");
                Compare(fold, $"{path}.{result}", result, member, (before, after), exists);
            }
        }

        return left.IsEmpty
            ? member
            : throw new OutsideSubsetException("Validity", $"field {left.First()} of {path} is not known");
    }

    // Of min, max and sum the value counts only while it is valid.
    private void Compare(
        Fold fold, string path, string field, Member member, (StructValue Before, StructValue After) code,
        Term[] owners)
    {
        ExpressionFormula expressions = members.Parameters();
        expressions.Bind("member", member, new FoldSource(FoldSourceKind.Group, string.Empty, string.Empty));
        ModelValue expected = expressions.Over(fold, member.Groups[fold.Source.Name]);
        Term exists = pool.And(owners);
        Term actual = ((ScalarValue)code.After.Fields[field]).Term;
        Term kept = ((ScalarValue)code.Before.Fields[field]).Term;
        Term same = ((ScalarValue)IfExists(owners, new ScalarValue(expected.Number), new ScalarValue(kept))).Term;
        Term agrees = pool.Choose(
            exists, pool.Implies(expected.Valid, pool.Equal(actual, expected.Number)), pool.Equal(actual, kept));
        unit.Holds(path, actual == same ? pool.True : agrees, owners);
        if (AnyMembers.HasValidity(fold))
        {
            Term valid = ((ScalarValue)code.After.Fields[field + "Valid"]).Term;
            Term wasValid = ((ScalarValue)code.Before.Fields[field + "Valid"]).Term;
            unit.Equal(path + "Valid", valid, pool.Choose(exists, expected.Valid, wasValid), owners);
        }

        if (fold.Type.Kind != ValueKind.Bool)
        {
            unit.Holds($"range of {path}", pool.Implies(
                pool.And(exists, expected.Valid), border.IsInRange(fold.Type, expected.Number)), owners);
            (long min, long max) = AnyMembers.RangeOf(fold);
            unit.Holds($"range of {path} while invalid", pool.Implies(
                exists, pool.And(facts.AtMost(pool.Int(min), actual), facts.AtMost(actual, pool.Int(max)))), owners);
        }
    }
}
