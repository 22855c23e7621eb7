namespace SafeBms.Certification.Checking;

/// <summary>The steps of a check.</summary>
public enum CertificationStep
{
    /// <summary>Everything was shown.</summary>
    Done,

    /// <summary>There is no certificate, and the specification says by name why none is wanted.</summary>
    Excepted,

    /// <summary>There is no certificate.</summary>
    Missing,

    /// <summary>The initial states satisfy a fact.</summary>
    Initiation,

    /// <summary>The facts and one scan imply a fact after it.</summary>
    Consecution,

    /// <summary>The facts and one scan imply the property in that scan.</summary>
    Implication,
}

/// <summary>Whether one property of one product is certified.</summary>
/// <param name="Property">Id of the property.</param>
/// <param name="Product">Name of the product.</param>
/// <param name="Step">Where it ended; <see cref="CertificationStep.Done"/> if it is certified.</param>
/// <param name="Fact">Number of the fact at which it ended, from 1; 0 where there is none.</param>
/// <param name="Reason">What is wrong, in words; empty if it is certified.</param>
/// <param name="Facts">Number of facts.</param>
/// <param name="Checks">Questions that the solver answered.</param>
/// <param name="Elapsed_s">Time it took; 0 where the same text was checked for another product.</param>
public sealed record Verdict(
    string Property, string Product, CertificationStep Step, int Fact, string Reason, int Facts, int Checks,
    double Elapsed_s)
{
    /// <summary>All of it was shown.</summary>
    public bool IsCertified => Step == CertificationStep.Done;

    /// <summary>It is certified, or excepted by name in the specification.</summary>
    public bool IsGood => IsCertified || Step == CertificationStep.Excepted;
}
