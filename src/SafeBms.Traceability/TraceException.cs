namespace SafeBms.Traceability;

/// <summary>A file that the trace is made of cannot be used; the message says which, where and what to do.</summary>
public sealed class TraceException : Exception
{
    /// <summary>Creates it without a message; prefer the one with a message.</summary>
    public TraceException()
    {
    }

    /// <summary>Creates it with the sentence that the user sees.</summary>
    public TraceException(string message)
        : base(message)
    {
    }

    /// <summary>Creates it with the sentence that the user sees and the cause.</summary>
    public TraceException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
