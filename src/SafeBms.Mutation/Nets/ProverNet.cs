using System.Diagnostics;
using System.Globalization;
using SafeBms.Laboratory;
using SafeBms.Proof;
using SafeBms.Proof.Counterexamples;
using SafeBms.Proof.Induction;
using SafeBms.Proof.Rechecking;
using SafeBms.Proof.Sampling;
using SafeBms.Specification;
using SafeBms.Specification.Model;

namespace SafeBms.Mutation.Nets;

/// <summary>How long the prover looks at one mutant.</summary>
/// <param name="Recheck">Whether the facts of the original's proofs still prove it.</param>
/// <param name="Search">Looking for a run in which a property fails that is not proved any more.</param>
/// <param name="Steps">The same in scans that may be worked out.</param>
/// <param name="Prove">Looking for new facts where no run was found.</param>
public sealed record ProverEffort(TimeSpan Recheck, TimeSpan Search, long Steps, TimeSpan Prove)
{
    /// <summary>About a minute at most.</summary>
    public static ProverEffort Usual { get; } =
        new(TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(15), 150_000, TimeSpan.FromSeconds(15));
}

/// <summary>
/// The prover as a net. It says "killed" only with a run in which a property fails that the original is proved to
/// satisfy, and which generated code and interpreter both repeat. A property that is merely not proved any more is a
/// suspicion.
/// </summary>
/// <remarks>First, whether the mutant does the same as the original in all states that can happen: then there is
/// nothing to notice. Second, whether the facts of the original's proofs still prove the mutant: what they prove needs
/// no search. Third, a search for a run, guided by the properties that have fallen. Last, new proofs of
/// these.</remarks>
public sealed class ProverNet : INet
{
    private const int MostGuides = 4;
    private static readonly TimeSpan PerPart = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Comparison = TimeSpan.FromSeconds(10);

    private readonly SpecificationModel original;
    private readonly Dictionary<string, ProofRecheck> proofs;
    private readonly string product;
    private readonly ProverEffort effort;
    private readonly Lazy<CompiledCore> compiled;

    /// <summary>Prepares.</summary>
    /// <param name="original">The specification without a change.</param>
    /// <param name="proofs">Its proofs, by product; those of the first product judge.</param>
    /// <param name="effort">How long.</param>
    public ProverNet(
        SpecificationModel original, IReadOnlyList<KeyValuePair<string, ProofRecheck>> proofs, ProverEffort effort)
    {
        ArgumentNullException.ThrowIfNull(proofs);
        this.original = original;
        this.proofs = proofs.ToDictionary();
        product = proofs[0].Key;
        this.effort = effort;
        compiled = new Lazy<CompiledCore>(() => CompiledCore.Compile(original));
    }

    /// <inheritdoc/>
    public string Name => MutantResult.Nets.Prove;

    /// <inheritdoc/>
    public NetVerdict Judge(Mutant mutant, IReadOnlyList<SpecificationFile> files, SpecificationModel model)
    {
        ArgumentNullException.ThrowIfNull(mutant);
        if (mutant.Machine == original.ShutdownMachine.Name)
        {
            return NetVerdict.Missed("the shutdown machine rests in what is proved");
        }

        if (mutant.Machine.Length > 0 && proofs.All(one => SameBehaviour.IsProved(
            original, model, one.Key, mutant.Machine, one.Value.Facts, Comparison)))
        {
            return new NetVerdict(false, [], "proved: in no state that can happen does a scan differ")
            {
                IsSame = true,
            };
        }

        RecheckResult left = proofs[product].Check(model, mutant.Machine, effort.Recheck);
        string parts = Text(
            $"{left.Untouched} parts of properties do not see the change, {left.Kept} are proved as before")
            + (left.NotAsked > 0 ? Text($", {left.NotAsked} were not asked") : string.Empty);
        if (left.Fallen.Count == 0)
        {
            return NetVerdict.Missed(parts);
        }

        if (Refuted(mutant, model, left.Fallen) is { } found)
        {
            string run = Text($"{found.Property.Id} is refuted in scan {found.Run.LastScan} of a run from power-on");
            return new NetVerdict(true, [found.Property.Id], run);
        }

        string[] suspects = [.. StillOpen(model, left.Fallen)];
        int anew = left.Fallen.Select(one => one.Property.Id).Distinct().Count() - suspects.Length;
        return NetVerdict.Missed(parts + (anew > 0 ? Text($", {anew} properties by new facts") : string.Empty)
            + (suspects.Length > 0 ? ", not proved: " + string.Join(' ', suspects) : string.Empty)) with
        {
            Suspects = suspects,
        };
    }

    private Counterexample? Refuted(Mutant mutant, SpecificationModel model, IReadOnlyList<FallenPart> fallen)
    {
        PropertyInfo[] guides = [.. fallen.Select(one => one.Property).DistinctBy(one => one.Id).Take(MostGuides)];
        string[] judged = [.. proofs[product].Proved.Keys.Select(name => name.Split('/')[0]).Distinct()];
        using CounterexampleSearch search = new(model)
        {
            // Only a change outside of the machines can change names and parameters.
            Suspect = mutant.Machine,
            StandIn = mutant.Machine.Length > 0 ? compiled.Value : null,
        };
        return search.FindAny(product, guides, judged, effort.Search, effort.Steps);
    }

    private HashSet<string> StillOpen(SpecificationModel model, IReadOnlyList<FallenPart> fallen)
    {
        Stopwatch clock = Stopwatch.StartNew();
        PropertyProver prover = new(
            model, product, new Lazy<StateSamples>(StateSamples.None), ProofLimits.For(PerPart));
        HashSet<string> open = new(StringComparer.Ordinal);
        foreach (FallenPart part in fallen.Where(part => !open.Contains(part.Property.Id)))
        {
            if (clock.Elapsed > effort.Prove || prover.Prove(
                part.Name, part.Part, part.Known with { Fingerprint = string.Empty }, []).Verdict
                != InductionVerdict.Proved)
            {
                open.Add(part.Property.Id);
            }
        }

        return open;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
