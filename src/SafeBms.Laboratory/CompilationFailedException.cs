namespace SafeBms.Laboratory;

/// <summary>Sources that are not C#, or not a core; the message shows the first errors with their lines.</summary>
public sealed class CompilationFailedException : Exception
{
    /// <summary>Creates it without a message; prefer the one with a message.</summary>
    public CompilationFailedException()
    {
    }

    /// <summary>Creates it with the compiler's errors.</summary>
    public CompilationFailedException(string message)
        : base(message)
    {
    }

    /// <summary>Creates it with a message and the cause.</summary>
    public CompilationFailedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
