using System.Globalization;
using SafeBms.Proof.Sampling;
using SafeBms.Proof.Solving;
using SafeBms.Proof.Terms;
using SafeBms.Proof.Transition;
using SafeBms.Specification;
using SafeBms.Specification.Model;

namespace SafeBms.Proof.Questions;

/// <summary>
/// Asks about one machine, with everything around it free: all inputs, and all values of its own memory within their
/// ranges. What cannot happen then cannot happen at all; what can happen then may still be impossible.
/// </summary>
internal sealed class MachineQuestions : IDisposable
{
    private const int MostAtOnce = 40;
    private const int MostExamples = 10;

    private readonly MachineInfo machine;
    private readonly TermPool pool = new();
    private readonly SmtProcess solver;
    private readonly TermSession session;
    private readonly MachineLowering lowered;
    private readonly IReadOnlyList<StateVariable> memory;
    private readonly SystemFrame frame;
    private readonly List<Move> moves = [];
    private readonly Term state;
    private readonly Term next;
    private int labels;

    /// <summary>A transition with its conditions.</summary>
    private sealed record Move(StateInfo Source, TransitionInfo Transition, Term Guard, Term Fired, Term Active);

    /// <summary>Somewhere that the solver found.</summary>
    private sealed record Found(Answer Answer, Dictionary<Term, long> Values);

    public MachineQuestions(SpecificationModel model, string product, MachineInfo machine, int timeLimit_ms)
    {
        this.machine = machine;
        frame = new SystemFrame(pool, model, product);
        StateRegister states = new(pool);
        Composition composition = new(frame, states);
        foreach (MachineInfo one in model.Machines.Where(one => one.InstanceGroup.Length == 0
            && (one.Name == machine.Name || TransitionSystemBuilder.HasNoMemory(one))))
        {
            composition.Add(one);
        }

        lowered = composition.Inside[machine.Name];
        memory = states.Finish();
        StateVariable? leaf = memory.FirstOrDefault(one => one.Name == machine.Name + ".state");
        state = leaf?.Variable ?? pool.Int(0);
        next = leaf?.Next ?? pool.Int(0);
        CollectMoves();
        solver = new SmtProcess(timeLimit_ms);
        session = new TermSession(solver);
        AssertRanges();
    }

    /// <summary>What is wrong; the same in every product that has the same answer.</summary>
    public List<Diagnostic> Findings { get; } = [];

    public List<string> Notes { get; } = [];

    public List<string> Undecided { get; } = [];

    public int Questions => solver.Questions;

    /// <summary>Asks everything.</summary>
    public void Ask()
    {
        AskGuards();
        AskStates();
        AskRanges();
        AskOverlaps();
    }

    public void Dispose() => solver.Dispose();

    private void CollectMoves()
    {
        int index = 0;
        foreach (StateInfo source in machine.States)
        {
            foreach (TransitionInfo transition in source.Transitions)
            {
                moves.Add(new Move(
                    source, transition, lowered.Guards[index], lowered.Fired[index], Within(source.Index)));
                index++;
            }
        }
    }

    private Term Within(int composite) => pool.Or(machine.States
        .Where(one => one.InitialChild < 0 && IsInside(one.Index, composite))
        .Select(one => pool.Equal(state, pool.Int(one.Id))));

    private bool IsInside(int one, int composite) =>
        one >= 0 && (one == composite || IsInside(machine.States[one].Parent, composite));

    private void AssertRanges()
    {
        Term[] all = [
            .. memory.Select(one => one.Next), .. moves.Select(move => move.Guard), .. moves.Select(move => move.Fired),
            .. lowered.Outputs.Values.SelectMany(value => new[] { value.Number, value.Valid })];
        session.Assert(frame.ParameterConditions());
        session.Assert(frame.ScanConditions(TermWalk.Variables(all)));
        foreach (StateVariable one in memory.Where(one => one.Variable.Sort == Sort.Int))
        {
            session.Assert(InRange(one, one.Variable));
        }
    }

    private Term InRange(StateVariable one, Term value) => one.Members.Count > 0
        ? pool.Or(one.Members.Select(member => pool.Equal(value, pool.Int(member))))
        : pool.And(pool.AtLeast(value, pool.Int(one.Min)), pool.AtMost(value, pool.Int(one.Max)));

    private void AskGuards()
    {
        IReadOnlyList<Found> guards = Solve([.. moves.Select(move => pool.And(move.Active, move.Guard))], exact: false);
        IReadOnlyList<Found> fires = Solve([.. moves.Select(move => move.Fired)], exact: false);
        for (int index = 0; index < moves.Count; index++)
        {
            Move move = moves[index];
            if (guards[index].Answer == Answer.Unsatisfiable)
            {
                Findings.Add(DeepRules.DeadGuard.At(move.Transition.Span, NameOf(move), machine.Name));
            }
            else if (fires[index].Answer == Answer.Unsatisfiable)
            {
                Findings.Add(DeepRules.Shadowed.At(move.Transition.Span, NameOf(move), machine.Name));
            }
            else if (guards[index].Answer == Answer.Unknown || fires[index].Answer == Answer.Unknown)
            {
                Undecided.Add($"whether transition {NameOf(move)} of machine '{machine.Name}' can fire");
            }
        }
    }

    private void AskStates()
    {
        StateInfo[] leaves = [.. machine.States.Where(one => one.InitialChild < 0)];
        if (leaves.Length < 2)
        {
            return;
        }

        AskReached(leaves);
        IReadOnlyList<Found> left = Solve(
            [.. leaves.Select(leaf => pool.And(Is(state, leaf), pool.Not(Is(next, leaf))))], exact: false);
        for (int index = 0; index < leaves.Length; index++)
        {
            if (left[index].Answer == Answer.Unsatisfiable && !IsFinal(leaves[index].Index))
            {
                Findings.Add(DeepRules.DeadState.At(leaves[index].Span, machine.Name, leaves[index].Name));
            }
            else if (left[index].Answer == Answer.Unknown)
            {
                Undecided.Add($"whether state '{leaves[index].Name}' of machine '{machine.Name}' can be left");
            }
        }
    }

    // From the initial state outwards, one step at a time; an answer that is missing counts as a way.
    private void AskReached(StateInfo[] leaves)
    {
        HashSet<StateInfo> reached = [machine.States[machine.InitialLeaf]];
        StateInfo[] edge = [.. reached];
        while (edge.Length > 0)
        {
            (StateInfo From, StateInfo To)[] steps = [.. edge.SelectMany(
                from => leaves.Where(to => !reached.Contains(to)).Select(to => (from, to)))];
            IReadOnlyList<Found> found = Solve(
                [.. steps.Select(step => pool.And(Is(state, step.From), Is(next, step.To)))], exact: false);
            edge = [.. steps.Where((_, index) => found[index].Answer != Answer.Unsatisfiable)
                .Select(step => step.To).Distinct()];
            reached.UnionWith(edge);
        }

        Findings.AddRange(leaves.Where(leaf => !reached.Contains(leaf))
            .Select(leaf => DeepRules.Unreachable.At(leaf.Span, machine.Name, leaf.Name)));
    }

    private void AskRanges()
    {
        List<(string Name, Term Value, Term Valid, long Min, long Max, SourceSpan Span)> values = [];
        foreach (StateVariable one in memory.Where(one => one.Owner == machine.Name && one.IsCounter))
        {
            SourceSpan span = machine.Variables
                .Where(variable => one.Name == $"{machine.Name}.variable.{variable.Name}")
                .Select(variable => variable.Span).FirstOrDefault(machine.Span);
            values.Add((one.Name, one.Next, pool.True, one.Min, one.Max, span));
        }

        foreach (MachineOutputInfo output in machine.Outputs.Where(output => output.Type.Kind == ValueKind.Int))
        {
            ScanValue value = lowered.Outputs[output.Name];
            values.Add((
                $"{machine.Name}.{output.Name}", value.Number, value.Valid, output.Type.Min, output.Type.Max,
                output.Span));
        }

        IReadOnlyList<Found> found = Solve(
            [.. values.Select(one => pool.And(one.Valid, pool.Not(pool.And(
                pool.AtLeast(one.Value, pool.Int(one.Min)), pool.AtMost(one.Value, pool.Int(one.Max))))))],
            exact: true);
        for (int index = 0; index < values.Count; index++)
        {
            (string name, Term value, Term _, long min, long max, SourceSpan span) = values[index];
            if (found[index].Answer == Answer.Satisfiable)
            {
                long became = ValueIn(found[index].Values, value);
                Findings.Add(DeepRules.Overflow.At(
                    span, name, became, min, max, Describe(found[index].Values, TermWalk.Variables(value))));
            }
            else if (found[index].Answer == Answer.Unknown)
            {
                Undecided.Add($"whether '{name}' stays within its range");
            }
        }
    }

    private void AskOverlaps()
    {
        List<(Move First, Move Second)> pairs = [.. moves.SelectMany((first, index) => moves.Skip(index + 1)
            .Where(second => second.Source == first.Source && Differs(first.Transition, second.Transition))
            .Select(second => (first, second)))];
        IReadOnlyList<Found> possible = Solve([.. pairs.Select(Both)], exact: false);
        pairs = [.. pairs.Where((_, index) => possible[index].Answer == Answer.Satisfiable)];
        int more = pairs.Count - MostExamples;
        pairs = [.. pairs.Take(MostExamples)];
        IReadOnlyList<Found> found = Solve([.. pairs.Select(Both)], exact: true);
        for (int index = 0; index < pairs.Count; index++)
        {
            (Move first, Move second) = pairs[index];
            if (found[index].Answer == Answer.Satisfiable)
            {
                HashSet<Term> about = TermWalk.Variables([first.Guard, second.Guard]);
                Notes.Add($"{machine.File}({second.Transition.Span.Line}): transitions {NameOf(first)} "
                    + $"and {NameOf(second)} of machine '{machine.Name}' can be true together; "
                    + "the first wins. For example: "
                    + Describe(found[index].Values, about));
            }
        }

        if (more > 0)
        {
            Notes.Add($"{machine.File}({machine.Span.Line}): {more} more pairs of transitions of machine "
                + $"'{machine.Name}' can be true together");
        }
    }

    private Term Both((Move First, Move Second) pair) => pool.And(pair.First.Fired, pair.Second.Guard);

    private static bool Differs(TransitionInfo first, TransitionInfo second) =>
        first.Target != second.Target || first.ToHistory != second.ToHistory
        || !first.Do.Select(action => action.Text).SequenceEqual(second.Do.Select(action => action.Text));

    private Term Is(Term value, StateInfo leaf) => pool.Equal(value, pool.Int(leaf.Id));

    private bool IsFinal(int one) =>
        one >= 0 && (machine.States[one].IsFinal || IsFinal(machine.States[one].Parent));

    // From 1, as a reader counts.
    private string NameOf(Move move)
    {
        int number = move.Source.Transitions.ToList().IndexOf(move.Transition) + 1;
        return $"{number} of state '{move.Source.Name}' to '{machine.States[move.Transition.Target].Name}'";
    }

    /// <summary>Answers in order.</summary>
    /// <param name="questions">Each: can this be true?</param>
    /// <param name="exact">Whether a solution must be one of exact arithmetic: products of two unknowns are any number
    /// for the solver, and a solution that only holds so is none.</param>
    private List<Found> Solve(IReadOnlyList<Term> questions, bool exact)
    {
        if (questions.Count == 0)
        {
            return [];
        }

        string[] assumptions = [.. questions.Select(question => session.Label($"q{labels++}", question))];
        Term[] variables = exact ? [.. TermWalk.Variables(questions).OrderBy(term => term.Id)] : [];
        string[] names = [.. variables.Select(session.Name)];

        // A few at a time: solver and asker must never both wait for the other to read.
        List<SolverReply> replies = [.. assumptions.Chunk(exact ? 2 : MostAtOnce).SelectMany(
            part => solver.CheckAll([.. part.Select(one => (IReadOnlyList<string>)[one])], names))];
        List<Found> found = [];
        for (int index = 0; index < questions.Count; index++)
        {
            Dictionary<Term, long> values = replies[index].Answer == Answer.Satisfiable
                ? variables.Zip(replies[index].Values).ToDictionary(one => one.First, one => one.Second) : [];
            bool isReal = !exact || replies[index].Answer != Answer.Satisfiable
                || ValueIn(values, questions[index]) != 0;
            found.Add(new Found(isReal ? replies[index].Answer : Answer.Unknown, values));
        }

        return found;
    }

    private static long ValueIn(Dictionary<Term, long> values, Term term)
    {
        Dictionary<Term, long> known = new(values);
        foreach (Term part in TermWalk.Parts([term]))
        {
            if (part.Operation != Operation.Variable)
            {
                known[part] = Evaluator.Value(part, one => known[one], shallow: true);
            }
        }

        return known[term];
    }

    private string Describe(Dictionary<Term, long> values, HashSet<Term> about)
    {
        List<string> parts = [.. values.Where(one => about.Contains(one.Key)).Select(one => one.Key == state
            ? $"state = {machine.States.First(leaf => leaf.Id == one.Value && leaf.InitialChild < 0).Name}"
            : one.Key.Sort == Sort.Bool ? $"{one.Key.Name} = {(one.Value != 0 ? "true" : "false")}"
            : string.Create(CultureInfo.InvariantCulture, $"{one.Key.Name} = {one.Value}"))];
        return parts.Count == 0 ? "any values" : string.Join(", ", parts);
    }
}
