using System.Collections.Concurrent;
using SafeBms.Certification.Certificates;
using SafeBms.Certification.Semantics;
using SafeBms.Certification.Terms;
using SafeBms.Specification.Model;

namespace SafeBms.Certification.Checking;

/// <summary>What is to be certified, and how.</summary>
/// <param name="Model">Bound specification.</param>
/// <param name="Fingerprint">Fingerprint of its files; certificates of another one are refused.</param>
/// <param name="Files">Certificates.</param>
/// <param name="Properties">Ids of the properties; all that are verified by proof where it is empty.</param>
/// <param name="Products">Names of the products; all where it is empty.</param>
/// <param name="Solver">Who answers.</param>
/// <param name="Jobs">How many solvers run at a time.</param>
public sealed record CertificationRequest(
    SpecificationModel Model, string Fingerprint, IReadOnlyList<CertificateFile> Files,
    IReadOnlyList<string> Properties, IReadOnlyList<string> Products, SolverChoice Solver, int Jobs);

/// <summary>The outcome of a run.</summary>
/// <param name="Problems">What makes the assumptions of a product impossible; then nothing of it was asked.</param>
/// <param name="Verdicts">One for each property of each product, in the order of the specification.</param>
public sealed record CertificationResult(IReadOnlyList<string> Problems, IReadOnlyList<Verdict> Verdicts)
{
    /// <summary>Everything that was asked for is certified, or excepted by name in the specification.</summary>
    public bool IsCertified => Problems.Count == 0 && Verdicts.Count > 0 && Verdicts.All(item => item.IsGood);
}

/// <summary>Checks the certificates of many properties and products.</summary>
public static class CertificationRun
{
    /// <summary>Reads all facts first, then asks the solver.</summary>
    /// <param name="request">What and how.</param>
    /// <param name="progress">Called after each verdict, from any thread, with the number of verdicts so far and of
    /// all.</param>
    /// <exception cref="CertificateException">A certificate, or a name in the request, cannot be used.</exception>
    /// <exception cref="SolverException">The solver is missing or broken.</exception>
    public static CertificationResult Run(CertificationRequest request, Action<Verdict, int, int> progress)
    {
        IReadOnlyList<ProductInfo?> products = ProductsOf(request);
        List<PropertyInfo> properties = PropertiesOf(request);
        Dictionary<(string, string), Certificate> certificates = CertificatesOf(request);
        List<ScanEncoding> encodings = [.. products.Select(product => ScanEncoding.Of(request.Model, product))];
        Dictionary<Certificate, IReadOnlyList<IReadOnlyList<Term>>> facts = [];
        foreach (ScanEncoding encoding in encodings)
        {
            foreach (Certificate certificate in certificates.Values.Where(item => item.Product == encoding.Product))
            {
                facts.Add(certificate, CertificateCheck.FactsOf(certificate, encoding));
            }
        }

        List<string> problems = [.. encodings.SelectMany(encoding =>
            AssumptionCheck.Run(encoding, request.Solver).Select(problem => $"{encoding.Product}: {problem}"))];
        if (problems.Count > 0)
        {
            return new CertificationResult(problems, []);
        }

        // The products of one property follow each other: where their text is the same, it is asked once.
        ConcurrentDictionary<string, Verdict> known = new(StringComparer.Ordinal);
        ConcurrentDictionary<(string, string), Verdict> verdicts = [];
        ParallelOptions options = new() { MaxDegreeOfParallelism = Math.Max(1, request.Jobs) };
        int done = 0;
        void Check(PropertyInfo property)
        {
            foreach (ScanEncoding encoding in encodings)
            {
                Verdict verdict = certificates.TryGetValue((property.Id, encoding.Product), out Certificate? found)
                    ? CertificateCheck.Run(found, facts[found], encoding, request.Solver, known)
                    : WithoutCertificate(property, encoding.Product);
                verdicts[(property.Id, encoding.Product)] = verdict;
                progress(verdict, Interlocked.Increment(ref done), properties.Count * encodings.Count);
            }
        }

        try
        {
            Parallel.ForEach(Partitioner.Create(properties, EnumerablePartitionerOptions.NoBuffering), options, Check);
        }
        catch (AggregateException all)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(all.Flatten().InnerExceptions[0]);
        }

        return new CertificationResult(
            [], [.. encodings.SelectMany(
                encoding => properties.Select(property => verdicts[(property.Id, encoding.Product)]))]);
    }

    // `exceptions: [ "proof: reason" ]` excepts a property from proof by name.
    private static Verdict WithoutCertificate(PropertyInfo property, string product)
    {
        string? exception = property.Exceptions.FirstOrDefault(
            text => text.StartsWith("proof:", StringComparison.Ordinal));
        return exception is null
            ? new(property.Id, product, CertificationStep.Missing, 0, "there is no certificate", 0, 0, 0)
            : new(property.Id, product, CertificationStep.Excepted, 0, exception["proof:".Length..].Trim(), 0, 0, 0);
    }

    private static IReadOnlyList<ProductInfo?> ProductsOf(CertificationRequest request)
    {
        EquatableArray<ProductInfo> all = request.Model.Products;
        foreach (string name in request.Products.Where(name => !all.Any(product => product.Name == name)))
        {
            throw new CertificateException(
                $"there is no product '{name}'; there are {string.Join(", ", all.Select(product => product.Name))}");
        }

        return all.Count == 0
            ? [null]
            : [.. all.Where(item => request.Products.Count == 0 || request.Products.Contains(item.Name))];
    }

    private static List<PropertyInfo> PropertiesOf(CertificationRequest request)
    {
        IReadOnlyList<PropertyInfo> all = request.Model.Properties.Properties;
        foreach (string id in request.Properties)
        {
            PropertyInfo? property = all.FirstOrDefault(item => item.Id == id);
            if (property?.Always is null)
            {
                throw new CertificateException(property is null
                    ? $"there is no property '{id}'"
                    : $"{id} has no 'always:' that could be proved");
            }
        }

        return [.. all.Where(property => request.Properties.Count == 0
            ? property.VerifiedBy == VerificationMethod.Proof
            : request.Properties.Contains(property.Id))];
    }

    private static Dictionary<(string, string), Certificate> CertificatesOf(CertificationRequest request)
    {
        Dictionary<(string, string), Certificate> certificates = [];
        HashSet<string> products = [.. request.Model.Products.Select(product => product.Name).DefaultIfEmpty("")];
        HashSet<string> properties = [.. request.Model.Properties.Properties.Select(property => property.Id)];
        foreach (CertificateFile file in request.Files)
        {
            if (file.System != request.Model.Name || file.Specification != request.Fingerprint)
            {
                throw new CertificateException(
                    $"{file.Path}: these certificates are for another specification ({file.System} "
                    + $"{Short(file.Specification)}, this one is {request.Model.Name} {Short(request.Fingerprint)}); "
                    + "run 'safebms-spec prove' again");
            }

            foreach (Certificate certificate in file.Certificates)
            {
                if (!products.Contains(certificate.Product) || !properties.Contains(certificate.Property))
                {
                    throw new CertificateException(
                        $"{certificate.Place}: there is no {certificate.Property} of product '{certificate.Product}'");
                }

                if (!certificates.TryAdd((certificate.Property, certificate.Product), certificate))
                {
                    throw new CertificateException(
                        $"{certificate.Place}: {certificate.Property} of '{certificate.Product}' has a certificate "
                        + $"already, at {certificates[(certificate.Property, certificate.Product)].Place}");
                }
            }
        }

        return certificates;
    }

    private static string Short(string fingerprint) => fingerprint.Length <= 12 ? fingerprint : fingerprint[..12];
}
