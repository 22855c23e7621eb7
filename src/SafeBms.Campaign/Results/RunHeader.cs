using System.Text.Json;

namespace SafeBms.Campaign;

/// <summary>The first line of every file of results: what was run. Only what belongs together is merged.</summary>
public sealed record RunHeader
{
    /// <summary>Name and version of the format.</summary>
    public const string FormatName = "safebms-campaign-1";

    /// <summary>Sum over the files of the specification.</summary>
    public required string Specification { get; init; }

    /// <summary>Sum over the selected cases of all shards.</summary>
    public required string Plan { get; init; }

    /// <summary>Number of selected cases of all shards.</summary>
    public required int Cases { get; init; }

    /// <summary>What was selected, in words.</summary>
    public required string Selection { get; init; }

    /// <summary>Which part this is.</summary>
    public Shard Shard { get; init; } = Shard.Whole;

    /// <summary>True if both are parts of the same run.</summary>
    public bool IsSameRun(RunHeader other) =>
        other is not null && this with { Shard = Shard.Whole } == other with { Shard = Shard.Whole }
        && Shard.Count == other.Shard.Count;

    /// <summary>As a line, without its end.</summary>
    public string ToLine() => JsonText.Line(writer =>
    {
        writer.WriteString("format", FormatName);
        writer.WriteString("specification", Specification);
        writer.WriteString("plan", Plan);
        writer.WriteNumber("cases", Cases);
        writer.WriteString("selection", Selection);
        writer.WriteString("shard", Shard.ToString());
    });

    /// <summary>Reads a line; null if it is none.</summary>
    public static RunHeader? Parse(string line)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(line);
            JsonElement root = document.RootElement;
            return root.GetProperty("format").GetString() != FormatName ? null : new RunHeader
            {
                Specification = root.GetProperty("specification").GetString()!,
                Plan = root.GetProperty("plan").GetString()!,
                Cases = root.GetProperty("cases").GetInt32(),
                Selection = root.GetProperty("selection").GetString()!,
                Shard = Shard.Parse(root.GetProperty("shard").GetString()!),
            };
        }
        catch (Exception problem) when (problem
            is JsonException or KeyNotFoundException or InvalidOperationException or FormatException
            or CampaignException or ArgumentNullException)
        {
            return null;
        }
    }
}
