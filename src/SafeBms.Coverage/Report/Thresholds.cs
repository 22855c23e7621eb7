using System.Globalization;
using SafeBms.Coverage.Model;
using SafeBms.Specification.Yaml;
using static SafeBms.Coverage.YamlFields;

namespace SafeBms.Coverage.Report;

/// <summary>The least that has to be covered of what can be reached, percent by criterion.</summary>
/// <param name="Least">Percent.</param>
public sealed record Thresholds(IReadOnlyDictionary<Criterion, decimal> Least)
{
    /// <summary>All of everything.</summary>
    public static Thresholds Full { get; } = new(Criteria.All.ToDictionary(criterion => criterion, _ => 100m));

    /// <summary>Reads the file: a percentage for each criterion.</summary>
    /// <exception cref="FormatException">It is not one; the message says where and what.</exception>
    public static Thresholds Read(string path, byte[] content)
    {
        YamlMapping root = Document(path, content);
        Allow(root, [.. Criteria.All.Select(Criteria.Word)]);
        Dictionary<Criterion, decimal> least = [];
        foreach (Criterion criterion in Criteria.All)
        {
            YamlScalar percent = Scalar(root, Criteria.Word(criterion));
            least[criterion] = decimal.TryParse(
                percent.Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal value)
                && value is >= 0 and <= 100 ? value : throw Wrong(percent, "a percentage belongs here");
        }

        return new Thresholds(least);
    }
}
