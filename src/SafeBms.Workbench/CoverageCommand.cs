using System.CommandLine;
using System.CommandLine.Parsing;
using SafeBms.Coverage.Machines;
using SafeBms.Coverage.Model;
using SafeBms.Coverage.Report;
using SafeBms.Coverage.Suite;
using SafeBms.Generator.Emit.Probes;
using SafeBms.Proof.Solving;
using SafeBms.Specification.Model;
using SafeBms.Workbench.Files;
using SafeBms.Workbench.Proving;
using SafeBms.Workbench.Reports;

namespace SafeBms.Workbench;

/// <summary><c>safebms-spec coverage</c>: what scenarios and tests of machines exercise of the specification.</summary>
public static class CoverageCommand
{
    private sealed record Request(
        string Scenarios, string Tests, Unreachable Unreachable, Thresholds Thresholds, string? Json, bool Compare,
        bool Prove);

    /// <summary>The command.</summary>
    public static Command Create(TextWriter output, TextWriter error)
    {
        Option<string> folder = CoverageOptions.Specification();
        Option<string> tests = CoverageOptions.Tests();
        Option<string> unreachable = CoverageOptions.Unreachable();
        Option<string> scenarios = new("--scenarios")
        {
            Description = "Folder of the scenarios; 'none' for none.", DefaultValueFactory = _ => "scenarios",
        };
        Option<string> thresholds = new("--thresholds")
        {
            Description = "The least percentages.",
            DefaultValueFactory = _ => Path.Combine("coverage", "model-thresholds.yaml"),
        };
        Option<string?> json = new("--json") { Description = "Also written to this file, for programs." };
        Option<bool> compare = new("--compare")
        {
            Description = "Runs every scenario without probes too: every value of every scan must be the same.",
        };
        Option<bool> prove = new("--prove")
        {
            Description = "Has what is listed as unreachable proved so by z3, for every product; half a minute.",
        };
        Command command = new(
            "coverage",
            "States, transitions, pairs, bounds of times and MC/DC of all machines. Exit code: 0 enough is covered and "
            + "everything holds, 1 not so, 2 unusable.")
        {
            folder, scenarios, tests, unreachable, thresholds, json, compare, prove,
        };
        command.SetAction(parsed => Run(
            CoverageOptions.Model(parsed.GetValue(folder)!),
            new Request(
                parsed.GetValue(scenarios)!,
                parsed.GetValue(tests)!,
                CoverageOptions.ReadUnreachable(parsed.GetValue(unreachable)!),
                CoverageOptions.ReadThresholds(parsed.GetValue(thresholds)!),
                parsed.GetValue(json),
                parsed.GetValue(compare),
                parsed.GetValue(prove)),
            output,
            error));
        return command;
    }

    private static int Run(SpecificationModel model, Request request, TextWriter output, TextWriter error)
    {
        error.WriteLine("compiling the machines with probes ...");
        using CompiledBenches benches = CompiledBenches.Compile(model, ProbePlan.Of(model));
        CoverageRun run = new(benches);
        List<string> problems = [];
        int scenarios = Scenarios(model, request, run, problems, error);
        int byScenarios = run.Covered().Count;
        int files = Tests(model, request, run, error);
        problems.AddRange(run.Problems);
        CoverageReport report = new(run.Machines, run.Covered(), request.Unreachable, request.Thresholds);
        report.WriteMarkdown(output);
        output.WriteLine();
        output.WriteLine($"{scenarios} scenarios cover {byScenarios}, with {files} files of machine tests "
            + $"{run.Covered().Count} of {run.Machines.Sum(machine => machine.All.Count)} elements; "
            + $"{request.Unreachable.Reasons.Count} are listed as unreachable.");
        if (request.Json is string path)
        {
            AtomicFile.Write(path, JsonReport.Build(report.WriteJson) + "\n");
        }

        problems.AddRange(report.Findings);
        if (request.Prove)
        {
            problems.AddRange(Prove(model, run.Machines, request.Unreachable, output, error));
        }

        foreach (string problem in problems)
        {
            output.WriteLine($"finding: {problem}");
        }

        return problems.Count == 0 ? WorkbenchCommands.Clean : WorkbenchCommands.Findings;
    }

    // Both ways: what is listed without 'proved: false' is proved, and what has it is not.
    private static IEnumerable<string> Prove(
        SpecificationModel model, IReadOnlyList<MachineObligations> machines, Unreachable unreachable,
        TextWriter output, TextWriter error)
    {
        IReadOnlySet<Obligation> proved;
        try
        {
            proved = UnreachableProofs.Of(
                model, machines, unreachable.Reasons.Keys.ToHashSet(), text => error.WriteLine(text + " ..."));
        }
        catch (SolverException problem)
        {
            throw new UnusableException(problem.Message, problem);
        }

        output.WriteLine($"{proved.Count} of {unreachable.Reasons.Count} are proved unreachable by z3.");
        return unreachable.Reasons.Keys
            .Where(one => proved.Contains(one) == unreachable.Argued.Contains(one))
            .Select(one => proved.Contains(one)
                ? $"{one.Machine}: {Criteria.Describe(one)} is proved unreachable; its 'proved: false' can go"
                : $"{one.Machine}: {Criteria.Describe(one)} is not proved unreachable; where words must do, "
                    + "say 'proved: false'");
    }

    private static int Scenarios(
        SpecificationModel model, Request request, CoverageRun run, List<string> problems, TextWriter error)
    {
        if (request.Scenarios == "none")
        {
            return 0;
        }

        if (!Directory.Exists(request.Scenarios))
        {
            throw new UnusableException($"there is no folder '{request.Scenarios}'; name it with --scenarios");
        }

        using CompiledBenches? shipped = request.Compare ? CompiledBenches.Compile(model, null) : null;
        ScenarioSuite? plain = shipped is null ? null : new ScenarioSuite(shipped.Core);
        IReadOnlyList<string> files = ScenarioSuite.Files(request.Scenarios);
        for (int at = 0; at < files.Count; at++)
        {
            error.WriteLine($"scenario {at + 1}/{files.Count} {Path.GetFileName(files[at])}");
            try
            {
                ScenarioOutcome outcome = run.Scenario(files[at], request.Compare);
                if (plain is not null && plain.Run(files[at], states: true) != outcome)
                {
                    problems.Add($"{files[at]} does not run the same with and without probes");
                }
            }
            catch (FormatException problem)
            {
                throw new UnusableException(problem.Message, problem);
            }
        }

        return files.Count;
    }

    private static int Tests(SpecificationModel model, Request request, CoverageRun run, TextWriter error)
    {
        if (!Directory.Exists(request.Tests))
        {
            throw new UnusableException(
                $"there is no folder '{request.Tests}'; 'safebms-spec generate-tests' writes it");
        }

        string[] files = [.. Directory.EnumerateFiles(request.Tests, "*" + MachineTestWriter.Suffix)
            .Order(StringComparer.Ordinal)];
        foreach (string path in files)
        {
            error.WriteLine($"tests {Path.GetFileName(path)}");
            run.Tests(CoverageOptions.Read(path, (name, content) => MachineTestFile.Read(model, name, content)), path);
        }

        return files.Length;
    }
}
