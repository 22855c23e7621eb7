using System.Globalization;
using SafeBms.Coverage.Probes;
using SafeBms.Generator.Emit.Probes;
using SafeBms.Specification.Expressions;
using SafeBms.Specification.Model;

namespace SafeBms.Coverage.Model;

/// <summary>All obligations of one machine, and which sightings fulfil them.</summary>
/// <remarks>A condition needs two sightings: it must be seen to decide the outcome while true and while false, with
/// different outcomes. That is masking MC/DC: the other conditions may differ between the two, but in both of them they
/// let this one decide. Each of the two is half an obligation here. That a value is valid is a condition too; while it
/// is not, what the value would give means nothing, so the validity decides if the <c>else</c> makes a difference.
/// </remarks>
public sealed class MachineObligations
{
    private static readonly string[] Sides = ["one scan before", "at", "one scan after"];

    private readonly MachineProbes probes;
    private readonly ExpressionText words;
    private readonly List<Obligation> all = [];
    private readonly List<ObligationSource> sources = [];
    private readonly Dictionary<Sighting, int> plain = [];
    private readonly Dictionary<int, (Decision Decision, int First)> decisions = [];

    /// <summary>Of the machine that these probes watch.</summary>
    public MachineObligations(SpecificationModel model, MachineProbes probes)
    {
        ArgumentNullException.ThrowIfNull(model);
        this.probes = probes ?? throw new ArgumentNullException(nameof(probes));
        words = new ExpressionText(model.Signals.Enums.ToDictionary(e => e.Name));
        AddStates();
        AddTransitions();
        foreach (Boundary boundary in probes.Boundaries)
        {
            AddBoundary(boundary);
        }

        foreach (Decision decision in probes.Decisions)
        {
            AddDecision(decision);
        }

        MakeUnique();
    }

    /// <summary>The machine.</summary>
    public MachineInfo Machine => probes.Machine;

    /// <summary>The obligations; those of a condition are two in a row with the same name, true and false.</summary>
    public IReadOnlyList<Obligation> All => all;

    /// <summary>What each of them is made of, in the same order.</summary>
    public IReadOnlyList<ObligationSource> Sources => sources;

    /// <summary>The probes that the obligations are made of.</summary>
    public MachineProbes Probes => probes;

    /// <summary>The obligations that a sighting fulfils, by their place in <see cref="All"/>.</summary>
    public IEnumerable<int> FulfilledBy(Sighting sighting)
    {
        if (sighting.Kind != SightingKind.Decision)
        {
            return Plain(sighting);
        }

        return decisions.TryGetValue(sighting.Id, out (Decision Decision, int First) known)
            ? Decided(known.Decision, sighting.Detail).Select(half => known.First + half) : [];
    }

    /// <summary>For each condition of a decision that decides the outcome here: twice its number, plus one if it is
    /// false.</summary>
    /// <exception cref="InvalidOperationException">The outcome is not what the conditions say: the probe and the
    /// decision disagree.</exception>
    public static IEnumerable<int> Decided(Decision decision, ulong mask)
    {
        ArgumentNullException.ThrowIfNull(decision);
        int count = decision.Conditions.Count;
        bool outcome = ((mask >> count) & 1) != 0;
        if (decision.Function.Of(mask) != outcome)
        {
            throw new InvalidOperationException(
                $"{decision.Expression.Span}: the conditions of '{decision.Place}' say {!outcome}, the code {outcome}");
        }

        for (int bit = 0; bit < count; bit++)
        {
            bool isTrue = ((mask >> bit) & 1) != 0;
            bool isValidity = decision.Conditions[bit] is IsValid;
            if (decision.Function.Of(mask ^ (1UL << bit)) != outcome
                || (isValidity && !isTrue && decision.Function.Of(mask, bit) != outcome))
            {
                yield return (2 * bit) + (isTrue ? 0 : 1);
            }
        }
    }

    private IEnumerable<int> Plain(Sighting sighting)
    {
        if (plain.TryGetValue(sighting, out int found))
        {
            yield return found;
        }

        ulong transition = sighting.Detail & 0xFFFF_FFFF;
        if (sighting.Kind == SightingKind.Transition && transition != sighting.Detail
            && plain.TryGetValue(sighting with { Detail = transition }, out int single))
        {
            yield return single;
        }
    }

    private void AddStates()
    {
        foreach (StateInfo leaf in probes.Machine.States.Where(state => state.InitialChild < 0))
        {
            Add(Criterion.State, leaf.Name, new Sighting(SightingKind.State, probes.Number, (ulong)leaf.Id),
                new ObligationSource.State(leaf.Index));
        }
    }

    private void AddTransitions()
    {
        for (int at = 0; at < probes.Transitions.Count; at++)
        {
            string name = probes.NameOf(probes.Transitions[at]);
            Add(Criterion.Transition, name, new Sighting(SightingKind.Transition, probes.Number, (ulong)at + 1),
                new ObligationSource.Transition(at));
        }

        for (int first = 0; first < probes.Transitions.Count; first++)
        {
            for (int second = 0; second < probes.Transitions.Count; second++)
            {
                if (CanFollow(probes.Transitions[first], probes.Transitions[second]))
                {
                    string pair = probes.NameOf(probes.Transitions[first]) + ", "
                        + probes.NameOf(probes.Transitions[second]);
                    ulong detail = ((ulong)(first + 1) << 32) | (uint)(second + 1);
                    Add(Criterion.TransitionPair, pair, new Sighting(SightingKind.Transition, probes.Number, detail),
                        new ObligationSource.Pair(first, second));
                }
            }
        }
    }

    // By the shape of the machine: the second one starts where the first one arrives.
    private bool CanFollow(TransitionInfo first, TransitionInfo second)
    {
        if (first.ToHistory)
        {
            return IsWithin(second.Source, first.Target) || IsWithin(first.Target, second.Source);
        }

        int leaf = first.Target;
        while (probes.Machine.States[leaf].InitialChild >= 0)
        {
            leaf = probes.Machine.States[leaf].InitialChild;
        }

        return IsWithin(leaf, second.Source);
    }

    private bool IsWithin(int state, int ancestor)
    {
        for (; state >= 0; state = probes.Machine.States[state].Parent)
        {
            if (state == ancestor)
            {
                return true;
            }
        }

        return false;
    }

    private void AddBoundary(Boundary boundary)
    {
        string clock = boundary.Clock switch
        {
            TimerRef timer => timer.Name,
            ElapsedRef elapsed => $"time in {probes.Machine.States[elapsed.StateIndex].Name}",
            _ => "its time",
        };
        for (int side = 0; side < Sides.Length; side++)
        {
            string id = $"{boundary.Place}: {clock} {Sides[side]} {Text(boundary.Bound)}";
            Add(Criterion.Boundary, id, new Sighting(SightingKind.Boundary, boundary.Id, (ulong)side),
                new ObligationSource.Clock(boundary, side - 1));
        }
    }

    private void AddDecision(Decision decision)
    {
        decisions.Add(decision.Id, (decision, all.Count));
        for (int bit = 0; bit < decision.Conditions.Count; bit++)
        {
            string text = Text(decision.Conditions[bit]);
            all.Add(new Obligation(Criterion.Mcdc, probes.Machine.Name, $"{decision.Place}: [{text}] decides, true"));
            sources.Add(new ObligationSource.Condition(decision, bit, true));
            all.Add(new Obligation(Criterion.Mcdc, probes.Machine.Name, $"{decision.Place}: [{text}] decides, false"));
            sources.Add(new ObligationSource.Condition(decision, bit, false));
        }
    }

    // States by their names instead of their places.
    private string Text(Expr expression)
    {
        string text = words.Print(expression, probes.Machine.Detectors);
        for (int state = probes.Machine.States.Count - 1; state >= 0; state--)
        {
            string name = probes.Machine.States[state].Name;
            text = text.Replace(string.Create(CultureInfo.InvariantCulture, $"elapsed#{state}"), $"time in {name}",
                StringComparison.Ordinal);
            text = text.Replace(string.Create(CultureInfo.InvariantCulture, $"state == #{state}"), $"state == {name}",
                StringComparison.Ordinal);
        }

        return text;
    }

    private void Add(Criterion criterion, string id, Sighting sighting, ObligationSource source)
    {
        plain.Add(sighting, all.Count);
        sources.Add(source);
        all.Add(new Obligation(criterion, probes.Machine.Name, id));
    }

    // Two entries of one place may read the same; a number tells them apart.
    private void MakeUnique()
    {
        Dictionary<Obligation, int> seen = [];
        for (int at = 0; at < all.Count; at++)
        {
            int times = seen[all[at]] = seen.GetValueOrDefault(all[at]) + 1;
            if (times > 1)
            {
                all[at] = all[at] with { Id = string.Create(CultureInfo.InvariantCulture, $"{all[at].Id} ({times})") };
            }
        }
    }
}
