using SafeBms.Certification.Terms;
using SafeBms.Specification.Model;

namespace SafeBms.Certification.Semantics;

/// <summary>One level of a fold: a variable that walks over a group or over the instances of a machine.</summary>
/// <param name="Variable">Name of the variable.</param>
/// <param name="Path">What it walks over, written so that equal walks are equal.</param>
/// <param name="Group">The group whose members are counted.</param>
/// <param name="Machine">The instanced machine; null for a group of inputs.</param>
internal sealed record FoldFrame(string Variable, string Path, GroupInfo Group, MachineInfo? Machine)
{
    public static FoldFrame Of(Fold fold, SystemContext context)
    {
        FoldSource source = fold.Source;
        if (source.Kind == FoldSourceKind.Group)
        {
            return new FoldFrame(fold.Variable, source.Name, GroupAt(source.Name, context.Model.Signals.Groups), null);
        }

        MachineInfo machine = context.Machine(source.Name);
        string path = source.Kind == FoldSourceKind.Machine ? $"now {machine.Name}" : $"last {machine.Name}";
        return new FoldFrame(
            fold.Variable, path, GroupAt(machine.InstanceGroup, context.Model.Signals.Groups), machine);
    }

    private static GroupInfo GroupAt(string path, IEnumerable<GroupInfo> groups)
    {
        foreach (GroupInfo group in groups)
        {
            if (group.Path == path)
            {
                return group;
            }

            if (path.StartsWith(group.Path + ".", StringComparison.Ordinal))
            {
                return GroupAt(path, group.Groups);
            }
        }

        throw new NotSupportedException($"there is no group '{path}'");
    }
}

/// <summary>A fold over the configured members of a group, as a free value with what is known of it.</summary>
public sealed class FoldForm
{
    internal FoldForm(
        string name, FoldKind kind, IReadOnlyList<FoldFrame> chain, Meaning body, Meaning value, bool hasMembers,
        Term configured)
    {
        Name = name;
        Kind = kind;
        Paths = [.. chain.Select(frame => frame.Path)];
        Body = body;
        Value = value;
        HasMembers = hasMembers;
        Configured = configured;
    }

    /// <summary>Name of the value; its validity is <c>NAME.valid</c>.</summary>
    public string Name { get; }

    /// <summary>Which fold.</summary>
    public FoldKind Kind { get; }

    /// <summary>What is walked over, from the outermost group to the innermost.</summary>
    public IReadOnlyList<string> Paths { get; }

    /// <summary>Body for one member, over names with a leading question mark for the member's fields.</summary>
    public Term BodyNumber => Body.Number;

    /// <summary>Validity of the body for one member.</summary>
    public Term BodyValid => Body.Valid;

    internal Meaning Body { get; }

    internal Meaning Value { get; }

    /// <summary>Every level has at least one member, whatever the parameters.</summary>
    internal bool HasMembers { get; }

    /// <summary>Members of the outermost level.</summary>
    internal Term Configured { get; }

    /// <summary>Members of which something is known by this fold: one that makes an <c>any</c> true, or an
    /// <c>all</c> false, and so on.</summary>
    public IReadOnlyList<string> Witnesses => Kind == FoldKind.Count
        ? [$"{Name} counted", $"{Name} not counted"]
        : [$"{Name} witness"];

    /// <summary>What is known of this fold and its own witnesses.</summary>
    internal IEnumerable<Term> Existence(Func<string, Meaning> bodyAt)
    {
        Meaning first = bodyAt(Witnesses[0]);
        switch (Kind)
        {
            case FoldKind.Any:
                yield return Smt.Implies(Value.Number, first.IsTrue);
                break;
            case FoldKind.All:
                yield return Smt.Implies(Smt.Not(Value.Number), Smt.Not(first.IsTrue));
                break;
            case FoldKind.Min or FoldKind.Max:
                yield return Smt.Implies(
                    Value.Valid, Smt.And(first.Valid, Smt.Equal(first.Number, Value.Number)));
                break;
            case FoldKind.Sum:
                yield return Smt.Implies(Smt.Not(Value.Valid), Smt.Not(first.Valid));
                break;
            default:
                yield return Smt.LessOrEqual(Value.Number, Configured);
                yield return Smt.Implies(Smt.Less(Smt.Zero, Value.Number), first.IsTrue);
                yield return Smt.Implies(
                    Smt.Less(Value.Number, Configured), Smt.Not(bodyAt(Witnesses[1]).IsTrue));
                break;
        }
    }

    /// <summary>What any one member says about the fold.</summary>
    internal IEnumerable<Term> Instance(Meaning member)
    {
        switch (Kind)
        {
            case FoldKind.Any:
                yield return Smt.Implies(member.IsTrue, Value.Number);
                break;
            case FoldKind.All:
                yield return Smt.Implies(Value.Number, member.IsTrue);
                break;
            case FoldKind.Max:
                yield return Smt.Implies(
                    member.Valid, Smt.And(Value.Valid, Smt.LessOrEqual(member.Number, Value.Number)));
                break;
            case FoldKind.Min:
                yield return Smt.Implies(
                    member.Valid, Smt.And(Value.Valid, Smt.LessOrEqual(Value.Number, member.Number)));
                break;
            case FoldKind.Sum:
                yield return Smt.Implies(Value.Valid, member.Valid);
                break;
            default:
                yield return Smt.Implies(member.IsTrue, Smt.Less(Smt.Zero, Value.Number));
                yield return Smt.Implies(Smt.Not(member.IsTrue), Smt.Less(Value.Number, Configured));
                break;
        }
    }
}
