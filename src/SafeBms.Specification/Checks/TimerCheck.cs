using SafeBms.Specification.Binding;
using SafeBms.Specification.Model;

namespace SafeBms.Specification.Checks;

/// <summary>Timers that cannot count, cannot go back, or saturate below what they are compared with.</summary>
internal static class TimerCheck
{
    /// <summary>Checks every timer and every comparison with one.</summary>
    public static void Run(SpecificationModel model, DiagnosticBag bag)
    {
        foreach (MachineInfo machine in model.AllMachines().Where(machine => machine.Timers.Count > 0))
        {
            RangeEvaluator ranges = new(machine.Steps);
            foreach (TimerInfo timer in machine.Timers)
            {
                bool neverResets = ranges.Known(timer.Resets) == false;
                if (ranges.Known(timer.Runs) == false)
                {
                    bag.Report(DiagnosticCatalogue.TimerNeverRuns, timer.Span, timer.Name);
                }
                else if (neverResets)
                {
                    bag.Report(DiagnosticCatalogue.TimerNeverResets, timer.Span, timer.Name);
                }
            }

            foreach (Binary comparison in Expressions.Of(machine).SelectMany(ExprWalker.All).OfType<Binary>())
            {
                CheckBound(machine, comparison, bag);
            }
        }
    }

    private static void CheckBound(MachineInfo machine, Binary comparison, DiagnosticBag bag)
    {
        (Expr? timer, Expr? bound, bool mustExceed) = comparison.Operator switch
        {
            BinaryOperator.GreaterOrEqual or BinaryOperator.Equal => (comparison.Left, comparison.Right, false),
            BinaryOperator.Greater => (comparison.Left, comparison.Right, true),
            BinaryOperator.LessOrEqual => (comparison.Right, comparison.Left, false),
            BinaryOperator.Less => (comparison.Right, comparison.Left, true),
            _ => ((Expr?)null, (Expr?)null, false),
        };
        if (timer is not TimerRef reference || bound is null)
        {
            return;
        }

        Expr limit = machine.Timers.First(item => item.Name == reference.Name).Limit;
        bool isBelow = limit.Type.Max < bound.Type.Min + (mustExceed ? 1 : 0);
        bool isSame = mustExceed && WithoutPlaces.Equals(limit, bound);
        if (isBelow || isSame)
        {
            string needed = (mustExceed ? "more than " : "at least ") + bound.Type.Min;
            bag.Report(DiagnosticCatalogue.TimerBelowBound, comparison.Span, reference.Name, limit.Type.Max, needed);
        }
    }
}
