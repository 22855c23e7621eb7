using SafeBms.Proof.Terms;
using SafeBms.Specification.Model;

namespace SafeBms.Proof.Transition;

/// <summary>Turns sights of a machine into terms over its scan.</summary>
internal sealed class SightLowering(
    SystemFrame frame, StateRegister states, MachineInfo machine, MachineLowering lowered)
{
    private readonly TermPool pool = frame.Pool;

    public Term Seen(MachineSight sight) => sight switch
    {
        MachineSight.Visits one => pool.Or(lowered.BeginsWithin(one.State), lowered.EndsWithin(one.State)),
        MachineSight.Holds one => pool.And(IsAt(one.Place), lowered.Condition(one.Condition, IsAtEnd(one.Place))),
        MachineSight.Stands one => pool.And(IsAt(one.Place), Stands(one)),
        MachineSight.Follows two => pool.And(
            pool.Equal(LastFired(), pool.Int(two.First + 1)), lowered.Fired[two.Second]),
        _ => throw new NotSupportedException($"a sight of an unknown kind: {sight.GetType().Name}"),
    };

    private Term IsAt(SightPlace place) => place switch
    {
        SightPlace.Guard guard => lowered.Enabled[guard.Transition],
        SightPlace.Output { State: >= 0 } output => lowered.EndsWithin(output.State),
        _ => pool.True,
    };

    private static bool IsAtEnd(SightPlace place) => place is SightPlace.Output;

    private Term Stands(MachineSight.Stands sight)
    {
        Term bound = Number(sight.Bound);
        Term value = Number(sight.Clock);
        (Term last, Term cap) = lowered.ClockBefore(sight.Clock);
        Term isThere = pool.Equal(value, bound);
        Term wasThere = pool.Equal(last, bound);
        return sight.Offset switch
        {
            0 => pool.And(isThere, pool.Not(wasThere)),
            1 => pool.Or(
                pool.Equal(value, pool.Add(bound, 1)), pool.And([isThere, wasThere, pool.Equal(cap, bound)])),
            _ => pool.Equal(value, pool.Add(bound, sight.Offset)),
        };

        Term Number(Expr expression) => lowered.Number(expression, IsAtEnd(sight.Place));
    }

    // What the machine itself does not remember: the transition that fired last, counted from 1; 0 for none.
    private Term LastFired()
    {
        long[] members = [.. Enumerable.Range(0, lowered.Fired.Count + 1).Select(one => (long)one)];
        Term last = pool.False;
        last = states.Declare(
            machine.Name + ".fired", machine.Name, ExprType.Int("count", 0, lowered.Fired.Count), members, pool.Int(0),
            () => Next(last));
        return last;
    }

    private Term Next(Term last)
    {
        for (int index = 0; index < lowered.Fired.Count; index++)
        {
            last = pool.Choose(lowered.Fired[index], pool.Int(index + 1), last);
        }

        return last;
    }
}
