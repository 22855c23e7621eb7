using System.Diagnostics;
using SafeBms.Proof.Sampling;
using SafeBms.Proof.Solving;
using SafeBms.Proof.Terms;
using SafeBms.Proof.Transition;

namespace SafeBms.Proof.Induction;

/// <summary>
/// Looks for an inductive invariant that implies a property. Begins with the property alone. When the solver shows a
/// state from which it fails, simple facts are added that exclude the state; each fact must then be shown to be kept by
/// every scan itself, or is dropped together with all others that the same scan refutes. Only what a proof really uses
/// (its unsatisfiable core) has to be shown.
/// </summary>
internal sealed class DemandDrivenInduction
{
    private const int BlockersAtOnce = 4;
    private const int FactsAtOnce = 12;
    private const int RefutationsAsked = 12;

    private readonly TransitionSystem system;
    private readonly FactPool facts;
    private readonly SmtProcess solver;
    private readonly TermSession session;
    private readonly Term property;
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private readonly TimeSpan limit;
    private readonly Dictionary<Term, Term> afterScan;
    private readonly Dictionary<Term, Term> afterMemory = [];
    private readonly Dictionary<Term, Term> atStart;
    private readonly Dictionary<Term, Term> startMemory = [];
    private readonly Dictionary<FactId, string> labels = [];
    private readonly Dictionary<string, FactId> factsByLabel = new(StringComparer.Ordinal);
    private readonly Dictionary<FactId, string> goals = [];
    private readonly HashSet<FactId> active = [];
    private readonly Dictionary<FactId, FactId[]> cores = [];
    private readonly SolverModel model;
    private readonly IReadOnlyList<string> names;
    private readonly int stateCount;
    private readonly List<(FactId Fact, long[] Values)> refutations = [];
    private FactId[]? propertyCore;

    public DemandDrivenInduction(
        TransitionSystem system, Term property, FactPool facts, SmtProcess solver, TimeSpan limit)
    {
        this.system = system;
        this.property = property;
        this.facts = facts;
        this.solver = solver;
        this.limit = limit;
        session = new TermSession(solver);
        session.Assert(system.ParameterCondition);
        session.Assert(system.ScanCondition);
        stateCount = system.States.Count;
        afterScan = system.States.ToDictionary(state => state.Variable, state => state.Next);
        atStart = system.States.Where(state => state.Initial is not null)
            .ToDictionary(state => state.Variable, state => state.Initial!);
        model = new SolverModel(system, [property]);
        names = model.Names(session);
    }

    public InductionResult Run()
    {
        string goal = session.Label("goal", system.Pool.Not(property));
        while (true)
        {
            if (clock.Elapsed > limit)
            {
                return Ended(InductionVerdict.OutOfTime, []);
            }

            if (propertyCore is null)
            {
                if (TryProperty(goal) is { } ended)
                {
                    return ended;
                }
            }
            else if (NextObligations() is { Count: > 0 } obligations)
            {
                TryFacts(obligations);
            }
            else
            {
                return new InductionResult(
                    InductionVerdict.Proved, [.. Needed().Select(facts.Term)], solver.Questions,
                    new Dictionary<string, long>());
            }
        }
    }

    private InductionResult? TryProperty(string goal)
    {
        SolverReply reply = solver.CheckAll([[.. active.Select(Label), goal]], names)[0];
        switch (reply.Answer)
        {
            case Answer.Unsatisfiable:
                propertyCore = Core(reply);
                return null;
            case Answer.Unknown:
                return Ended(InductionVerdict.OutOfTime, []);
            default:
                return Block(model.Before(reply.Values)) ? null : NotProved(reply.Values);
        }
    }

    private void TryFacts(IReadOnlyList<FactId> wanted)
    {
        List<FactId> asked = [];
        foreach (FactId fact in wanted)
        {
            if (facts.IsAlive(fact) && HoldsAtStart(fact))
            {
                asked.Add(fact);
            }
            else
            {
                facts.Drop(fact, []);
            }
        }

        string[] assumed = [.. active.Where(facts.IsAlive).Select(Label)];
        IReadOnlyList<SolverReply> replies = solver.CheckAll(
            [.. asked.Select(fact => (string[])[.. assumed, Goal(fact)])], names);
        foreach ((FactId fact, SolverReply reply) in asked.Zip(replies))
        {
            Take(fact, reply);
        }

        ForgetDropped();
    }

    // An earlier answer of the same round may have dropped facts that this one relied on, or excluded its solution.
    private void Take(FactId fact, SolverReply reply)
    {
        switch (reply.Answer)
        {
            case Answer.Unsatisfiable:
                cores[fact] = Core(reply);
                break;
            case Answer.Unknown:
                facts.Drop(fact, []);
                break;
            default:
                long[] state = model.Before(reply.Values);
                if (facts.IsAlive(fact) && !IsExcluded(state) && !Block(state))
                {
                    refutations.Add((fact, reply.Values));
                    facts.DropAllFalseIn(model.After(reply.Values), state);
                    facts.Drop(fact, state);
                }

                break;
        }
    }

    private bool IsExcluded(long[] state) =>
        active.Any(fact => facts.IsAlive(fact) && !facts.Holds(fact, state));

    // Every fact that is false in the state excludes it.
    private bool Block(long[] state)
    {
        bool blocked = false;
        foreach (FactId fact in facts.Blockers(state, BlockersAtOnce))
        {
            blocked |= active.Add(fact);
        }

        return blocked;
    }

    private bool HoldsAtStart(FactId fact)
    {
        Term start = Substitution.Apply(system.Pool, facts.Term(fact), atStart, startMemory);
        if (start.IsConstant)
        {
            return start.IsTrue;
        }

        // What is retained may begin anywhere in its range.
        IEnumerable<Term> ranges = system.States
            .Where(state => state.Initial is null && state.Variable.Sort == Sort.Int)
            .SelectMany(state => new[]
            {
                system.Pool.AtLeast(state.Variable, system.Pool.Int(state.Min)),
                system.Pool.AtMost(state.Variable, system.Pool.Int(state.Max)),
            });
        Term wrong = system.Pool.And([system.Pool.Not(start), .. ranges]);
        return solver.Check([session.Label($"s{labels.Count}_{solver.Questions}", wrong)]) == Answer.Unsatisfiable;
    }

    private void ForgetDropped()
    {
        active.RemoveWhere(fact => !facts.IsAlive(fact));
        foreach (FactId proved in cores.Where(one => !Array.TrueForAll(one.Value, facts.IsAlive))
            .Select(one => one.Key).ToList())
        {
            cores.Remove(proved);
        }

        if (propertyCore is not null && !Array.TrueForAll(propertyCore, facts.IsAlive))
        {
            propertyCore = null;
        }
    }

    private List<FactId> NextObligations() =>
        [.. Needed().Where(fact => !cores.ContainsKey(fact)).Take(FactsAtOnce)];

    // Everything that the proof of the property uses, and what the proofs of that use.
    private List<FactId> Needed()
    {
        List<FactId> needed = [.. propertyCore!];
        HashSet<FactId> seen = [.. needed];
        for (int index = 0; index < needed.Count; index++)
        {
            foreach (FactId used in cores.GetValueOrDefault(needed[index]) ?? [])
            {
                if (seen.Add(used))
                {
                    needed.Add(used);
                }
            }
        }

        return needed;
    }

    private FactId[] Core(SolverReply reply) =>
        [.. reply.Core.Where(factsByLabel.ContainsKey).Select(label => factsByLabel[label]).Distinct()];

    private string Label(FactId fact)
    {
        if (!labels.TryGetValue(fact, out string? label))
        {
            label = session.Label($"h{labels.Count}", facts.Term(fact));
            labels.Add(fact, label);
            factsByLabel.Add(label, fact);
        }

        return label;
    }

    private string Goal(FactId fact)
    {
        if (!goals.TryGetValue(fact, out string? goal))
        {
            goal = session.Label($"g{goals.Count}", system.Pool.Not(Later(facts.Term(fact))));
            goals.Add(fact, goal);
        }

        return goal;
    }

    private Term Later(Term term) => Substitution.Apply(system.Pool, term, afterScan, afterMemory);

    // What was cut away and made the difference: here, or when a fact fell that would have excluded this state.
    private InductionResult NotProved(long[] values)
    {
        long[] state = model.Before(values);
        List<IReadOnlyDictionary<string, double>> suspects = [model.CutMachines(values, property)];
        if (suspects[0].Count == 0)
        {
            suspects.AddRange(refutations
                .Where(one => Evaluator.Value(facts.Term(one.Fact), model.ValueIn(state)) == 0).Take(RefutationsAsked)
                .Select(one => model.CutMachines(one.Values, Later(facts.Term(one.Fact)))));
        }

        KeyValuePair<string, double>[] missing = [.. suspects.SelectMany(one => one)
            .GroupBy(one => one.Key, one => one.Value)
            .OrderByDescending(group => group.Max()).ThenByDescending(group => group.Count())
            .ThenBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => KeyValuePair.Create(group.Key, group.Max()))];
        return Ended(InductionVerdict.NotProved, state) with
        {
            Missing = missing,
        };
    }

    private InductionResult Ended(InductionVerdict verdict, long[] state) =>
        new(verdict, [], solver.Questions, Named(state)) 
        {
            Fallen = [.. facts.Fallen.Select(one => (one.Hint, Named(one.State)))],
        };

    private Dictionary<string, long> Named(long[] state)
    {
        Dictionary<string, long> named = new(StringComparer.Ordinal);
        for (int index = 0; index < state.Length; index++)
        {
            string name = index < stateCount
                ? system.States[index].Name : system.Parameters[index - stateCount].Variable.Name;
            named[name] = state[index];
        }

        return named;
    }
}
