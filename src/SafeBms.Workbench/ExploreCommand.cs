using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using SafeBms.Exploration.Search;
using SafeBms.Specification;
using SafeBms.Specification.Model;
using SafeBms.Workbench.Files;

namespace SafeBms.Workbench;

/// <summary><c>safebms-spec explore</c>: searches the compiled core for a violation, with leaps in time.</summary>
public static class ExploreCommand
{
    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
    };

    /// <summary>What is asked for.</summary>
    /// <param name="Folder">Folder of the specification.</param>
    /// <param name="Product">Product by name, or null for the first.</param>
    /// <param name="Bounds">How far to search.</param>
    /// <param name="Target">File that the result is written to as JSON, or null.</param>
    /// <param name="IsJson">JSON instead of lines.</param>
    public sealed record ExploreRequest(
        string Folder, string? Product, ExplorationBounds Bounds, string? Target, bool IsJson);

    /// <summary>The command.</summary>
    public static Command Create(TextWriter output, TextWriter error)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(error);
        Option<string> folder = new("--spec")
        {
            Description = "Folder of the specification.", DefaultValueFactory = _ => "spec",
        };
        Option<string?> product = new("--product") { Description = "Product; the first one if it is left out." };
        Option<int> states = new("--states")
        {
            Description = "States after which it ends.", DefaultValueFactory = _ => 20_000,
        };
        Option<long> scans = new("--scans")
        {
            Description = "Scans after which it ends.", DefaultValueFactory = _ => 200_000_000,
        };
        Option<int> seed = new("--seed") { Description = "Order among equals.", DefaultValueFactory = _ => 1 };
        Option<string?> target = new("--out") { Description = "File that the result is also written to, as JSON." };
        Option<bool> json = new("--json") { Description = "Prints JSON, and nothing else." };
        Command command = new(
            "explore", "Searches for violations, state by state. Exit code: 0 none found, 1 found, 2 unusable.")
        {
            folder, product, states, scans, seed, target, json,
        };
        command.SetAction(parsed => Run(
            new ExploreRequest(
                parsed.GetValue(folder)!, parsed.GetValue(product),
                new ExplorationBounds
                {
                    States_max = Math.Max(1, parsed.GetValue(states)),
                    Scans_max = Math.Max(1, parsed.GetValue(scans)),
                    Seed = parsed.GetValue(seed),
                },
                parsed.GetValue(target), parsed.GetValue(json)),
            output));
        return command;
    }

    /// <summary>Searches and reports; returns the exit code.</summary>
    public static int Run(ExploreRequest request, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(output);
        if (SpecificationReader.Read(SpecificationFolder.Read(request.Folder)).Value is not { } model)
        {
            throw new UnusableException("the specification has findings; 'safebms-spec check' names them");
        }

        if (request.Product is { } name && model.Products.All(product => product.Name != name))
        {
            throw new UnusableException($"there is no product '{name}'");
        }

        string product = request.Product ?? (model.Products.Count > 0 ? model.Products[0].Name : "defaults");
        ExplorationResult result;
        try
        {
            result = new Explorer(model, request.Product, null).Run(request.Bounds);
        }
        catch (ExplorationException problem)
        {
            throw new UnusableException(problem.Message, problem);
        }

        string json = JsonSerializer.Serialize(Row(result, product, request.Bounds.Seed), Json);
        if (request.Target is { } target)
        {
            AtomicFile.Write(target, json + "\n");
        }

        if (request.IsJson)
        {
            output.WriteLine(json);
        }
        else
        {
            Print(result, request.Bounds.Seed, output);
        }

        return result.Violations.Count == 0 ? WorkbenchCommands.Clean : WorkbenchCommands.Findings;
    }

    private static void Print(ExplorationResult result, int seed, TextWriter output)
    {
        foreach (Violation violation in result.Violations)
        {
            output.WriteLine($"{violation.Property} is violated in scan {violation.Scans - 1}:");
            foreach (string step in violation.Steps)
            {
                output.WriteLine($"    {step}");
            }
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{result.States} states, {result.Transitions} leaps, {result.Scans} scans, depth {result.Depth}, "
                + $"{result.Elapsed_s:0.0} s, seed {seed}"));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{result.MachineStates.Count} of {result.MachineStates_all} states of machines, "
                + $"{result.MachineTransitions.Count} different changes of state"));
        if (result.Observations.Count > 0)
        {
            output.WriteLine($"failed in a world that they do not promise anything for (verified_by: test): "
                + $"{string.Join(", ", result.Observations)}");
        }

        output.WriteLine(result.IsExhausted
            ? "everything that these inputs can reach was seen"
            : $"a search, not a proof: it ended at its bounds ({result.Dropped} states dropped)");
    }

    private static object Row(ExplorationResult result, string product, int seed) => new
    {
        product,
        seed,
        states = result.States,
        leaps = result.Transitions,
        scans = result.Scans,
        depth = result.Depth,
        exhausted = result.IsExhausted,
        dropped = result.Dropped,
        machineStates = result.MachineStates,
        machineStatesThatExist = result.MachineStates_all,
        machineTransitions = result.MachineTransitions,
        observations = result.Observations,
        violations = result.Violations,
        elapsed_s = result.Elapsed_s,
    };
}
