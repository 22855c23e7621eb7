namespace SafeBms.Campaign;

/// <summary>What <c>safebms-spec campaign</c> is asked for.</summary>
public sealed record CampaignRequest
{
    /// <summary>Which cases.</summary>
    public Selection Selection { get; init; } = new();

    /// <summary>Which part of them.</summary>
    public Shard Shard { get; init; } = Shard.Whole;

    /// <summary>Number of threads.</summary>
    public int Jobs { get; init; } = Environment.ProcessorCount;

    /// <summary>Folder of results.</summary>
    public string Out { get; init; } = Path.Combine("artifacts", "campaign");

    /// <summary>True: go on where an earlier run of this shard was stopped.</summary>
    public bool Resume { get; init; } = true;

    /// <summary>True: the summary as one JSON object instead of text.</summary>
    public bool Json { get; init; }

    /// <summary>Sum over the files of the specification, for the files of results.</summary>
    public required string Specification { get; init; }

    /// <summary>True if progress may be shown by overwriting one line of a terminal.</summary>
    public bool IsTerminal { get; init; }
}
