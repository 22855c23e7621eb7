using SafeBms.Proof.Terms;

namespace SafeBms.Proof.Transition;

/// <summary>A value with its validity, as terms over the state before a scan and the inputs of the scan.</summary>
/// <param name="Number">The value; of no meaning where it is not valid.</param>
/// <param name="Valid">Whether it is valid.</param>
public readonly record struct ScanValue(Term Number, Term Valid);
