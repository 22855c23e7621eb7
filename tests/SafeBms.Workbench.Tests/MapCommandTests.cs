using System.Text.Json;
using SafeBms.Generator;
using SafeBms.Generator.Emit;
using SafeBms.Specification;
using SafeBms.Workbench.Files;
using Xunit;

namespace SafeBms.Workbench.Tests;

public sealed class MapCommandTests : IDisposable
{
    private readonly Workbench workbench = new();

    public void Dispose() => workbench.Dispose();

    [Fact]
    public void Every_transition_of_the_specification_leads_to_a_generated_line_that_has_content()
    {
        Assert.Equal(0, workbench.Run("map", "--spec", workbench.Specification));
        using JsonDocument document = JsonDocument.Parse(workbench.Output);
        List<JsonElement> elements = [.. document.RootElement.GetProperty("elements").EnumerateArray()];
        Result<SafeBms.Specification.Model.SpecificationModel> read = SpecificationReader.Read(SpecificationFolder.Read(workbench.Specification));
        Dictionary<string, string[]> generated = SpecificationEmitter.Emit(read.Value!).ToDictionary(file => file.Name, file => file.Text.Split('\n'));

        foreach (JsonElement element in elements)
        {
            string[] lines = generated[element.GetProperty("generatedFile").GetString()!];
            int line = element.GetProperty("generatedLine").GetInt32();
            Assert.InRange(line, 1, lines.Length);
            Assert.False(string.IsNullOrWhiteSpace(lines[line - 1]), element.ToString());
        }

        HashSet<(string, int)> mapped = [.. elements.Select(element => (element.GetProperty("file").GetString()!, element.GetProperty("line").GetInt32()))];
        foreach (SafeBms.Specification.Model.MachineInfo machine in read.Value!.Machines)
        {
            Assert.All(
                machine.States.SelectMany(state => state.Transitions),
                transition => Assert.Contains((transition.Span.File, transition.Span.Line), mapped));
        }
    }

    [Fact]
    public void The_map_can_be_written_to_a_file()
    {
        string target = Path.Combine(workbench.Out, "map.json");
        Assert.Equal(0, workbench.Run("map", "--spec", workbench.Specification, "--out", target));
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(target));
        Assert.Equal("small-boat", document.RootElement.GetProperty("system").GetString());
    }

    [Fact]
    public void A_wrong_specification_has_no_map()
    {
        workbench.Break();
        Assert.Equal(1, workbench.Run("map", "--spec", workbench.Specification));
        Assert.Empty(workbench.Output);
        Assert.Contains("nothing is generated", workbench.Error, StringComparison.Ordinal);
    }
}
