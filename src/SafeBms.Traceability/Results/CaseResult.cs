namespace SafeBms.Traceability.Results;

/// <summary>The result of one case of a test.</summary>
/// <param name="Test">Namespace, class and method.</param>
/// <param name="Display">The case as the runner prints it, with its arguments.</param>
/// <param name="Outcome">Passed, failed, or not run.</param>
/// <param name="Message">Why it failed; may be empty.</param>
public sealed record CaseResult(string Test, string Display, Outcome Outcome, string Message);

/// <summary>The verdict of a prover on one property.</summary>
/// <param name="Property">Id of the property.</param>
/// <param name="Product">The product; empty where the verdict is for all.</param>
/// <param name="Outcome">Passed is proved; failed is refuted; everything else is not proved.</param>
/// <param name="Verdict">The prover's own word.</param>
public sealed record ProofResult(string Property, string Product, Outcome Outcome, string Verdict);

/// <summary>A file of results that was read.</summary>
/// <param name="File">Its path.</param>
/// <param name="Kind">What it is: tests, proof, mutation, equivalence, campaign.</param>
/// <param name="Outcome">What it says as a whole.</param>
/// <param name="Summary">The same in words, with counts.</param>
public sealed record ResultFile(string File, string Kind, Outcome Outcome, string Summary);
