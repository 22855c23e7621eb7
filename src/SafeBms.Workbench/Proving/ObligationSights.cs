using SafeBms.Coverage.Model;
using SafeBms.Generator.Emit.Probes;
using SafeBms.Proof.Transition;
using SafeBms.Specification.Model;

namespace SafeBms.Workbench.Proving;

/// <summary>Says in terms of the model what it would be to see an element of coverage.</summary>
internal sealed class ObligationSights(MachineObligations obligations)
{
    private readonly MachineInfo machine = obligations.Machine;

    /// <summary>The sight of an obligation, by its place; null for one that cannot be asked about: bounds of temporal
    /// calls, and conditions inside of actions.</summary>
    public MachineSight? Of(int obligation) => obligations.Sources[obligation] switch
    {
        ObligationSource.Pair pair => new MachineSight.Follows(pair.First, pair.Second),
        ObligationSource.Clock { Boundary: { Clock: TimerRef or ElapsedRef } boundary } clock =>
            PlaceOf(boundary.Place) is SightPlace place
                ? new MachineSight.Stands(place, boundary.Clock, boundary.Bound, clock.Offset) : null,
        ObligationSource.Condition one => PlaceOf(one.Decision.Place) is SightPlace place
            ? new MachineSight.Holds(place, Decides(one)) : null,
        ObligationSource.State state => new MachineSight.Visits(state.Index),
        ObligationSource.Transition transition => new MachineSight.Holds(
            new SightPlace.Guard(transition.Index), obligations.Probes.Transitions[transition.Index].When),
        _ => null,
    };

    // Where an expression stands: a guard, an output, an output in a state, or what is worked out first.
    private SightPlace? PlaceOf(string place)
    {
        IReadOnlyList<TransitionInfo> transitions = obligations.Probes.Transitions;
        for (int index = 0; index < transitions.Count; index++)
        {
            if (obligations.Probes.NameOf(transitions[index]) == place)
            {
                return new SightPlace.Guard(index);
            }
        }

        if (machine.Outputs.Any(output => output.Is is not null && output.Name == place))
        {
            return new SightPlace.Output(-1);
        }

        foreach (StateInfo state in machine.States)
        {
            if (state.Outputs.Any(output => $"{output.Output} in {state.Name}" == place))
            {
                return new SightPlace.Output(state.Index);
            }
        }

        bool isStep = machine.Steps.Any(step => step switch
        {
            TimerStep { Timer: TimerInfo timer } =>
                place == $"timer {timer.Name} runs" || place == $"timer {timer.Name} resets",
            DefineStep define => place == define.Name,
            DetectorStep { Detector: DetectorInfo detector } =>
                place == detector.Text || place == $"second operand of {detector.Text}",
            _ => false,
        });
        return isStep ? new SightPlace.Start() : null;
    }

    // As coverage counts it: with the other value the outcome would be another one. A missing validity decides also if
    // the value that is missing could have made a difference.
    private static Binary Decides(ObligationSource.Condition one)
    {
        Decision decision = one.Decision;
        Expr outcome = Outcome(decision.Function, decision, -1, null, -1);
        Expr other = Outcome(decision.Function, decision, one.Bit, !one.Value, -1);
        Expr differs = Combine(BinaryOperator.NotEqual, outcome, other);
        if (decision.Conditions[one.Bit] is IsValid && !one.Value)
        {
            Expr assumed = Outcome(decision.Function, decision, -1, null, one.Bit);
            differs = Combine(BinaryOperator.Or, differs, Combine(BinaryOperator.NotEqual, outcome, assumed));
        }

        Expr condition = decision.Conditions[one.Bit];
        return Combine(BinaryOperator.And, one.Value ? condition : Negate(condition), differs);
    }

    // The function with one condition replaced by a constant, or with one validity's else turned round.
    private static Expr Outcome(Logic function, Decision decision, int replaced, bool? with, int assumed)
    {
        return function switch
        {
            Always constant => Constant(constant.Value),
            Atom atom => Bit(atom.Bit),
            Not not => Negate(Part(not.Operand)),
            Both both => Combine(BinaryOperator.And, Part(both.Left), Part(both.Right)),
            Either either => Combine(BinaryOperator.Or, Part(either.Left), Part(either.Right)),
            Guarded guarded => Chosen(guarded),
            _ => throw new NotSupportedException($"a function of an unknown kind: {function.GetType().Name}"),
        };

        Expr Part(Logic part) => Outcome(part, decision, replaced, with, assumed);

        Expr Bit(int bit) => bit == replaced ? Constant(with!.Value) : decision.Conditions[bit];

        Expr Chosen(Guarded guarded)
        {
            bool whenInvalid = guarded.WhenInvalid ^ (assumed == guarded.Bit);
            Expr valid = Bit(guarded.Bit);
            Expr counts = Combine(BinaryOperator.And, valid, Part(guarded.Operand));
            return whenInvalid ? Combine(BinaryOperator.Or, Negate(valid), counts) : counts;
        }
    }

    private static Literal Constant(bool value) => new(value ? 1 : 0, ExprType.Bool, default);

    private static Unary Negate(Expr operand) => new(UnaryOperator.Not, operand, ExprType.Bool, operand.Span);

    private static Binary Combine(BinaryOperator kind, Expr left, Expr right) =>
        new(kind, left, right, ExprType.Bool, left.Span);
}
