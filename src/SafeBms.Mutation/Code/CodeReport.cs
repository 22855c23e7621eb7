using System.Text.Json;

namespace SafeBms.Mutation.Code;

/// <summary>Reads reports in the schema of mutation-testing-elements, as Stryker.NET writes them.</summary>
public static class CodeReport
{
    /// <summary>All mutants of a report, in its order.</summary>
    /// <param name="path">For messages.</param>
    /// <param name="content">The JSON.</param>
    /// <exception cref="FormatException">It is not such a report.</exception>
    public static IReadOnlyList<CodeMutant> Read(string path, ReadOnlyMemory<byte> content)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(content);
            List<CodeMutant> mutants = [];
            foreach (JsonProperty file in document.RootElement.GetProperty("files").EnumerateObject())
            {
                string[] lines = (file.Value.GetProperty("source").GetString() ?? string.Empty)
                    .ReplaceLineEndings("\n").Split('\n');
                mutants.AddRange(file.Value.GetProperty("mutants").EnumerateArray()
                    .Select(mutant => Mutant(file.Name, lines, mutant)));
            }

            return mutants;
        }
        catch (Exception problem) when (problem is JsonException or KeyNotFoundException
            or InvalidOperationException or IndexOutOfRangeException or ArgumentOutOfRangeException)
        {
            throw new FormatException(
                $"{path}: not a report of Stryker.NET in JSON ({problem.Message}); give mutation-report.json", problem);
        }
    }

    private static CodeMutant Mutant(string file, string[] lines, JsonElement mutant)
    {
        JsonElement location = mutant.GetProperty("location");
        (int line, int column) = Place(location.GetProperty("start"));
        (int lastLine, int lastColumn) = Place(location.GetProperty("end"));
        string text = lines[line - 1];
        string original = line == lastLine
            ? text[(column - 1)..(lastColumn - 1)]
            : string.Join(' ', lines[(line - 1)..lastLine].Select(part => part.Trim()));
        string replacement = mutant.TryGetProperty("replacement", out JsonElement replaced)
            ? replaced.GetString() ?? string.Empty : string.Empty;
        string status = mutant.GetProperty("status").GetString() ?? string.Empty;
        return new CodeMutant(file, line, text.Trim(), $"{Short(original)} -> {Short(replacement)}", status);
    }

    private static (int Line, int Column) Place(JsonElement place) =>
        (place.GetProperty("line").GetInt32(), place.GetProperty("column").GetInt32());

    // A whole block is one mutant; its first and last words tell it from others.
    private static string Short(string text)
    {
        const int most = 100;
        string flat = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return flat.Length <= most ? flat : $"{flat[..(most / 2)]}...{flat[^(most / 2)..]}";
    }
}
