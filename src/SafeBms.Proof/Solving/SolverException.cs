namespace SafeBms.Proof.Solving;

/// <summary>A solver is missing, has crashed, or has answered something that is no answer. Never taken for a result:
/// the command ends with exit code 2.</summary>
public sealed class SolverException : Exception
{
    /// <summary>With a message for the user.</summary>
    public SolverException(string message)
        : base(message)
    {
    }

    /// <summary>With a message for the user and what caused it.</summary>
    public SolverException(string message, Exception inner)
        : base(message, inner)
    {
    }

    /// <summary>Without a message.</summary>
    public SolverException()
    {
    }
}
