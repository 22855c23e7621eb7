namespace SafeBms.Equivalence.Judge;

/// <summary>The solver is missing, crashed, or answered what is no answer. Nothing has been shown.</summary>
public sealed class SolverException : Exception
{
    /// <summary>Without a reason.</summary>
    public SolverException()
        : this("the solver failed")
    {
    }

    /// <summary>With what happened and what to do.</summary>
    public SolverException(string message)
        : base(message)
    {
    }

    /// <summary>With the failure underneath.</summary>
    public SolverException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
