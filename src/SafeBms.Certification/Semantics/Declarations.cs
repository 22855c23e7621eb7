using SafeBms.Certification.Terms;

namespace SafeBms.Certification.Semantics;

/// <summary>A free constant of a scan: an input, a fold, a witness, a parameter.</summary>
/// <param name="Name">Name.</param>
/// <param name="Sort">Sort.</param>
public sealed record FreeConstant(string Name, Sort Sort)
{
    /// <summary>What is true of it in every scan; may name other constants.</summary>
    public IReadOnlyList<Term> Axioms { get; internal set; } = [];
}

/// <summary>A value of one scan that is computed from earlier ones.</summary>
/// <param name="Name">Name.</param>
/// <param name="Value">The term that it stands for.</param>
public sealed record Definition(string Name, Term Value);

/// <summary>A part of the memory between two scans.</summary>
/// <param name="Name">Name, as the facts of a certificate write it.</param>
/// <param name="Sort">Sort.</param>
/// <param name="Initial">Value before the first scan, a term over the parameters; null where it may be any of
/// <paramref name="InitialAxioms"/>.</param>
/// <param name="InitialAxioms">What is true of the first value where it is not one term.</param>
/// <param name="Next">Value after the scan.</param>
public sealed record StateVariable(
    string Name, Sort Sort, Term? Initial, IReadOnlyList<Term> InitialAxioms, Term Next);

/// <summary>An input as the machines see it after the border.</summary>
/// <param name="Number">Its number, or truth value; in range also while it is invalid, where nobody can see
/// it.</param>
/// <param name="Valid">Whether it is valid.</param>
/// <param name="IsNew">Whether it is valid and was accepted in this scan.</param>
/// <param name="Age">Scans since its acceptance.</param>
public sealed record InputNames(string Number, string Valid, string IsNew, string Age);

/// <summary>A number and whether it is valid; a truth value likewise.</summary>
/// <param name="Number">Number or truth value; of no meaning where it is not valid.</param>
/// <param name="Valid">Truth value.</param>
internal readonly record struct Meaning(Term Number, Term Valid)
{
    public static Meaning Of(Term number) => new(number, Smt.True);

    /// <summary>The truth value; an invalid one is false.</summary>
    public Term IsTrue => Smt.And(Valid, Number);
}
