using SafeBms.Proof.Sampling;
using SafeBms.Proof.Terms;
using SafeBms.Proof.Transition;

namespace SafeBms.Proof.Induction;

/// <summary>Lists the statements that an invariant of a system may be made of.</summary>
internal sealed class AtomFactory
{
    private const int SumsAtMost = 200;
    private const int LongestDelay_ms = 5;
    private const double KinOfDurations = 0.4;

    private readonly TransitionSystem system;
    private readonly TermPool pool;
    private readonly Dictionary<Term, int> places = [];
    private readonly Dictionary<Term, List<Bound>> bounds = [];

    public AtomFactory(TransitionSystem system)
    {
        this.system = system;
        pool = system.Pool;
        foreach (Term variable in system.States.Select(state => state.Variable)
            .Concat(system.Parameters.Select(parameter => parameter.Variable)))
        {
            places.TryAdd(variable, places.Count);
        }

        Dictionary<Term, List<Term>> thresholds = Thresholds.Of(
            pool, [.. system.States.Select(state => state.Next), .. system.Conditions.Values]);
        foreach (StateVariable state in system.States.Where(state => state.IsCounter))
        {
            bounds[state.Variable] = Bounds(state, thresholds);
        }
    }

    /// <summary>What a fact may be conditional on.</summary>
    public List<Atom> Conditions()
    {
        List<Atom> conditions = [new Atom(AtomKind.True, pool.True)];
        foreach (StateVariable state in system.States)
        {
            conditions.AddRange(Flags(state.Variable));
            conditions.AddRange(state.Members.Select(member => Member(state.Variable, [member], wanted: true)));
            conditions.AddRange(state.Groups.Select(group => Member(state.Variable, [.. group], wanted: true)));
        }

        foreach (FreeVariable parameter in system.Parameters)
        {
            conditions.AddRange(parameter.Members.Select(one => Member(parameter.Variable, [one], wanted: true)));
        }

        return conditions;
    }

    /// <summary>What a fact may say.</summary>
    /// <param name="rich">Relate any two counters, not only one of a monitor with one of a machine; and let one lag
    /// behind the other by the time of a third.</param>
    public List<Atom> Consequents(bool rich)
    {
        List<Atom> consequents = [];
        foreach (StateVariable state in system.States)
        {
            consequents.AddRange(Flags(state.Variable));
            if (state.Members.Count > 0)
            {
                consequents.Add(InRange(state));
                consequents.AddRange(state.Members.Select(one => Member(state.Variable, [one], wanted: false)));
                consequents.AddRange(state.Groups.Select(group => Member(state.Variable, [.. group], wanted: true)));
            }

            if (state.IsCounter)
            {
                consequents.AddRange(Limits(state.Variable));
            }
        }

        StateVariable[] counters = [.. system.States.Where(state => state.IsCounter)];
        foreach (StateVariable a in counters)
        {
            foreach (StateVariable b in counters)
            {
                if (a != b && (IsMonitor(a) != IsMonitor(b) || (rich && a.Owner == b.Owner)))
                {
                    consequents.AddRange(Pairs(a, b, rich));
                }
            }
        }

        return consequents;
    }

    private static bool IsMonitor(StateVariable state) => state.Owner == "monitor";

    private List<Bound> Bounds(StateVariable state, Dictionary<Term, List<Term>> thresholds)
    {
        HashSet<Term> terms = [pool.Int(0), pool.Int(state.Min), pool.Int(state.Max)];
        if (state.Initial is { } initial)
        {
            terms.Add(initial);
        }

        foreach (Term term in thresholds.GetValueOrDefault(state.Variable) ?? [])
        {
            for (int offset = -1; offset <= 1; offset++)
            {
                terms.Add(pool.Add(term, offset));
            }
        }

        return [.. terms.OrderBy(term => term.Id).Select(ToBound).OfType<Bound>()];
    }

    // A bound may hold parameters only: anything else would be a relation of its own.
    private Bound? ToBound(Term term)
    {
        if (term.IsConstant)
        {
            return new Bound(term, [], [], term.Value);
        }

        (IReadOnlyList<Term> operands, IReadOnlyList<long> factors, long number) = term.Operation == Operation.Sum
            ? (term.Operands, term.Factors, term.Value) : ([term], [1], 0);
        int[] found = [.. operands.Select(operand => places.GetValueOrDefault(operand, -1))];
        return found.All(place => place >= system.States.Count)
            ? new Bound(term, found, [.. factors], number)
            : null;
    }

    private IEnumerable<Atom> Flags(Term variable)
    {
        if (variable.Sort == Sort.Bool)
        {
            yield return new Atom(AtomKind.Flag, variable) { A = places[variable], Number = 1 };
            yield return new Atom(AtomKind.Flag, pool.Not(variable)) { A = places[variable], Number = 0 };
        }
    }

    private Term OneOf(Term variable, IEnumerable<long> members) =>
        pool.Or(members.Select(member => pool.Equal(variable, pool.Int(member))));

    private Atom Member(Term variable, long[] members, bool wanted)
    {
        Term term = OneOf(variable, members);
        return new Atom(AtomKind.Member, wanted ? term : pool.Not(term))
        {
            A = places[variable], Members = members, Number = wanted ? 1 : 0,
        };
    }

    private Atom InRange(StateVariable state) => new(AtomKind.InRange, OneOf(state.Variable, state.Members))
    {
        A = places[state.Variable], Members = [.. state.Members],
    };

    private IEnumerable<Atom> Limits(Term variable)
    {
        foreach (Bound bound in bounds[variable])
        {
            yield return new Atom(AtomKind.AtLeast, pool.AtLeast(variable, bound.Term))
            {
                A = places[variable], Bound = bound,
            };
            yield return new Atom(AtomKind.AtMost, pool.AtMost(variable, bound.Term))
            {
                A = places[variable], Bound = bound,
            };
        }
    }

    private IEnumerable<Atom> Pairs(StateVariable a, StateVariable b, bool shifted)
    {
        foreach (Bound offset in Offsets(a, b, shifted))
        {
            Term atLeast = pool.AtLeast(a.Variable, pool.Add(b.Variable, offset.Term));
            yield return new Atom(AtomKind.Pair, atLeast)
            {
                A = places[a.Variable], B = places[b.Variable], Offset = offset,
            };
            foreach (Bound bound in bounds[a.Variable])
            {
                Term saturated = pool.Or(atLeast, pool.AtLeast(a.Variable, bound.Term));
                yield return new Atom(AtomKind.SaturatedPair, saturated)
                {
                    A = places[a.Variable], B = places[b.Variable], Offset = offset, Bound = bound,
                };
            }
        }
    }

    // A timer that waits for another one lags behind a monitor that measures both in one by the time of the other; one
    // that waits for two others by the sum of their times.
    private IEnumerable<Bound> Offsets(StateVariable a, StateVariable b, bool shifted)
    {
        HashSet<Term> terms = [pool.Int(-1), pool.Int(0), pool.Int(1)];
        if (shifted && IsMonitor(a) != IsMonitor(b))
        {
            StateVariable machine = IsMonitor(a) ? b : a;
            List<Bound> own = [.. system.States
                .Where(one => one.IsCounter && one.Owner == machine.Owner && one != machine)
                .SelectMany(one => bounds[one.Variable]).Where(IsDuration)];
            terms.UnionWith(own.Select(bound => IsMonitor(a) ? bound.Term : pool.Negate(bound.Term)));
            if (!IsMonitor(a))
            {
                terms.UnionWith(SumsOfTwo(machine, own).Select(pool.Negate));
            }
        }

        return terms.OrderBy(term => term.Id).Select(ToBound).OfType<Bound>();
    }

    private HashSet<Term> SumsOfTwo(StateVariable machine, List<Bound> own)
    {
        List<Bound> kin = [.. system.States
            .Where(one => one.IsCounter && !IsMonitor(one) && one.Owner != machine.Owner
                && system.Kinship.GetValueOrDefault(one.Owner) >= KinOfDurations)
            .SelectMany(one => bounds[one.Variable]).Where(IsDuration)];
        List<Bound> others = [.. MiddleOnes(kin)];
        List<Bound> middles = [.. MiddleOnes(own)];
        HashSet<Term> sums = [];
        foreach (Term alone in others.Select(one => one.Term))
        {
            AddNear(sums, alone);
        }

        foreach (Bound first in middles)
        {
            foreach (Bound second in middles.Concat(others).Where(one => one.Term != first.Term))
            {
                AddNear(sums, pool.Add(first.Term, second.Term));
            }
        }

        return sums.Count <= SumsAtMost ? sums : [];
    }

    private void AddNear(HashSet<Term> sums, Term sum) =>
        sums.UnionWith(Enumerable.Range(-1, 4).Select(more => pool.Add(sum, more)));

    private static bool IsDuration(Bound bound) => bound.Number > LongestDelay_ms || bound.Places.Length > 0;

    // Each threshold comes with its neighbours.
    private static IEnumerable<Bound> MiddleOnes(IReadOnlyCollection<Bound> all)
    {
        HashSet<string> keys = [.. all.Select(Key)];
        return all.Where(one => keys.Contains(Key(one with { Number = one.Number - 1 }))
            && keys.Contains(Key(one with { Number = one.Number + 1 }))).DistinctBy(Key);

        static string Key(Bound bound) =>
            $"{string.Join(',', bound.Places)}*{string.Join(',', bound.Factors)}+{bound.Number}";
    }
}
