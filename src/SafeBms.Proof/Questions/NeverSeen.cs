using SafeBms.Proof.Induction;
using SafeBms.Proof.Sampling;
using SafeBms.Proof.Solving;
using SafeBms.Proof.Terms;
using SafeBms.Proof.Transition;
using SafeBms.Specification.Model;

namespace SafeBms.Proof.Questions;

/// <summary>Shows by induction that something is never seen of a machine alone, whatever its inputs and everything that
/// it reads of others are, from power-on, for ever, with any allowed parameters.</summary>
/// <param name="model">The specification.</param>
/// <param name="limits">How long is tried.</param>
public sealed class NeverSeen(SpecificationModel model, ProofLimits limits)
{
    /// <summary>Which of the sights were shown never to be seen, for every product. Those that are not in it may be
    /// seen, or the time did not suffice.</summary>
    /// <param name="machine">A machine of which there is one; of those with an instance a battery nothing is
    /// shown.</param>
    /// <param name="sights">What is asked about, by name.</param>
    /// <exception cref="SolverException">The solver is missing or gave no answer that can be read.</exception>
    public IReadOnlyCollection<string> Prove(MachineInfo machine, IReadOnlyDictionary<string, MachineSight> sights)
    {
        ArgumentNullException.ThrowIfNull(machine);
        ArgumentNullException.ThrowIfNull(sights);
        HashSet<string> proved = machine.InstanceGroup.Length > 0 ? [] : [.. sights.Keys];
        foreach (string product in model.Products.Select(product => product.Name))
        {
            if (proved.Count > 0)
            {
                TransitionSystem system = TransitionSystemBuilder.Build(model, product, machine, sights);
                proved.RemoveWhere(name => !IsNever(system, name));
            }
        }

        return proved;
    }

    private bool IsNever(TransitionSystem whole, string name)
    {
        ReducedSystem reduced = SystemReduction.For(whole, name);
        Term claim = reduced.System.Conditions[name];
        if (claim.IsConstant)
        {
            return claim.IsTrue;
        }

        return IsProved(reduced, claim, rich: false) || IsProved(reduced, claim, rich: true);
    }

    private bool IsProved(ReducedSystem reduced, Term claim, bool rich)
    {
        FactPool facts = CandidateFacts.Of(reduced, reduced.System, [], rich, StateSamples.None, limits);
        using SmtProcess solver = new(limits.PerQuestion_ms);
        InductionResult result = new DemandDrivenInduction(
            reduced.System, claim, facts, solver, limits.PerAttempt).Run();
        return result.Verdict == InductionVerdict.Proved;
    }
}
