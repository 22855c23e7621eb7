namespace SafeBms.Campaign;

/// <summary>The campaign cannot do its work; the message says where, what, and what to do.</summary>
public sealed class CampaignException : Exception
{
    /// <summary>Creates it without a message; prefer the one with a message.</summary>
    public CampaignException()
    {
    }

    /// <summary>Creates it with the sentence that the user sees.</summary>
    public CampaignException(string message)
        : base(message)
    {
    }

    /// <summary>Creates it with the sentence that the user sees and the cause.</summary>
    public CampaignException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
