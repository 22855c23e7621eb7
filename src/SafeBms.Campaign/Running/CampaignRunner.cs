using System.Collections.Concurrent;

namespace SafeBms.Campaign;

/// <summary>Runs cases on several threads; what a case shows does not depend on them.</summary>
public sealed class CampaignRunner
{
    // Small enough to spread over the threads, large enough that the way to the state counts little.
    private const int BatchSize = 48;

    private readonly Assumptions _assumptions;
    private readonly ConcurrentDictionary<string, Lazy<ReachedState>> _states = new();

    /// <param name="assumptions">Which property is judged after which fault.</param>
    public CampaignRunner(Assumptions assumptions)
    {
        _assumptions = assumptions;
    }

    /// <summary>Runs the cases and hands over each result when it is there, one at a time, in any order.</summary>
    /// <param name="cases">What is run.</param>
    /// <param name="jobs">Number of threads, at least 1.</param>
    /// <param name="done">Called for each result.</param>
    /// <param name="cancel">Stops between two cases.</param>
    public void Run(
        IReadOnlyList<CampaignCase> cases, int jobs, Action<CampaignCase, CaseResult> done, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(cases);
        ArgumentNullException.ThrowIfNull(done);
        Lock gate = new();
        ParallelOptions options = new() { MaxDegreeOfParallelism = jobs, CancellationToken = cancel };
        Parallel.ForEach(Partitioner.Create(Batches(cases), EnumerablePartitionerOptions.NoBuffering), options, batch =>
        {
            LeadRun lead = new(batch[0].Lead, StateOf(batch[0].Lead.State), _assumptions);
            foreach (CampaignCase item in batch)
            {
                cancel.ThrowIfCancellationRequested();
                CaseResult result = lead.Run(item);
                lock (gate)
                {
                    done(item, result);
                }
            }
        });
    }

    /// <summary>Runs one case.</summary>
    public CaseResult Run(CampaignCase item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return new LeadRun(item.Lead, StateOf(item.Lead.State), _assumptions).Run(item);
    }

    /// <summary>
    /// A case as a scenario file that <c>safebms simulate</c> runs. It ends as the case does: what the case tolerates
    /// is expected there.
    /// </summary>
    /// <exception cref="CampaignException">Its state is not reached.</exception>
    public string ScenarioOf(CampaignCase item)
    {
        ArgumentNullException.ThrowIfNull(item);
        LeadRun lead = new(item.Lead, StateOf(item.Lead.State), _assumptions);
        CaseResult result = lead.Run(item);
        return result.Injected_ms >= 0
            ? ScenarioWriter.Write(item, lead.At(item.Phase_ms), result)
            : throw new CampaignException($"{item.Id} cannot be written: {result.Problem}");
    }

    // Cases of one lead together, in the order of their phases.
    private static IEnumerable<CampaignCase[]> Batches(IReadOnlyList<CampaignCase> cases) => cases
        .GroupBy(c => c.Lead.Name)
        .SelectMany(lead => lead.OrderBy(c => c.Phase_ms).ThenBy(c => c.Index).Chunk(BatchSize));

    private ReachedState StateOf(StartState state) => _states
        .GetOrAdd(state.Name, _ => new Lazy<ReachedState>(() => ReachedState.Go(state, _assumptions))).Value;
}
