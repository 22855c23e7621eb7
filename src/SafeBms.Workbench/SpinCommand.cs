using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using SafeBms.Exploration.Slices;
using SafeBms.Exploration.Spin;
using SafeBms.Specification;
using SafeBms.Specification.Model;
using SafeBms.Workbench.Files;

namespace SafeBms.Workbench;

/// <summary><c>safebms-spec spin</c>: verifies slices of the specification with SPIN, with the real
/// durations.</summary>
public static class SpinCommand
{
    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
    };

    /// <summary>The command.</summary>
    public static Command Create(TextWriter output, TextWriter error)
    {
        Option<string> folder = new("--spec")
        {
            Description = "Folder of the specification.", DefaultValueFactory = _ => "spec",
        };
        Option<string[]> properties = new("--property")
        {
            Description = "Only slices of this property; may be given more than once.",
        };
        Option<string?> product = new("--product")
        {
            Description = "Product whose parameter values are used; the first one if it is left out.",
        };
        Option<string?> keep = new("--keep") { Description = "Folder that keeps the Promela files and SPIN's own." };
        Option<int> limit = new("--limit")
        {
            Description = "Longest search of a slice, seconds.", DefaultValueFactory = _ => 600,
        };
        Option<bool> json = new("--json") { Description = "Prints JSON, and nothing else." };
        Command command = new(
            "spin", "Verifies slices with SPIN. Exit code: 0 all proved, 1 some not, 2 unusable (needs spin and gcc).")
        {
            folder, properties, product, keep, limit, json,
        };
        command.SetAction(parsed => Run(
            new SpinRequest(
                parsed.GetValue(folder)!, parsed.GetValue(properties) ?? [], parsed.GetValue(product),
                parsed.GetValue(keep), TimeSpan.FromSeconds(Math.Clamp(parsed.GetValue(limit), 1, 86400)),
                parsed.GetValue(json)),
            output, error));
        return command;
    }

    /// <summary>What is asked for.</summary>
    /// <param name="Folder">Folder of the specification.</param>
    /// <param name="Properties">Only these; all if empty.</param>
    /// <param name="Product">Product by name, or null for the first.</param>
    /// <param name="Keep">Folder that keeps the files, or null.</param>
    /// <param name="Limit">Longest search of a slice.</param>
    /// <param name="IsJson">JSON instead of lines.</param>
    public sealed record SpinRequest(
        string Folder, IReadOnlyList<string> Properties, string? Product, string? Keep, TimeSpan Limit, bool IsJson);

    /// <summary>Runs the slices and reports; returns the exit code.</summary>
    public static int Run(SpinRequest request, TextWriter output, TextWriter error)
    {
        Result<SpecificationModel> read = SpecificationReader.Read(SpecificationFolder.Read(request.Folder));
        if (read.Value is not { } model)
        {
            throw new UnusableException("the specification has findings; 'safebms-spec check' names them");
        }

        List<SliceDefinition> slices = [.. SliceCatalogue.All.Where(slice =>
            request.Properties.Count == 0 || request.Properties.Contains(slice.Property))];
        if (request.Properties.FirstOrDefault(id => slices.All(slice => slice.Property != id)) is { } unknown)
        {
            throw new UnusableException(
                $"there is no slice of property '{unknown}'; there are: "
                    + $"{string.Join(", ", SliceCatalogue.All.Select(slice => slice.Property).Distinct())}");
        }

        SpinVerifier verifier = new(model, Product(model, request.Product), request.Limit);
        List<SpinResult> results = [];
        foreach (SliceDefinition slice in slices)
        {
            SpinResult result = Verify(verifier, slice, request.Keep);
            results.Add(result);
            if (!request.IsJson)
            {
                Print(result, output);
            }
            else
            {
                error.WriteLine($"{result.Name}: {Word(result.Verdict)}");
            }
        }

        string[] wholes = [.. Wholes(model, slices, results)];
        if (request.IsJson)
        {
            IEnumerable<object> rows = results.Select(Row).Concat(wholes.Select(id => WholeRow(id, results)));
            output.WriteLine(JsonSerializer.Serialize(new { properties = rows }, Json));
        }
        else
        {
            foreach (string id in wholes)
            {
                output.WriteLine($"{id,-32} proved, by all of its parts");
            }

            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{results.Count(result => result.Verdict == SpinVerdict.Proved)} of {results.Count} slices proved "
                    + $"by SPIN, {results.Sum(result => result.Search_s):0.0} s of search, "
                        + $"{results.Sum(result => result.Total_s):0.0} s in all"));
        }

        return results.All(result => result.Verdict == SpinVerdict.Proved)
            ? WorkbenchCommands.Clean : WorkbenchCommands.Findings;
    }

    // Properties that are proved in parts, all of them.
    private static IEnumerable<string> Wholes(
        SpecificationModel model, List<SliceDefinition> slices, List<SpinResult> results) => results
        .GroupBy(result => result.Property)
        .Where(one => one.All(part => part.Part.Length > 0 && part.Verdict == SpinVerdict.Proved)
            && SliceParting.IsWhole(model, one.Key, slices))
        .Select(one => one.Key);

    private static object WholeRow(string property, List<SpinResult> results) => new
    {
        id = property,
        part = string.Empty,
        product = results.First(result => result.Property == property).Product,
        verdict = Word(SpinVerdict.Proved),
        detail = "by all of its parts",
    };

    private static ProductInfo? Product(SpecificationModel model, string? name) => name is null
        ? (model.Products.Count > 0 ? model.Products[0] : null)
        : model.Products.FirstOrDefault(product => product.Name == name) ?? throw new UnusableException(
            $"there is no product '{name}'; there are: "
                + $"{string.Join(", ", model.Products.Select(product => product.Name))}");

    private static SpinResult Verify(SpinVerifier verifier, SliceDefinition slice, string? keep)
    {
        string folder = keep is null
            ? Directory.CreateTempSubdirectory("safebms-spin-").FullName
            : Directory.CreateDirectory(Path.Combine(keep, FileName(slice.Name))).FullName;
        try
        {
            return verifier.Verify(slice, folder);
        }
        catch (Exception problem) when (problem is SliceException or SpinException)
        {
            throw new UnusableException(problem.Message, problem);
        }
        finally
        {
            if (keep is null)
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }

    private static string FileName(string name) =>
        new([.. name.Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '-')]);

    private static void Print(SpinResult result, TextWriter output)
    {
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{result.Name,-32} {Word(result.Verdict),-20} {result.States,9} states {result.Transitions,11} "
                + $"transitions {result.Memory_MB,6:0} MB {result.Search_s,7:0.00} s (with compilation "
                    + $"{result.Total_s:0.0} s)"));
        if (result.Detail.Length > 0)
        {
            output.WriteLine($"    {result.Detail}");
        }

        foreach (string line in result.Run)
        {
            output.WriteLine($"    {line}");
        }
    }

    private static object Row(SpinResult result) => new
    {
        id = result.Property,
        part = result.Part,
        product = result.Product,
        verdict = Word(result.Verdict),
        detail = result.Detail,
        machines = result.Machines,
        states = result.States,
        transitions = result.Transitions,
        memory_MB = result.Memory_MB,
        search_s = result.Search_s,
        total_s = result.Total_s,
        run = result.Run,
    };

    private static string Word(SpinVerdict verdict) => verdict switch
    {
        SpinVerdict.Proved => "proved",
        SpinVerdict.RefutedInSlice => "refuted in the slice",
        SpinVerdict.Spurious => "spurious",
        _ => "not proved",
    };
}
