using SafeBms.Proof.Terms;
using SafeBms.Specification.Model;

namespace SafeBms.Proof.Transition;

/// <summary>What the names in an expression mean: inside a machine, or in the properties.</summary>
internal interface IScanScope
{
    /// <summary>The value of a reference by name.</summary>
    ScanValue Find(Expr reference);

    /// <summary>The input that is meant by a reference, for <c>new_sample</c>, <c>age</c> and
    /// <c>confirmed</c>.</summary>
    InputTerms FindInput(Expr reference);
}

/// <summary>What the border makes of one input in a scan.</summary>
/// <param name="Value">Value and validity.</param>
/// <param name="IsNew">Accepted in this scan, and valid.</param>
/// <param name="Age">Scans since it was accepted.</param>
internal sealed record InputTerms(ScanValue Value, Term IsNew, Term Age);
