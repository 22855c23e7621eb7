using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using SafeBms.Equivalence;
using SafeBms.Equivalence.Judge;
using SafeBms.Generator;
using SafeBms.Specification;
using SafeBms.Specification.Model;
using SafeBms.Workbench.Files;
using SafeBms.Workbench.Reports;

namespace SafeBms.Workbench;

/// <summary><c>safebms-spec equivalence</c>: shows that the generated code computes what the specification
/// says.</summary>
public static class EquivalenceCommand
{
    /// <summary>The command with its options.</summary>
    public static Command Create(TextWriter output, TextWriter error)
    {
        Option<string> folder = new("--spec")
        {
            Description = "Folder of the specification.", DefaultValueFactory = _ => "spec",
        };
        Option<string?> machine = new("--machine")
        {
            Description = "Only this machine or part (validity, monitors, witnesses, scan, start, retain, parameters).",
        };
        Option<bool> json = new("--json") { Description = "Results as JSON." };
        Option<string> solver = new("--solver")
        {
            Description = "The z3 program.", DefaultValueFactory = _ => "z3",
        };
        Option<int> timeOut = new("--timeout")
        {
            Description = "Seconds for one question; after them it counts as not shown.",
            DefaultValueFactory = _ => 60,
        };
        Option<string> cache = new("--cache")
        {
            Description = "Folder in which answers are kept, so that an unchanged part is not asked again.",
            DefaultValueFactory = _ => Path.Combine("artifacts", "equivalence"),
        };
        Option<bool> noCache = new("--no-cache") { Description = "Asks everything again and keeps nothing." };
        Command command = new(
            "equivalence",
            "Executes the generated code on symbols and compares it with the specification by a solver. "
            + "Exit code: 0 equal, 1 different or not shown, 2 unusable.")
        {
            folder, machine, json, solver, timeOut, cache, noCache,
        };
        command.SetAction(parsed => Run(
            parsed.GetValue(folder)!, parsed.GetValue(json),
            new EquivalenceOptions
            {
                Solver = parsed.GetValue(solver)!,
                TimeOut_s = parsed.GetValue(timeOut),
                CacheFolder = parsed.GetValue(noCache) ? null : parsed.GetValue(cache),
                Only = parsed.GetValue(machine),
            },
            output, error));
        return command;
    }

    private static int Run(
        string folder, bool json, EquivalenceOptions options, TextWriter output, TextWriter error)
    {
        Result<SpecificationModel> result = SpecificationReader.Read(SpecificationFolder.Read(folder));
        if (result.Value is not { } model)
        {
            error.WriteLine("safebms-spec: the specification has errors, so nothing is generated from it; "
                + $"'safebms-spec check --spec {folder}' names them");
            return WorkbenchCommands.Findings;
        }

        IReadOnlyList<string> parts = EquivalenceCheck.Parts(model);
        if (options.Only is { } only && !parts.Contains(only))
        {
            throw new UnusableException($"there is no machine or part '{only}'; there are: {string.Join(", ", parts)}");
        }

        if (options.TimeOut_s is < 1 or > 86400)
        {
            throw new UnusableException("--timeout takes 1 to 86400 seconds");
        }

        try
        {
            IReadOnlyList<UnitResult> results = EquivalenceCheck.Run(
                model, SpecificationEmitter.Emit(model), options, one => Show(one, json, output, error));
            Finish(results, json, output, error);
            return results.All(one => one.Outcome == UnitOutcome.Equal)
                ? WorkbenchCommands.Clean : WorkbenchCommands.Findings;
        }
        catch (SolverException problem)
        {
            throw new UnusableException(problem.Message, problem);
        }
    }

    private static void Show(UnitResult result, bool json, TextWriter output, TextWriter error)
    {
        TextWriter writer = json ? error : output;
        string how = result.Kept ? "kept" : string.Create(CultureInfo.InvariantCulture, $"{result.Seconds:F2} s");
        writer.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{result.Name,-24} {Word(result.Outcome),-14} {result.Claims,5} claims, {result.Asked,4} asked, {how}"));
        foreach (string finding in result.Findings)
        {
            writer.WriteLine("  " + finding);
        }
    }

    private static string Word(UnitOutcome outcome) => outcome switch
    {
        UnitOutcome.Equal => "equal",
        UnitOutcome.Different => "DIFFERENT",
        UnitOutcome.NotUnderstood => "NOT UNDERSTOOD",
        _ => "NOT SHOWN",
    };

    private static void Finish(
        IReadOnlyList<UnitResult> results, bool json, TextWriter output, TextWriter error)
    {
        int equal = results.Count(one => one.Outcome == UnitOutcome.Equal);
        string summary = string.Create(
            CultureInfo.InvariantCulture,
            $"{equal} of {results.Count} parts equal, {results.Sum(one => one.Claims)} claims, ")
            + string.Create(CultureInfo.InvariantCulture, $"{results.Sum(one => one.Seconds):F1} s");
        (json ? error : output).WriteLine(summary);
        if (json)
        {
            output.WriteLine(JsonReport.Build(writer => Write(results, writer)));
        }
    }

    private static void Write(IReadOnlyList<UnitResult> results, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteBoolean("equal", results.All(one => one.Outcome == UnitOutcome.Equal));
        writer.WriteStartArray("parts");
        foreach (UnitResult result in results)
        {
            writer.WriteStartObject();
            writer.WriteString("name", result.Name);
            writer.WriteString("outcome", Word(result.Outcome).ToLowerInvariant());
            writer.WriteNumber("claims", result.Claims);
            writer.WriteNumber("asked", result.Asked);
            writer.WriteNumber("seconds", Math.Round(result.Seconds, 3));
            writer.WriteBoolean("kept", result.Kept);
            writer.WriteStartArray("findings");
            foreach (string finding in result.Findings)
            {
                writer.WriteStringValue(finding);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
