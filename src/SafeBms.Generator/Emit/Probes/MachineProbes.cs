using SafeBms.Specification.Expressions;
using SafeBms.Specification.Model;

namespace SafeBms.Generator.Emit.Probes;

/// <summary>Everything of one machine that is watched.</summary>
public sealed class MachineProbes
{
    private readonly Dictionary<Expr, List<Decision>> decisionsAt = [];
    private readonly Dictionary<Expr, List<Boundary>> boundariesAt = [];
    private readonly Dictionary<int, Boundary> boundaryOfDetector = [];
    private readonly List<Decision> decisions = [];
    private readonly List<Boundary> boundaries = [];
    private readonly List<TransitionInfo> transitions = [];
    private readonly int firstDecision;
    private readonly int firstBoundary;

    internal MachineProbes(MachineInfo machine, int number, int firstDecision, int firstBoundary)
    {
        Machine = machine;
        Number = number;
        this.firstDecision = firstDecision;
        this.firstBoundary = firstBoundary;
        foreach (StepInfo step in machine.Steps)
        {
            AddStep(step);
        }

        foreach (StateInfo state in machine.States)
        {
            AddState(state);
        }

        foreach (MachineOutputInfo output in machine.Outputs.Where(output => output.Is is not null))
        {
            AddSite(output.Name, output.Is!);
        }
    }

    /// <summary>The machine.</summary>
    public MachineInfo Machine { get; }

    /// <summary>Its place in the order of the scan, the shutdown machine last.</summary>
    public int Number { get; }

    /// <summary>Boolean expressions.</summary>
    public IReadOnlyList<Decision> Decisions => decisions;

    /// <summary>Counts of scans and their bounds.</summary>
    public IReadOnlyList<Boundary> Boundaries => boundaries;

    /// <summary>Transitions in document order; a probe names them by their place here, plus one.</summary>
    public IReadOnlyList<TransitionInfo> Transitions => transitions;

    /// <summary>The name of a transition: source, target and its place in the source.</summary>
    public string NameOf(TransitionInfo transition)
    {
        StateInfo source = Machine.States[transition.Source];
        int number = source.Transitions.ToList().IndexOf(transition) + 1;
        return $"{source.Name} -> {Machine.States[transition.Target].Name} #{number}";
    }

    internal IReadOnlyList<Decision> DecisionsAt(Expr site) =>
        decisionsAt.TryGetValue(site, out List<Decision>? found) ? found : [];

    internal IReadOnlyList<Boundary> BoundariesAt(Expr site) =>
        boundariesAt.TryGetValue(site, out List<Boundary>? found) ? found : [];

    internal Boundary? BoundaryOf(DetectorInfo detector) =>
        boundaryOfDetector.TryGetValue(detector.Slot, out Boundary? found) ? found : null;

    private void AddStep(StepInfo step)
    {
        switch (step)
        {
            case TimerStep { Timer: TimerInfo timer }:
                AddSite($"timer {timer.Name} runs", timer.Runs);
                if (!IsNot(timer.Resets, timer.Runs))
                {
                    AddSite($"timer {timer.Name} resets", timer.Resets);
                }

                break;
            case DefineStep define:
                AddSite(define.Name, define.Value);
                break;
            case DetectorStep { Detector: DetectorInfo detector }:
                AddDetector(detector);
                break;
        }
    }

    private void AddDetector(DetectorInfo detector)
    {
        AddSite(detector.Text, detector.Operand);
        if (detector.Second is Expr second && detector.Kind != DetectorKind.Confirmed)
        {
            AddSite($"second operand of {detector.Text}", second);
        }

        if (detector.Amount is Expr amount)
        {
            DetectorRef clock = new(detector.Slot, ExprType.Bool, detector.Span);
            Boundary boundary = new(firstBoundary + boundaries.Count, detector.Text, clock, amount);
            boundaries.Add(boundary);
            boundaryOfDetector.Add(detector.Slot, boundary);
        }
    }

    private void AddState(StateInfo state)
    {
        foreach (TransitionInfo transition in state.Transitions)
        {
            transitions.Add(transition);
            AddSite(NameOf(transition), transition.When);
            AddActions(NameOf(transition), transition.Do);
        }

        AddActions($"entry {state.Name}", state.Entry);
        AddActions($"during {state.Name}", state.During);
        AddActions($"exit {state.Name}", state.Exit);
        foreach (OutputAssignment output in state.Outputs)
        {
            AddSite($"{output.Output} in {state.Name}", output.Value);
        }
    }

    private void AddActions(string place, IEnumerable<ActionInfo> actions)
    {
        foreach (ActionInfo action in actions)
        {
            AddSite($"{place}: {action.Text}", action.Value);
        }
    }

    // A site is an expression whose value the machine stores or branches on; boolean choices inside of a number are
    // decisions of their own.
    private void AddSite(string place, Expr site)
    {
        if (decisionsAt.ContainsKey(site))
        {
            return;
        }

        IEnumerable<Expr> roots = site.Type.Kind == ValueKind.Bool ? [site] : Choices(site);
        List<Decision> found = [];
        foreach (Expr root in roots.Where(root => root is not Literal))
        {
            found.Add(Decision.Of(firstDecision + decisions.Count + found.Count, place, root));
        }

        // A number may also be chosen inside of a comparison.
        List<Expr> inner = [.. found.SelectMany(decision => decision.Conditions).SelectMany(Choices).Distinct()];
        foreach (Expr choice in inner)
        {
            int id = firstDecision + decisions.Count + found.Count;
            found.Add(Decision.Of(id, place + " (choice in it)", choice));
        }

        decisionsAt.Add(site, [.. found]);
        decisions.AddRange(found);
        List<Boundary> compared = [.. Comparisons(site).Distinct().Select(
            (pair, at) => new Boundary(firstBoundary + boundaries.Count + at, place, pair.Clock, pair.Bound))];
        boundariesAt.Add(site, compared);
        boundaries.AddRange(compared);
    }

    private static IEnumerable<Expr> Choices(Expr expression) => expression switch
    {
        Fold => [],
        Choose choose when choose.Type.Kind != ValueKind.Bool =>
            [choose.Condition, .. Choices(choose.WhenTrue), .. Choices(choose.WhenFalse)],
        _ => UsedReferences.Children(expression).SelectMany(Choices),
    };

    private static IEnumerable<(Expr Clock, Expr Bound)> Comparisons(Expr expression)
    {
        foreach (Binary binary in UsedReferences.Walk(expression).OfType<Binary>().Where(IsComparison))
        {
            if (IsClock(binary.Left))
            {
                yield return (binary.Left, binary.Right);
            }
            else if (IsClock(binary.Right))
            {
                yield return (binary.Right, binary.Left);
            }
        }
    }

    private static bool IsClock(Expr expression) => expression is TimerRef or ElapsedRef;

    private static bool IsComparison(Binary binary) => binary.Operator is BinaryOperator.Less
        or BinaryOperator.LessOrEqual or BinaryOperator.Greater or BinaryOperator.GreaterOrEqual
        or BinaryOperator.Equal or BinaryOperator.NotEqual;

    private static bool IsNot(Expr expression, Expr other) =>
        expression is Unary { Operator: UnaryOperator.Not } not && not.Operand.Equals(other);
}
