using System.CommandLine;
using SafeBms.Certification.Certificates;
using SafeBms.Specification;
using SafeBms.Specification.Model;
using SafeBms.Traceability;
using SafeBms.Traceability.Evidence;
using SafeBms.Traceability.Reports;
using SafeBms.Workbench.Files;
using SafeBms.Workbench.Tracing;

namespace SafeBms.Workbench;

/// <summary><c>safebms-spec trace</c>: from hazard to result and back, and what breaks it.</summary>
public static class TraceCommand
{
    /// <summary>The command with its options.</summary>
    public static Command Create(TextWriter output, TextWriter error)
    {
        Option<string> specification = WorkbenchCommands.SpecificationOption();
        Option<string> scenarios = Folder("--scenarios", "Folder of the scenarios.", "scenarios");
        Option<string> tests = Folder("--tests", "Folder of the tests' sources.", "tests");
        Option<string> reviewed = Folder(
            "--reviewed", "File of the wordings that were looked at.",
            Path.Combine("coverage", "trace-reviewed.yaml"));
        Option<string[]> results = Several(
            "--results", "Folder or file of results (TRX, JUnit, the prover's JSON); artifacts/ if left out.");
        Option<string[]> accept = Several(
            "--accept", "These requirements were looked at together with what shows them; writes that down.");
        Option<string?> target = new("--out") { Description = "Folder that is written to." };
        Option<bool> complete = new("--complete") { Description = "A missing result is a finding too." };
        Option<string> format = new("--format")
        {
            Description = "html (one page), json, or lobster (BMW's LOBSTER).", DefaultValueFactory = _ => "html",
        };
        format.AcceptOnlyFromAmong("html", "json", "lobster");
        Command command = new(
            "trace", "Traces hazards to results and back. Exit code: 0 whole, 1 findings, 2 unusable.")
        {
            specification, scenarios, tests, reviewed, results, accept, target, complete, format,
        };
        command.SetAction(parsed =>
        {
            string[] places = parsed.GetValue(results) ?? [];
            return Run(
                new TraceRequest
                {
                    Specification = parsed.GetValue(specification)!,
                    Scenarios = parsed.GetValue(scenarios)!,
                    Tests = parsed.GetValue(tests)!,
                    Reviewed = parsed.GetValue(reviewed)!,
                    Results = places.Length > 0 ? places : null,
                    Accepted = parsed.GetValue(accept) ?? [],
                    Target = parsed.GetValue(target),
                    IsComplete = parsed.GetValue(complete),
                    Format = parsed.GetValue(format)!,
                },
                output, error);
        });
        return command;
    }

    /// <summary>Makes the trace, or accepts wordings, and returns the exit code.</summary>
    public static int Run(TraceRequest request, TextWriter output, TextWriter error)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(error);
        IReadOnlyList<SpecificationFile> files = SpecificationFolder.Read(request.Specification);
        Result<SpecificationModel> result = SpecificationReader.Read(files);
        if (result.Value is null)
        {
            // An unknown requirement at a transition is one of these: the trace is broken, not the command.
            foreach (Diagnostic finding in result.Diagnostics.Where(finding => finding.IsError))
            {
                error.WriteLine($"{request.Specification}/{finding.Span.File}({finding.Span.Line},"
                    + $"{finding.Span.Column}): {finding.Id}: {finding.Message}. {finding.Remedy}");
            }

            error.WriteLine("safebms-spec: the specification has errors, so there is nothing to trace");
            return WorkbenchCommands.Findings;
        }

        try
        {
            return request.Accepted.Count > 0
                ? Accept(request, result.Value, output)
                : Trace(
                    request, TraceFiles.Read(request, result.Value, SpecificationFingerprint.Of(files)), output, error);
        }
        catch (TraceException problem)
        {
            throw new UnusableException(problem.Message, problem);
        }
    }

    private static int Trace(TraceRequest request, TraceInput input, TextWriter output, TextWriter error)
    {
        TraceGraph graph = TraceBuilder.Build(input);
        IReadOnlyList<TraceFinding> findings = Judgement.Of(input, graph, request.IsComplete);
        string folder = request.Target ?? Path.Combine("artifacts", "trace");
        switch (request.Format)
        {
            case "json" when request.Target is null:
                output.Write(JsonTrace.Write(graph, findings));
                break;
            case "json":
                Write(folder, "trace.json", JsonTrace.Write(graph, findings), output);
                break;
            case "lobster":
                foreach ((string name, string text) in LobsterTrace.Write(graph, input.Reviewed))
                {
                    Write(folder, name, text, output);
                }

                break;
            default:
                Write(folder, "trace.html", HtmlTrace.Write(graph, findings), output);
                break;
        }

        foreach (TraceFinding finding in findings)
        {
            error.WriteLine(finding);
        }

        Summary(request, graph, findings, output);
        return findings.Count == 0 ? WorkbenchCommands.Clean : WorkbenchCommands.Findings;
    }

    private static void Summary(
        TraceRequest request, TraceGraph graph, IReadOnlyList<TraceFinding> findings, TextWriter output)
    {
        if (request.Format == "json" && request.Target is null)
        {
            return;
        }

        string counts = string.Join(", ", graph.Requirements.GroupBy(item => item.Outcome).OrderBy(group => group.Key)
            .Select(group => $"{group.Count()} {Traceability.Results.Outcomes.Word(group.Key)}"));
        output.WriteLine($"{graph.Requirements.Count} requirements: {counts}; {findings.Count} findings");
    }

    private static int Accept(TraceRequest request, SpecificationModel model, TextWriter output)
    {
        ReviewedRequirements reviewed = TraceFiles.Reviewed(request.Reviewed);
        foreach (string id in request.Accepted.Distinct(StringComparer.Ordinal))
        {
            RequirementInfo? requirement = model.Requirements.Requirements.FirstOrDefault(item => item.Id == id);
            if (requirement is null && !reviewed.Forget(id))
            {
                throw new UnusableException(
                    $"there is no requirement '{id}' in '{request.Specification}'; nothing was accepted");
            }

            if (requirement is not null)
            {
                reviewed.Accept(id, Fingerprint.Of(requirement));
            }

            output.WriteLine(requirement is null ? $"{id}: taken out" : $"{id}: {Fingerprint.Of(requirement)}");
        }

        Write(Path.GetDirectoryName(request.Reviewed) ?? string.Empty, Path.GetFileName(request.Reviewed),
            reviewed.Write(), output);
        return WorkbenchCommands.Clean;
    }

    private static void Write(string folder, string name, string text, TextWriter output)
    {
        string path = Path.Combine(folder, name);
        AtomicFile.Write(path, text);
        output.WriteLine(path);
    }

    private static Option<string> Folder(string name, string description, string value) => new(name)
    {
        Description = description, DefaultValueFactory = _ => value,
    };

    private static Option<string[]> Several(string name, string description) => new(name)
    {
        Description = description, AllowMultipleArgumentsPerToken = true,
    };
}
