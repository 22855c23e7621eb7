using System.Globalization;

namespace SafeBms.Campaign;

/// <summary>One of several equal parts of a selection.</summary>
/// <param name="Number">1 to <paramref name="Count"/>.</param>
/// <param name="Count">Number of parts, 1 to 9999.</param>
public sealed record Shard(int Number, int Count)
{
    /// <summary>Everything.</summary>
    public static Shard Whole { get; } = new(1, 1);

    /// <summary>As files are called: <c>shard-0003-of-0064</c>.</summary>
    public string FileName => string.Create(CultureInfo.InvariantCulture, $"shard-{Number:0000}-of-{Count:0000}");

    /// <summary>Reads <c>3/64</c>.</summary>
    /// <exception cref="CampaignException">It is no shard.</exception>
    public static Shard Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] parts = text.Split('/');
        return parts.Length == 2 && Number0(parts[0], out int number) && Number0(parts[1], out int count)
            && count is >= 1 and <= 9999 && number >= 1 && number <= count
                ? new Shard(number, count)
                : throw new CampaignException($"'{text}' is no shard; write for example 3/64, from 1/64 to 64/64");
    }

    /// <summary>Its part: every so-many-th case, so that all parts take about equally long.</summary>
    public IReadOnlyList<CampaignCase> Of(IReadOnlyList<CampaignCase> selected)
    {
        ArgumentNullException.ThrowIfNull(selected);
        return [.. selected.Where((_, position) => position % Count == Number - 1)];
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Number}/{Count}");

    private static bool Number0(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
