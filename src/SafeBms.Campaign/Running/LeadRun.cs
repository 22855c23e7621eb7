using System.Globalization;

namespace SafeBms.Campaign;

/// <summary>Runs the cases of one lead, one after the other, each from a copy of the boat at its phase.</summary>
internal sealed class LeadRun
{
    private readonly Lead _lead;
    private readonly Assumptions _assumptions;
    private readonly Voyage? _start;
    private readonly string _missed = "";
    private Voyage? _ahead;
    private Voyage? _work;

    /// <param name="lead">The lead.</param>
    /// <param name="state">The boat in the state of the lead, or what prevented it; it is not changed.</param>
    /// <param name="assumptions">Which property is judged.</param>
    public LeadRun(Lead lead, ReachedState state, Assumptions assumptions)
    {
        _lead = lead;
        _assumptions = assumptions;
        _missed = state.Problem;
        if (state.Voyage is null)
        {
            return;
        }

        _start = state.Voyage.Copy();
        if (lead.Reached.Length > 0)
        {
            _missed = GoToReached(_start, state.Voyage.Scan);
        }

        Base_ms = _start.Scan;
    }

    /// <summary>The scan of phase 0.</summary>
    public long Base_ms { get; }

    /// <summary>Runs one case; phases in ascending order share the way.</summary>
    public CaseResult Run(CampaignCase item)
    {
        if (_missed.Length > 0 || _start is null)
        {
            return new CaseResult(item.Index, item.Id, Verdict.NotReached) { Problem = _missed };
        }

        Voyage before = At(item.Phase_ms);
        if (before.Problem.Length > 0)
        {
            return new CaseResult(item.Index, item.Id, Verdict.Violated) { Problem = before.Problem };
        }

        _work ??= before.Copy();
        _work.Become(before);
        return CaseRun.Play(item, _work, _assumptions);
    }

    /// <summary>The boat just before the injection; not to be changed.</summary>
    public Voyage At(long phase_ms)
    {
        long scan = Base_ms + phase_ms;
        if (_ahead is null || _ahead.Scan > scan)
        {
            _ahead ??= _start!.Copy();
            _ahead.Become(_start!);
        }

        _ahead.To(scan, _lead.State.Doings);
        return _ahead;
    }

    // First to find the scan, then again to just before it.
    private string GoToReached(Voyage voyage, long begin)
    {
        Doing[] doings = [.. _lead.State.Doings, .. _lead.Doings.Select(d => d.After(begin))];
        Voyage scout = voyage.Copy();
        long reached = scout.Until(_lead.Reached, doings, begin - 1, begin + _lead.Latest_ms);
        if (reached < 0)
        {
            return scout.Problem.Length > 0 ? scout.Problem : string.Create(CultureInfo.InvariantCulture,
                $"'{_lead.Reached}' did not become true within {_lead.Latest_ms} ms of {_lead.Name}");
        }

        // The first event must have happened before phase 0.
        voyage.To(Math.Max(begin + 1, reached - _lead.Margin_ms), doings);
        return "";
    }
}

/// <summary>A boat in a state, or what prevented it.</summary>
internal sealed class ReachedState
{
    private ReachedState(Voyage? voyage, string problem)
    {
        Voyage = voyage;
        Problem = problem;
    }

    /// <summary>The boat, or null.</summary>
    public Voyage? Voyage { get; }

    /// <summary>Why there is none; empty if there is.</summary>
    public string Problem { get; }

    public static ReachedState Go(StartState state, Assumptions assumptions)
    {
        Voyage voyage = new(state.Boat, assumptions.Judges);
        long reached = voyage.Until(state.Reached, state.Doings, state.NotBefore_ms, state.Latest_ms);
        if (reached >= 0)
        {
            voyage.To(reached + 1 + state.Linger_ms, state.Doings);
        }

        if (voyage.Problem.Length > 0)
        {
            return new ReachedState(null, voyage.Problem);
        }

        if (reached < 0)
        {
            return new ReachedState(null, string.Create(CultureInfo.InvariantCulture,
                $"state {state.Name}: '{state.Reached}' did not become true within {state.Latest_ms} ms"));
        }

        return voyage.Holds(state.Reached) ? new ReachedState(voyage, "") : new ReachedState(null, string.Create(
            CultureInfo.InvariantCulture,
            $"state {state.Name}: '{state.Reached}' was true at {reached} ms but not {state.Linger_ms} ms later"));
    }
}
