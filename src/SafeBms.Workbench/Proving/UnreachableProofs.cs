using SafeBms.Coverage.Model;
using SafeBms.Proof;
using SafeBms.Proof.Questions;
using SafeBms.Proof.Transition;
using SafeBms.Specification.Model;

namespace SafeBms.Workbench.Proving;

/// <summary>Proves that elements of coverage can never be seen of a machine.</summary>
public static class UnreachableProofs
{
    // A machine alone is small: what is not proved soon is not going to be.
    private static readonly ProofLimits Limits = ProofLimits.For(TimeSpan.FromSeconds(20)) with
    {
        Episodes = 4, ScansPerEpisode = 4_000,
    };

    /// <summary>Those of the asked elements that are proved unreachable, for every product, with all allowed
    /// parameters.</summary>
    /// <param name="model">The specification.</param>
    /// <param name="machines">The elements of all machines.</param>
    /// <param name="asked">Which are asked about.</param>
    /// <param name="progress">Told of each machine.</param>
    /// <exception cref="Proof.Solving.SolverException">The solver is missing or gave no answer that can be read.
    /// </exception>
    public static IReadOnlySet<Obligation> Of(
        SpecificationModel model, IReadOnlyList<MachineObligations> machines, IReadOnlySet<Obligation> asked,
        Action<string> progress)
    {
        ArgumentNullException.ThrowIfNull(machines);
        ArgumentNullException.ThrowIfNull(asked);
        ArgumentNullException.ThrowIfNull(progress);
        NeverSeen prover = new(model, Limits);
        HashSet<Obligation> proved = [];
        foreach (MachineObligations machine in machines)
        {
            ObligationSights sights = new(machine);
            Dictionary<string, (Obligation Obligation, MachineSight Sight)> questions = new(StringComparer.Ordinal);
            for (int index = 0; index < machine.All.Count; index++)
            {
                if (asked.Contains(machine.All[index]) && sights.Of(index) is MachineSight sight)
                {
                    questions.Add(Criteria.Describe(machine.All[index]), (machine.All[index], sight));
                }
            }

            if (questions.Count > 0)
            {
                progress($"proving {questions.Count} elements of {machine.Machine.Name} unreachable");
                IReadOnlyCollection<string> never = prover.Prove(
                    machine.Machine,
                    questions.ToDictionary(one => one.Key, one => one.Value.Sight, StringComparer.Ordinal));
                proved.UnionWith(never.Select(name => questions[name].Obligation));
            }
        }

        return proved;
    }
}
