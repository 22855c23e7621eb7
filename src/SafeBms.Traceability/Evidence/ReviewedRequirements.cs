using System.Text;
using System.Text.RegularExpressions;
using SafeBms.Simulation.Scenarios;

namespace SafeBms.Traceability.Evidence;

/// <summary>Which wording of each requirement was looked at together with what shows it; a file of the
/// repository.</summary>
public sealed partial class ReviewedRequirements
{
    private const string Format = "safebms-trace-reviewed-1";

    private const string Head = """
        # The wording of each requirement that was looked at together with the properties, scenarios and tests that
        # show it. A requirement whose words have changed since makes them suspect, and 'safebms-spec trace' fails,
        # until somebody has looked again and says so:  safebms-spec trace --accept REQ-...

        """;

    private readonly SortedDictionary<string, string> fingerprints = new(StringComparer.Ordinal);

    private ReviewedRequirements()
    {
    }

    /// <summary>Nothing was looked at yet.</summary>
    public static ReviewedRequirements None => new();

    /// <summary>Ids with the fingerprint that was looked at, in ordinal order.</summary>
    public IReadOnlyDictionary<string, string> Fingerprints => fingerprints;

    /// <summary>Reads the file.</summary>
    /// <exception cref="TraceException">It is not such a file; the message says where and why.</exception>
    public static ReviewedRequirements Read(string path, byte[] content)
    {
        ReviewedRequirements reviewed = new();
        try
        {
            if (StrictYaml.Read(content) is not YamlMap root
                || root.Find("format") is not YamlText { Value: Format }
                || root.Find("reviewed") is not YamlMap entries)
            {
                throw new ScenarioException(1, 1, $"It needs 'format: {Format}' and a mapping 'reviewed:'.");
            }

            foreach (YamlEntry entry in entries.Entries)
            {
                if (entry.Value is not YamlText value || !FingerprintForm().IsMatch(value.Value))
                {
                    throw new ScenarioException(
                        entry.Line, entry.Column, $"'{entry.Key}' needs a fingerprint of 16 hexadecimal digits.");
                }

                reviewed.fingerprints.Add(entry.Key, value.Value);
            }
        }
        catch (ScenarioException problem)
        {
            throw new TraceException(
                problem.Problems[0].Format(path) + " Take the file from the last commit, or accept anew.", problem);
        }

        return reviewed;
    }

    /// <summary>This wording was looked at.</summary>
    public void Accept(string id, string fingerprint)
    {
        ArgumentNullException.ThrowIfNull(id);
        ArgumentNullException.ThrowIfNull(fingerprint);
        fingerprints[id] = fingerprint;
    }

    /// <summary>The requirement is gone. True if it had been looked at.</summary>
    public bool Forget(string id) => fingerprints.Remove(id);

    /// <summary>The file's text; the same content gives the same text.</summary>
    public string Write()
    {
        StringBuilder text = new();
        text.Append(Head.ReplaceLineEndings("\n")).Append("format: ").Append(Format).Append("\nreviewed:");
        text.Append(fingerprints.Count == 0 ? " {}\n" : "\n");
        foreach ((string id, string fingerprint) in fingerprints)
        {
            text.Append("  ").Append(id).Append(": ").Append(fingerprint).Append('\n');
        }

        return text.ToString();
    }

    [GeneratedRegex("^[0-9a-f]{16}$")]
    private static partial Regex FingerprintForm();
}
