namespace SafeBms.Workbench;

/// <summary>The command cannot do its work; the message says why and what to do.</summary>
public sealed class UnusableException : Exception
{
    /// <summary>Creates it without a message; prefer the one with a message.</summary>
    public UnusableException()
    {
    }

    /// <summary>Creates it with the sentence that the user sees.</summary>
    public UnusableException(string message)
        : base(message)
    {
    }

    /// <summary>Creates it with the sentence that the user sees and the cause.</summary>
    public UnusableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
