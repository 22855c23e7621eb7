using SafeBms.Generator.Emit.Probes;

namespace SafeBms.Coverage.Model;

/// <summary>What coverage is counted in.</summary>
public enum Criterion
{
    /// <summary>Every state without children is active before or after some scan.</summary>
    State,

    /// <summary>Every transition fires.</summary>
    Transition,

    /// <summary>Every transition fires as the next one after every other one that leads to it.</summary>
    TransitionPair,

    /// <summary>Every count of scans is compared one scan before, at, and one scan after its bound.</summary>
    Boundary,

    /// <summary>Every condition has been shown to decide the outcome of its decision, both ways.</summary>
    Mcdc,
}

/// <summary>One thing that has to be seen.</summary>
/// <param name="Criterion">Its kind.</param>
/// <param name="Machine">Machine.</param>
/// <param name="Id">Name within machine and kind, in the words of the specification; stable as long as these are.
/// </param>
public sealed record Obligation(Criterion Criterion, string Machine, string Id);

/// <summary>What an obligation is made of.</summary>
public abstract record ObligationSource
{
    private ObligationSource()
    {
    }

    /// <summary>A state, by its place in the machine.</summary>
    public sealed record State(int Index) : ObligationSource;

    /// <summary>A transition, by its place in document order.</summary>
    public sealed record Transition(int Index) : ObligationSource;

    /// <summary>A transition and the one that fired before it.</summary>
    public sealed record Pair(int First, int Second) : ObligationSource;

    /// <summary>A clock at its bound: -1 for one scan before, 0, or 1 for one scan after.</summary>
    public sealed record Clock(Boundary Boundary, int Offset) : ObligationSource;

    /// <summary>A condition that decides, while it has this value.</summary>
    public sealed record Condition(Decision Decision, int Bit, bool Value) : ObligationSource;
}
