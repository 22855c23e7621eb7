using SafeBms.Certification.Terms;
using SafeBms.Specification.Model;

namespace SafeBms.Certification.Semantics;

/// <summary>All folds of a scan. A fold is a free value; what ties it to other folds over the same group are members:
/// each claim that some member exists names one, and every other fold must agree with that member.</summary>
/// <remarks>A member is a free snapshot of all fields: a member of each nested group comes with it. This is sound since
/// all that is said of it is true of some member of the configured ones, in every scan.</remarks>
internal sealed class FoldTable(SystemContext context)
{
    private const char Hole = '?';

    private readonly Dictionary<string, FoldForm> byKey = [];
    private readonly Dictionary<string, FoldForm> byName = [];
    private readonly Dictionary<string, Action<string>> declarations = [];
    private readonly Dictionary<string, FoldForm> inner = [];

    public IReadOnlyDictionary<string, FoldForm> Inner => inner;

    public IEnumerable<FoldForm> All => byKey.Values;

    /// <summary>The fold whose value or validity has this name; null if none has.</summary>
    public FoldForm? ByName(string name) => byName.GetValueOrDefault(name);

    /// <summary>The value of a fold; equal folds of a scan are one.</summary>
    public Meaning Find(FoldKind kind, IReadOnlyList<FoldFrame> chain, Meaning body, ExprType type)
    {
        string key = $"{kind} {chain[^1].Path} {body.Number} {body.Valid}";
        if (!byKey.TryGetValue(key, out FoldForm? form))
        {
            string name = $"fold: {byKey.Count}";
            bool isTruth = kind is FoldKind.Any or FoldKind.All;
            Meaning value = isTruth
                ? Meaning.Of(context.Builder.Declare(name, Sort.Bool))
                : context.Anything(name, type with { MayBeInvalid = kind != FoldKind.Count });
            form = new FoldForm(
                name, kind, chain, body, value, chain.All(HasMembers), ConfiguredOf(chain[0]));
            byKey.Add(key, form);
            byName.Add(name, form);
            byName.Add($"{name}.valid", form);
        }

        return form.Value;
    }

    /// <summary>The value of a fold inside of another: free for each member.</summary>
    public Meaning FindInner(FoldKind kind, FoldFrame frame, Meaning body, ExprType type, bool isUnique)
    {
        string key = $"{kind} {frame.Path} {body.Number} {body.Valid} {(isUnique ? inner.Count : -1)}";
        FoldForm? known = inner.Values.FirstOrDefault(form => form.Name == key);
        string hole = known is null
            ? $"inner {inner.Count}"
            : inner.First(pair => pair.Value == known).Key;
        Sort sort = Ranges.SortOf(type);
        bool mayBeInvalid = kind is FoldKind.Min or FoldKind.Max or FoldKind.Sum;
        Meaning value = new(
            Smt.Name(Hole + hole, sort), mayBeInvalid ? Smt.Name($"{Hole}{hole}.valid", Sort.Bool) : Smt.True);
        if (known is null)
        {
            inner.Add(hole, new FoldForm(key, kind, [frame], body, value, HasMembers(frame), ConfiguredOf(frame)));
            void Declare(string witness) =>
                context.Anything($"{witness} {hole}", type with { MayBeInvalid = mayBeInvalid });
            declarations[hole] = Declare;
            declarations[$"{hole}.valid"] = Declare;
        }

        return value;
    }

    /// <summary>A field of the member that a fold looks at.</summary>
    public Meaning Member(FoldFrame frame, string field, ExprType type)
    {
        if (frame.Machine is null)
        {
            InputNames names = MemberInput(frame, field);
            return new Meaning(Smt.Name(names.Number, Ranges.SortOf(type)), Smt.Name(names.Valid, Sort.Bool));
        }

        string hole = $"{frame.Path}.{field}";
        void Declare(string witness) => context.Anything($"{witness} {hole}", type);
        declarations[hole] = Declare;
        declarations[$"{hole}.valid"] = Declare;
        return new Meaning(
            Smt.Name(Hole + hole, Ranges.SortOf(type)),
            type.MayBeInvalid ? Smt.Name($"{Hole}{hole}.valid", Sort.Bool) : Smt.True);
    }

    /// <summary>An input of the member that a fold looks at.</summary>
    public InputNames MemberInput(FoldFrame frame, string field)
    {
        InputInfo info = frame.Group.Inputs.Single(input => input.Name == field);
        string hole = $"{frame.Path}.{field}";
        InputNames names = SystemContext.InputNamesOf(hole);
        foreach (string name in (string[])[names.Number, names.Valid, names.IsNew, names.Age])
        {
            declarations[name] = witness => context.DeclareInput($"{witness} {hole}", info);
        }

        return SystemContext.InputNamesOf(Hole + hole);
    }

    /// <summary>What ties the folds of a goal together.</summary>
    /// <param name="folds">The folds that the goal reads.</param>
    public IEnumerable<Term> AxiomsOf(IReadOnlyCollection<FoldForm> folds)
    {
        foreach (FoldForm fold in folds.Where(fold => fold.HasMembers))
        {
            foreach (Term axiom in fold.Existence(witness => BodyAt(fold, witness)))
            {
                yield return axiom;
            }
        }

        foreach (IGrouping<string, FoldForm> family in folds
            .Where(fold => fold.HasMembers).GroupBy(fold => fold.Paths[0]))
        {
            // There is always a first member, whatever the folds say.
            string[] witnesses = [$"first {family.Key}", .. family.SelectMany(fold => fold.Witnesses)];
            foreach (string witness in witnesses)
            {
                foreach (Term axiom in family.SelectMany(fold => fold.Instance(BodyAt(fold, witness))))
                {
                    yield return axiom;
                }
            }
        }
    }

    private Meaning BodyAt(FoldForm fold, string witness)
    {
        Term At(Term term) => Substitution.Apply(term, name => name.Name[0] != Hole ? null : Filled(name, witness));
        return new Meaning(At(fold.Body.Number), At(fold.Body.Valid));
    }

    private NameTerm Filled(NameTerm name, string witness)
    {
        string hole = name.Name[1..];
        declarations[hole](witness);
        return Smt.Name($"{witness} {hole}", name.Sort);
    }

    private Term ConfiguredOf(FoldFrame frame) => context.Parameters.Find(frame.Group.ConfiguredParameter);

    private bool HasMembers(FoldFrame frame)
    {
        ParameterInfo parameter = context.Model.Parameters.Parameters
            .Single(item => item.Name == frame.Group.ConfiguredParameter);
        return parameter.Type.Min >= 1 && frame.Group.Groups.All(HasMembers);
    }

    private bool HasMembers(GroupInfo group) =>
        context.Model.Parameters.Parameters.Single(item => item.Name == group.ConfiguredParameter).Type.Min >= 1
        && group.Groups.All(HasMembers);
}
