namespace SafeBms.Certification.Certificates;

/// <summary>The invariant that a prover claims for one property of one product.</summary>
/// <param name="Property">Id of the property.</param>
/// <param name="Product">Name of the product.</param>
/// <param name="Parts">Lists of facts, each list inductive: one for the whole property, or one for each case.</param>
/// <param name="IsByCases">The lists are for the cases of the property, one for each.</param>
/// <param name="Place">File and entry, for messages.</param>
public sealed record Certificate(
    string Property, string Product, IReadOnlyList<IReadOnlyList<string>> Parts, bool IsByCases, string Place)
{
    /// <summary>A certificate of a whole property.</summary>
    public Certificate(string property, string product, IReadOnlyList<string> facts, string place)
        : this(property, product, [facts], false, place)
    {
    }
}

/// <summary>The content of one certificate file.</summary>
/// <param name="Path">File.</param>
/// <param name="System">Name of the system.</param>
/// <param name="Specification">Fingerprint of the specification that the proofs are about.</param>
/// <param name="Certificates">Its entries.</param>
public sealed record CertificateFile(
    string Path, string System, string Specification, IReadOnlyList<Certificate> Certificates);

/// <summary>Certificates cannot be used; the message says where and why.</summary>
public sealed class CertificateException : Exception
{
    /// <summary>Creates it without a message; prefer the one with a message.</summary>
    public CertificateException()
    {
    }

    /// <summary>Creates it with the sentence that the user sees.</summary>
    public CertificateException(string message)
        : base(message)
    {
    }

    /// <summary>Creates it with the sentence that the user sees and the cause.</summary>
    public CertificateException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
