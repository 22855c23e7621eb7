using SafeBms.Specification.Model;

namespace SafeBms.Exploration.Slices;

/// <summary>What a name means in a slice.</summary>
internal abstract record Meaning;

/// <summary>It is computed in the slice, exactly.</summary>
internal sealed record TrackedMeaning(SliceNode Node) : Meaning;

/// <summary>It stands for an expression in some scope.</summary>
internal sealed record InlinedMeaning(Expr Expression, ISliceScope Scope) : Meaning;

/// <summary>It is a clock of the slice.</summary>
internal sealed record ClockMeaning(SliceClock Clock) : Meaning;

/// <summary>It is an input or has been cut: any value of its range in every scan.</summary>
/// <param name="Key">The same key means the same value in a scan.</param>
/// <param name="Type">Its range.</param>
/// <param name="Valid">Whether it is valid; a choice or a constant.</param>
internal sealed record FreeMeaning(string Key, ExprType Type, SliceNode Valid) : Meaning;

/// <summary>Gives names their meaning.</summary>
internal interface ISliceScope
{
    Meaning Resolve(Expr reference);

    /// <summary>The leaf ids of another machine's state, as a condition.</summary>
    SliceNode InStateOf(UseInState reference);

    /// <summary>The name of an input that <c>new_sample</c>, <c>age</c> or <c>confirmed</c> speaks of; empty for a
    /// member of a group.</summary>
    string InputName(Expr reference);
}
