using SafeBms.Specification.Model;

namespace SafeBms.Proof.Transition;

/// <summary>Where in the scan of a machine an expression stands. Transitions count through the states in document
/// order.</summary>
public abstract record SightPlace
{
    private SightPlace()
    {
    }

    /// <summary>A guard is looked at: its source is active, and no transition before it fires.</summary>
    public sealed record Guard(int Transition) : SightPlace;

    /// <summary>Timers, temporal calls and definitions are worked out, in whatever state.</summary>
    public sealed record Start : SightPlace;

    /// <summary>Outputs are given, in a state or inside of it; -1 for any.</summary>
    public sealed record Output(int State) : SightPlace;
}

/// <summary>Something that might be seen of a machine in a scan.</summary>
public abstract record MachineSight
{
    private MachineSight()
    {
    }

    /// <summary>A state is active before or after the scan.</summary>
    public sealed record Visits(int State) : MachineSight;

    /// <summary>A condition is true.</summary>
    public sealed record Holds(SightPlace Place, Expr Condition) : MachineSight;

    /// <summary>A timer or the time in a state stands one scan before its bound (-1), comes to it (0), or is one scan
    /// after it (1). A clock that counts no further than its bound is one scan after it when it stands there for
    /// another scan.</summary>
    public sealed record Stands(SightPlace Place, Expr Clock, Expr Bound, int Offset) : MachineSight;

    /// <summary>A transition fires, and the last one that fired before it is this one.</summary>
    public sealed record Follows(int First, int Second) : MachineSight;
}
