using SafeBms.Proof.Terms;
using SafeBms.Proof.Transition;
using SafeBms.Specification.Model;

namespace SafeBms.Proof.Sampling;

/// <summary>
/// Runs a system with random inputs and keeps states that it was in: what does not hold in one of them need not be
/// tried as an invariant. Samples can only remove candidates, so that a poor sample costs time and never soundness.
/// </summary>
public sealed class Sampler
{
    private const int Members = 3;
    private const int PerCombination = 8;

    private readonly TransitionSystem system;
    private readonly Dice dice;
    private readonly Dictionary<Term, int> places = [];
    private readonly CompiledTerms scan;
    private readonly CompiledTerms start;
    private readonly CompiledTerms bodies;
    private readonly InputPlan inputs;
    private readonly InputPlan[] members;
    private readonly long[][] memberValues;
    private readonly long[] results;
    private readonly long[] bodyResults;
    private readonly long[] values;

    /// <summary>Compiles the system.</summary>
    /// <param name="system">What is run.</param>
    /// <param name="seed">Equal seeds give equal samples.</param>
    public Sampler(TransitionSystem system, ulong seed)
    {
        this.system = system;
        dice = new Dice(seed);
        Place(system.States.Select(state => state.Variable));
        Place(system.Parameters.Select(parameter => parameter.Variable));
        Place(system.Inputs.Select(input => input.Variable));
        Place(system.Makeup.MemberFields.SelectMany(one => new[] { one.Number, one.Valid, one.IsNew, one.Age }));
        Term[] next = [.. system.States.Select(state => state.Next)];
        scan = new CompiledTerms(places, [.. next, .. system.Conditions.Values]);
        start = new CompiledTerms(
            places, [system.ParameterCondition, .. system.States.Select(state => state.Initial ?? state.Variable)]);
        bodies = new CompiledTerms(
            places, [.. system.Makeup.Folds.SelectMany(fold => new[] { fold.BodyNumber, fold.BodyValid })]);
        results = new long[Math.Max(next.Length + system.Conditions.Count, next.Length + 1)];
        bodyResults = new long[system.Makeup.Folds.Count * 2];
        values = new long[places.Count];
        memberValues = [.. Enumerable.Range(0, Members).Select(_ => new long[places.Count])];
        Dictionary<Term, List<Term>> thresholds = Thresholds.Of(
            system.Pool,
            [.. next, .. system.Conditions.Values, .. system.Makeup.Folds.Select(fold => fold.BodyNumber)]);
        Dictionary<Term, List<Term>> usable = Usable(thresholds);
        inputs = new InputPlan(FreeOutsideOfFolds(), UsedScalars(next), places, usable, dice);
        members = [.. Enumerable.Range(0, Members)
            .Select(_ => new InputPlan([], system.Makeup.MemberFields, places, MemberThresholds(usable), dice))];
    }

    /// <summary>States (values of the state variables, then of the parameters) met in so many scans.</summary>
    public IReadOnlyList<long[]> Run(int episodes, int scansPerEpisode)
    {
        Dictionary<ulong, int> seen = [];
        List<long[]> kept = [];
        for (int episode = 0; episode < episodes; episode++)
        {
            Start(episode == 0);
            Keep(kept, seen);
            for (int count = 0; count < scansPerEpisode; count++)
            {
                Step();
                Keep(kept, seen);
            }
        }

        return kept;
    }

    private void Place(IEnumerable<Term> variables)
    {
        foreach (Term variable in variables)
        {
            places.TryAdd(variable, places.Count);
        }
    }

    private List<FreeVariable> FreeOutsideOfFolds()
    {
        HashSet<Term> made = [
            .. system.Makeup.Folds.SelectMany(fold => new[] { fold.Number, fold.Valid }),
            .. system.Makeup.Snapshots.SelectMany(one => one)
                .SelectMany(one => new[] { one.Number, one.Valid, one.IsNew, one.Age }),
            .. system.Makeup.Scalars.SelectMany(one => new[] { one.Number, one.Valid, one.IsNew, one.Age })];
        HashSet<Term> used = TermWalk.Variables(
            [.. system.States.Select(state => state.Next), .. system.Conditions.Values]);
        return [.. system.Inputs.Where(one => !made.Contains(one.Variable) && used.Contains(one.Variable))];
    }

    private List<InputVariables> UsedScalars(IEnumerable<Term> next)
    {
        HashSet<Term> used = TermWalk.Variables([.. next, .. system.Conditions.Values]);
        return [.. system.Makeup.Scalars.Where(
            one => used.Contains(one.Number) || used.Contains(one.Valid) || used.Contains(one.IsNew))];
    }

    private Dictionary<Term, List<Term>> Usable(Dictionary<Term, List<Term>> thresholds) => thresholds.ToDictionary(
        one => one.Key,
        one => one.Value.Where(term => TermWalk.Variables(term).All(places.ContainsKey)).ToList())
        .Where(one => one.Value.Count > 0).ToDictionary();

    // What a fold's result is compared with is what a member's field should come close to.
    private Dictionary<Term, List<Term>> MemberThresholds(Dictionary<Term, List<Term>> thresholds)
    {
        Dictionary<Term, List<Term>> result = new(thresholds);
        foreach (FoldVariables fold in system.Makeup.Folds)
        {
            if (fold.BodyNumber.Operation == Operation.Variable
                && thresholds.TryGetValue(fold.Number, out List<Term>? more))
            {
                List<Term> known = result.TryGetValue(fold.BodyNumber, out List<Term>? before) ? before : [];
                result[fold.BodyNumber] = [.. known, .. more.Where(term => TermWalk.Variables(term).Count == 0
                    || TermWalk.Variables(term).All(
                        one => one.Name.StartsWith("parameter.", StringComparison.Ordinal)))];
                if (result[fold.BodyNumber].Count == 0)
                {
                    result.Remove(fold.BodyNumber);
                }
            }
        }

        return result;
    }

    private void Start(bool usual)
    {
        Array.Clear(values);
        DrawParameters(usual);
        for (int index = 0; index < system.States.Count; index++)
        {
            StateVariable state = system.States[index];
            if (state.Initial is null)
            {
                values[index] = usual ? Math.Clamp(0, state.Min, state.Max) : dice.Between(state.Min, state.Max);
            }
        }

        long[] initial = new long[system.States.Count + 1];
        start.Run(values, initial);
        Array.Copy(initial, 1, values, 0, system.States.Count);
        inputs.Restart();
        foreach ((InputPlan plan, long[] own) in members.Zip(memberValues))
        {
            plan.Restart();
            Array.Copy(values, own, values.Length);
        }
    }

    // The usual values meet the constraints; then one after the other moves as long as they still do.
    private void DrawParameters(bool usual)
    {
        foreach (FreeVariable parameter in system.Parameters)
        {
            values[places[parameter.Variable]] = parameter.Usual;
        }

        long[] initial = new long[system.States.Count + 1];
        foreach (FreeVariable parameter in usual ? [] : system.Parameters)
        {
            int place = places[parameter.Variable];
            long before = values[place];
            values[place] = parameter.Members.Count > 0
                ? dice.Of(parameter.Members)
                : dice.Of([parameter.Min, parameter.Max, before, dice.Between(parameter.Min, parameter.Max)]);
            start.Run(values, initial);
            if (initial[0] == 0)
            {
                values[place] = before;
            }
        }
    }

    private void Step()
    {
        inputs.Draw(values);
        DrawFolds();
        scan.Run(values, results);
        Array.Copy(results, values, system.States.Count);
    }

    private void DrawFolds()
    {
        if (system.Makeup.Folds.Count == 0)
        {
            return;
        }

        for (int fold = 0; fold < system.Makeup.Folds.Count; fold++)
        {
            FoldVariables one = system.Makeup.Folds[fold];
            if (places.TryGetValue(one.Number, out int place))
            {
                values[place] = one.Kind == FoldKind.All ? 1 : 0;
            }

            if (places.TryGetValue(one.Valid, out int validity))
            {
                values[validity] = one.Kind == FoldKind.Sum ? 1 : 0;
            }
        }

        for (int member = 0; member < Members; member++)
        {
            members[member].Draw(memberValues[member]);
            bodies.Run(memberValues[member], bodyResults);
            for (int fold = 0; fold < system.Makeup.Folds.Count; fold++)
            {
                Gather(system.Makeup.Folds[fold], bodyResults[fold * 2], bodyResults[(fold * 2) + 1] != 0);
            }
        }
    }

    private void Gather(FoldVariables fold, long number, bool valid)
    {
        ref long result = ref values[places[fold.Number]];
        switch (fold.Kind)
        {
            case FoldKind.Any: result |= number; break;
            case FoldKind.All: result &= number; break;
            case FoldKind.Count: result += number; break;
            case FoldKind.Sum:
                result += number;
                values[places[fold.Valid]] &= valid ? 1 : 0;
                break;
            case FoldKind.Min or FoldKind.Max when valid:
                ref long known = ref values[places[fold.Valid]];
                bool better = fold.Kind == FoldKind.Min ? number < result : number > result;
                result = known == 0 || better ? number : result;
                known = 1;
                break;
        }
    }

    private void Keep(List<long[]> kept, Dictionary<ulong, int> seen)
    {
        ulong combination = 14695981039346656037;
        for (int index = 0; index < system.States.Count; index++)
        {
            long part = system.States[index].IsCounter ? Math.Sign(values[index]) : values[index];
            combination = (combination ^ (ulong)part) * 1099511628211;
        }

        int count = seen.GetValueOrDefault(combination);
        seen[combination] = count + 1;

        // The first few of a combination, and then ever fewer: powers of two.
        if (count < PerCombination || (count & (count - 1)) == 0)
        {
            kept.Add(values[..(system.States.Count + system.Parameters.Count)]);
        }
    }
}
