using SafeBms.Proof.Terms;
using SafeBms.Specification.Model;

namespace SafeBms.Equivalence.Formula;

/// <summary>The meaning of an expression in a scan.</summary>
/// <param name="Number">Its value; of no meaning where it is not valid.</param>
/// <param name="Valid">Whether everything that it reads is valid.</param>
internal readonly record struct ModelValue(Term Number, Term Valid);

/// <summary>What the border makes of an input.</summary>
/// <param name="Value">The number; of no meaning while invalid.</param>
/// <param name="Valid">Accepted, not too old, inside of its range.</param>
/// <param name="IsNew">Valid and accepted in this scan.</param>
/// <param name="Age">Scans since the acceptance.</param>
internal sealed record InputView(Term Value, Term Valid, Term IsNew, Term Age);

/// <summary>One member of a group or one instance of a machine, as a fold sees it.</summary>
internal sealed class Member
{
    /// <summary>Inputs of the member.</summary>
    public Dictionary<string, InputView> Inputs { get; } = new(StringComparer.Ordinal);

    /// <summary>Outputs (and <c>state</c>) of the instance.</summary>
    public Dictionary<string, ModelValue> Outputs { get; } = new(StringComparer.Ordinal);

    /// <summary>Members of groups inside of it, by the path of the group.</summary>
    public Dictionary<string, IReadOnlyList<Member>> Groups { get; } = new(StringComparer.Ordinal);

    /// <summary>Folds over its own members whose result the border hands over (<see cref="FoldKey"/>).</summary>
    public Dictionary<Fold, ModelValue> Folds { get; } = [];
}

/// <summary>What names mean where an expression stands.</summary>
internal interface IReadings
{
    /// <summary>The value of a reference.</summary>
    ModelValue Find(Expr reference);

    /// <summary>An input by its reference.</summary>
    InputView Input(Expr reference);

    /// <summary>What a fold at the top walks over, all of it up to the capacity.</summary>
    IReadOnlyList<Member> Members(FoldSource source);
}
