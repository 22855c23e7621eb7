using SafeBms.Proof.Terms;
using SafeBms.Specification.Model;

namespace SafeBms.Proof.Transition;

/// <summary>
/// Folds over the bank without unrolling it. The result of a fold is a free value of the scan; what ties the results
/// together are snapshots of single members: each result that says "there is one" has a member that shows it, and each
/// that says "all" holds for every snapshot that anybody has taken. True of every bank, whatever its size.
/// </summary>
internal sealed class FoldTerms(TermPool pool, SystemFrame frame)
{
    private const string Template = "member";

    private readonly Dictionary<(FoldKind Kind, Term Number, Term Valid), FoldResult> results = [];
    private readonly Dictionary<string, MemberField> fields = new(StringComparer.Ordinal);
    private readonly List<IReadOnlyList<InputVariables>> snapshots = [];

    /// <summary>The fields of the template member.</summary>
    public IReadOnlyList<InputVariables> Fields =>
        [.. GroupFields().Select(field => SystemFrame.Variables(field.Terms, field.Input!, field.Path))];

    /// <summary>Folds over inputs.</summary>
    public IReadOnlyList<FoldVariables> Folds =>
        [.. results.Values.Where(result => result.OverGroup).Select(result => new FoldVariables(
            result.Kind, result.Body.Number, result.Body.Valid, result.Value.Number, result.Value.Valid))];

    /// <summary>What each free value <c>fold.N</c> stands for, in their order.</summary>
    public IReadOnlyList<(FoldKind Kind, Term Number, Term Valid)> Meanings => [.. results.Keys];

    /// <summary>The members that the conditions speak of.</summary>
    public IReadOnlyList<IReadOnlyList<InputVariables>> Snapshots => snapshots;

    private sealed record FoldResult(FoldKind Kind, ScanValue Body, ScanValue Value, bool OverGroup);

    private sealed record MemberField(string Path, InputTerms Terms, InputInfo? Input);

    /// <summary>A field of the member that a fold looks at.</summary>
    public InputTerms Member(FoldSource source, string field, ExprType type)
    {
        string previous = source.Kind == FoldSourceKind.PreviousMachine ? ".previous" : string.Empty;
        string name = $"{Template}{previous}.{source.Name}.{field}";
        if (!fields.TryGetValue(name, out MemberField? found))
        {
            InputInfo? input = source.Kind == FoldSourceKind.Group ? frame.GroupInput(source.Name, field) : null;
            found = new MemberField($"{source.Name}.{field}", FreshMember(name, type), input);
            fields.Add(name, found);
        }

        return found.Terms;
    }

    /// <summary>The result of a fold whose body has been lowered over the template member.</summary>
    public ScanValue Result(Fold fold, ScanValue body)
    {
        (FoldKind, Term, Term) key = (fold.Kind, body.Number, body.Valid);
        if (!results.TryGetValue(key, out FoldResult? result))
        {
            string name = $"fold.{results.Count}";
            bool optional = fold.Kind is FoldKind.Min or FoldKind.Max or FoldKind.Sum;
            Term number = frame.Free(name, fold.Type);
            Term valid = optional ? frame.Free(name + ".valid", ExprType.Bool) : pool.True;
            result = new FoldResult(
                fold.Kind, body, new ScanValue(number, valid), fold.Source.Kind == FoldSourceKind.Group);
            results.Add(key, result);
        }

        return result.Value;
    }

    /// <summary>What the results have to do with each other, for those of them that are used.</summary>
    public Term Conditions(IReadOnlySet<Term> used)
    {
        FoldResult[] tied = [.. results.Values.Where(
            result => result.OverGroup && (used.Contains(result.Value.Number) || used.Contains(result.Value.Valid)))];
        if (tied.Length == 0)
        {
            return pool.True;
        }

        // One snapshot besides the witnesses: there is at least one member.
        List<Term> conditions = [];
        List<Dictionary<Term, Term>> taken = [Snapshot(conditions)];
        foreach (FoldResult result in tied)
        {
            Dictionary<Term, Term> witness = Snapshot(conditions);
            taken.Add(witness);
            conditions.Add(WitnessOf(result, witness));
        }

        foreach (FoldResult result in tied)
        {
            conditions.AddRange(taken.Select(snapshot => HoldsFor(result, snapshot)));
        }

        return pool.And(conditions);
    }

    // What says "there is one" is shown by the witness.
    private Term WitnessOf(FoldResult result, Dictionary<Term, Term> witness)
    {
        (Term number, Term valid) = (result.Value.Number, result.Value.Valid);
        Term bodyNumber = Substitution.Apply(pool, result.Body.Number, witness);
        Term bodyValid = Substitution.Apply(pool, result.Body.Valid, witness);
        return result.Kind switch
        {
            FoldKind.Any => pool.Implies(number, bodyNumber),
            FoldKind.All => pool.Or(number, pool.Not(bodyNumber)),
            FoldKind.Min or FoldKind.Max =>
                pool.Implies(valid, pool.And(bodyValid, pool.Equal(number, bodyNumber))),
            FoldKind.Sum => pool.Or(valid, pool.Not(bodyValid)),
            _ => pool.True,
        };
    }

    // What says "all" holds for every snapshot.
    private Term HoldsFor(FoldResult result, Dictionary<Term, Term> snapshot)
    {
        (Term number, Term valid) = (result.Value.Number, result.Value.Valid);
        Term bodyNumber = Substitution.Apply(pool, result.Body.Number, snapshot);
        Term bodyValid = Substitution.Apply(pool, result.Body.Valid, snapshot);
        return result.Kind switch
        {
            FoldKind.Any => pool.Implies(bodyNumber, number),
            FoldKind.All => pool.Implies(number, bodyNumber),
            FoldKind.Min => pool.Implies(bodyValid, pool.And(valid, pool.AtMost(number, bodyNumber))),
            FoldKind.Max => pool.Implies(bodyValid, pool.And(valid, pool.AtLeast(number, bodyNumber))),
            FoldKind.Sum => pool.Implies(valid, bodyValid),
            _ => pool.True,
        };
    }

    private IEnumerable<MemberField> GroupFields() => fields
        .OrderBy(field => field.Key, StringComparer.Ordinal).Select(field => field.Value)
        .Where(field => field.Input is not null);

    private Dictionary<Term, Term> Snapshot(List<Term> conditions)
    {
        Dictionary<Term, Term> snapshot = [];
        List<InputVariables> copies = [];
        foreach (MemberField field in GroupFields())
        {
            string name = $"snapshot.{snapshots.Count}.{field.Path}";
            InputTerms input = frame.FreeInput(name, field.Input!, conditions);
            copies.Add(SystemFrame.Variables(input, field.Input!, field.Path));
            snapshot[field.Terms.Value.Number] = input.Value.Number;
            snapshot[field.Terms.Value.Valid] = input.Value.Valid;
            snapshot[field.Terms.IsNew] = input.IsNew;
            snapshot[field.Terms.Age] = input.Age;
        }

        snapshots.Add(copies);
        return snapshot;
    }

    // The template itself never reaches a formula, so it needs no conditions.
    private InputTerms FreshMember(string name, ExprType type)
    {
        Sort sort = type.Kind == ValueKind.Bool ? Sort.Bool : Sort.Int;
        Term valid = type.MayBeInvalid ? pool.Variable(name + ".valid", Sort.Bool) : pool.True;
        return new InputTerms(
            new ScanValue(pool.Variable(name, sort), valid), pool.Variable(name + ".new", Sort.Bool),
            pool.Variable(name + ".age", Sort.Int));
    }
}
