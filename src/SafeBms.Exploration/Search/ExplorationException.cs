namespace SafeBms.Exploration.Search;

/// <summary>The specification cannot be explored; the message says why.</summary>
public sealed class ExplorationException : Exception
{
    /// <summary>Creates it without a message; prefer the one with a message.</summary>
    public ExplorationException()
    {
    }

    /// <summary>Creates it with the sentence that the user sees.</summary>
    public ExplorationException(string message)
        : base(message)
    {
    }

    /// <summary>Creates it with the sentence that the user sees and the cause.</summary>
    public ExplorationException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
