using SafeBms.Certification.Certificates;
using SafeBms.Mutation.Nets;
using SafeBms.Proof;
using SafeBms.Proof.Rechecking;
using SafeBms.Proof.Solving;
using SafeBms.Specification;
using SafeBms.Specification.Model;
using SafeBms.Workbench.Files;

namespace SafeBms.Workbench.Proving;

/// <summary>Makes the prover ready to judge mutants.</summary>
internal static class ProverNets
{
    /// <summary>Checks the kept proofs against the specification as it is, for every product, and remembers what they
    /// depend on.</summary>
    /// <param name="folder">Folder of the specification.</param>
    /// <param name="kept">Files of proofs, named after products.</param>
    /// <param name="target">Folder in which is remembered what was checked.</param>
    /// <param name="jobs">Threads.</param>
    /// <param name="effort">How long a mutant is looked at.</param>
    /// <param name="error">Told of the progress.</param>
    /// <exception cref="UnusableException">The specification has findings, or the solver fails.</exception>
    public static ProverNet Create(
        string folder, IReadOnlyList<string> kept, string target, int jobs, ProverEffort effort, TextWriter error)
    {
        IReadOnlyList<SpecificationFile> specification = SpecificationFolder.Read(folder);
        string hash = SpecificationFingerprint.Of(specification)[..16];
        SpecificationModel model = SpecificationReader.Read(specification).Value
            ?? throw new UnusableException($"'{folder}' has findings; 'safebms-spec check' shows them");
        Dictionary<string, string> files = kept.ToDictionary(
            path => Path.GetFileNameWithoutExtension(path), StringComparer.Ordinal);
        string[] products = [.. model.Products.Select(product => product.Name)
            .OrderBy(name => files.ContainsKey(name) ? 0 : 1)];
        List<KeyValuePair<string, ProofRecheck>> proofs = [];
        foreach (string product in products)
        {
            // Products differ in few constants: the proofs of one are mostly those of the other.
            string from = files.GetValueOrDefault(product, kept[0]);
            string memory = Path.Combine(target, $"proved-{product}-{hash}.json");
            Dictionary<string, StoredCase> stored = KeptProofs.Read(from, model).ToDictionary(
                one => one.Key, one => one.Value with { Fingerprint = string.Empty });
            foreach ((string name, StoredCase checkedBefore) in KeptProofs.Read(memory, model))
            {
                stored[name] = checkedBefore;
            }

            ProofRecheck checkedOnes = Begin(new ProofRecheck(model, product, stored), product, jobs, error);
            KeptProofs.Write(memory, model, checkedOnes.Proved);
            proofs.Add(KeyValuePair.Create(product, checkedOnes));
        }

        return new ProverNet(model, proofs, effort);
    }

    private static ProofRecheck Begin(ProofRecheck proofs, string product, int jobs, TextWriter error)
    {
        DateTime last = DateTime.UtcNow;
        try
        {
            proofs.Begin(jobs, (done, all) =>
            {
                lock (proofs)
                {
                    if (DateTime.UtcNow - last > TimeSpan.FromSeconds(10))
                    {
                        last = DateTime.UtcNow;
                        error.WriteLine($"{product}: {done} of {all} kept proofs checked");
                    }
                }
            });
        }
        catch (AggregateException problem) when (problem.InnerException is SolverException solver)
        {
            throw new UnusableException(solver.Message, solver);
        }

        error.WriteLine($"{product}: {proofs.Proved.Count} parts of properties are proved by kept facts");
        return proofs;
    }
}
