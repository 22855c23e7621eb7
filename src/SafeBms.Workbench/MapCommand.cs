using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using SafeBms.Generator;
using SafeBms.Generator.Emit;
using SafeBms.Specification;
using SafeBms.Specification.Model;
using SafeBms.Workbench.Files;
using SafeBms.Workbench.Reports;

namespace SafeBms.Workbench;

/// <summary><c>safebms-spec map</c>: from an element of the specification to the line generated from it.</summary>
public static partial class MapCommand
{
    /// <summary>Writes the map and returns the exit code. A specification with errors generates nothing.</summary>
    public static int Run(string folder, string? target, TextWriter output, TextWriter error)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(error);
        Result<SpecificationModel> result = SpecificationReader.Read(SpecificationFolder.Read(folder));
        if (result.Value is null)
        {
            error.WriteLine("safebms-spec: the specification has errors, so nothing is generated from it; "
                + $"'safebms-spec check --spec {folder}' names them");
            return WorkbenchCommands.Findings;
        }

        IReadOnlyList<GeneratedFile> files = SpecificationEmitter.Emit(result.Value);
        string map = JsonReport.Build(writer => Write(result.Value.Name, files, writer));
        if (target is null)
        {
            output.WriteLine(map);
        }
        else
        {
            AtomicFile.Write(target, map + "\n");
            output.WriteLine(target);
        }

        return WorkbenchCommands.Clean;
    }

    private static void Write(string system, IReadOnlyList<GeneratedFile> files, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("system", system);
        writer.WriteStartArray("elements");
        // The emitter writes the rows into the files that they speak of; they are read back from there.
        foreach (Match row in files.SelectMany(file => Row().Matches(file.Text)))
        {
            writer.WriteStartObject();
            writer.WriteString("kind", row.Groups["kind"].Value);
            writer.WriteString("id", row.Groups["id"].Value);
            writer.WriteString("file", row.Groups["file"].Value);
            writer.WriteNumber("line", int.Parse(row.Groups["line"].Value, CultureInfo.InvariantCulture));
            writer.WriteString("generatedFile", row.Groups["into"].Value);
            writer.WriteNumber("generatedLine", int.Parse(row.Groups["at"].Value, CultureInfo.InvariantCulture));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    // A row that is too long for the page goes on in the next line.
    [GeneratedRegex(
        """
        \bnew\( \s* "(?<kind>[^"]*)", \s* "(?<id>[^"]*)", \s* "(?<file>[^"]*)", \s* (?<line>\d+),
        \s* "(?<into>[^"]*)", \s* (?<at>\d+) \s* \),
        """,
        RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Row();
}
