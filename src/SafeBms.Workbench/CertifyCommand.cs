using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using SafeBms.Certification.Certificates;
using SafeBms.Certification.Checking;
using SafeBms.Specification;
using SafeBms.Specification.Model;
using SafeBms.Workbench.Files;
using SafeBms.Workbench.Reports;

namespace SafeBms.Workbench;

/// <summary><c>safebms-spec certify</c>: checks the prover's certificates from nothing with a second encoding and a
/// second solver.</summary>
public static class CertifyCommand
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(2);

    /// <summary>The command.</summary>
    public static Command Create(TextWriter output, TextWriter error)
    {
        Option<string> folder = new("--spec")
        {
            Description = "Folder of the specification.", DefaultValueFactory = _ => "spec",
        };
        Option<string> certificates = new("--certificates")
        {
            Description = "A certificate file, or a folder of them.",
            DefaultValueFactory = _ => Path.Combine("artifacts", "proof", "certificates"),
        };
        Option<string[]> properties = Names("--property", "Only these properties: P01,P02.");
        Option<string[]> products = Names("--product", "Only these products.");
        Option<string> solver = new("--solver")
        {
            Description = "cvc5, z3, or the path of one of them.", DefaultValueFactory = _ => "cvc5",
        };
        Option<int> limit = new("--limit")
        {
            Description = "Longest time of one question to the solver, in seconds.", DefaultValueFactory = _ => 60,
        };
        Option<int> jobs = new("--jobs")
        {
            Description = "Solvers that run at a time.", DefaultValueFactory = _ => 2,
        };
        Option<string?> scripts = new("--scripts")
        {
            Description = "Folder that keeps everything that is asked as SMT-LIB 2 files, for other solvers.",
        };
        Option<bool> json = new("--json") { Description = "One JSON object instead of lines." };
        AtLeastOne(limit, 86_400);
        AtLeastOne(jobs, 256);
        Command command = new(
            "certify",
            "Checks certificates of proofs from nothing. Exit code: 0 all certified, 1 not all, 2 unusable.")
        {
            folder, certificates, properties, products, solver, limit, jobs, scripts, json,
        };
        command.SetAction(parsed =>
        {
            (SpecificationModel model, string fingerprint) = Read(parsed.GetValue(folder)!);
            try
            {
                CertificationRequest request = new(
                    model, fingerprint, CertificateReader.ReadAll(parsed.GetValue(certificates)!),
                    Split(parsed.GetValue(properties)), Split(parsed.GetValue(products)),
                    new SolverChoice(
                        parsed.GetValue(solver)!, TimeSpan.FromSeconds(parsed.GetValue(limit)),
                        parsed.GetValue(scripts)),
                    parsed.GetValue(jobs));
                return Run(request, parsed.GetValue(json), output, error);
            }
            catch (Exception problem) when (
                problem is CertificateException or SolverException or NotSupportedException)
            {
                throw new UnusableException(problem.Message, problem);
            }
        });
        return command;
    }

    private static Option<string[]> Names(string name, string description) => new(name)
    {
        Description = description, AllowMultipleArgumentsPerToken = true,
    };

    private static void AtLeastOne(Option<int> option, int most) => option.Validators.Add(result =>
    {
        int value = result.GetValueOrDefault<int>();
        if (value < 1 || value > most)
        {
            result.AddError($"{option.Name} must be from 1 to {most}");
        }
    });

    private static string[] Split(string[]? values) => [.. (values ?? []).SelectMany(
        value => value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];

    private static (SpecificationModel Model, string Fingerprint) Read(string folder)
    {
        IReadOnlyList<SpecificationFile> files = SpecificationFolder.Read(folder);
        Result<SpecificationModel> result = SpecificationReader.Read(files);
        return result.Value is { } model
            ? (model, SpecificationFingerprint.Of(files))
            : throw new UnusableException(
                $"the specification in '{folder}' has findings, nothing can be certified: run 'safebms-spec check "
                + $"--spec {folder}'");
    }

    private static int Run(CertificationRequest request, bool asJson, TextWriter output, TextWriter error)
    {
        Stopwatch clock = Stopwatch.StartNew();
        TimeSpan said = TimeSpan.Zero;
        Lock gate = new();
        CertificationResult result = CertificationRun.Run(request, (verdict, done, all) =>
        {
            lock (gate)
            {
                if (clock.Elapsed - said >= Quiet)
                {
                    said = clock.Elapsed;
                    error.WriteLine($"certify: {done} of {all}, last {verdict.Property} of {verdict.Product}");
                }
            }
        });
        if (asJson)
        {
            output.WriteLine(JsonReport.Build(writer => WriteJson(request, result, writer)));
        }
        else
        {
            WriteText(request, result, clock.Elapsed, output);
        }

        return result.IsCertified ? WorkbenchCommands.Clean : WorkbenchCommands.Findings;
    }

    private static void WriteText(
        CertificationRequest request, CertificationResult result, TimeSpan elapsed, TextWriter output)
    {
        foreach (string problem in result.Problems)
        {
            output.WriteLine($"not certified: {problem}");
        }

        foreach (IGrouping<string, Verdict> product in result.Verdicts.GroupBy(verdict => verdict.Product))
        {
            output.WriteLine(product.Key);
            foreach (Verdict verdict in product)
            {
                string seconds = verdict.Elapsed_s.ToString("0.00", CultureInfo.InvariantCulture);
                string figures = $"{verdict.Facts,4} facts {verdict.Checks,5} checks {seconds,7} s";
                output.WriteLine(verdict.Step switch
                {
                    CertificationStep.Done => $"  {verdict.Property,-6} certified      {figures}",
                    CertificationStep.Excepted => $"  {verdict.Property,-6} excepted       {verdict.Reason}",
                    _ => $"  {verdict.Property,-6} not certified  {verdict.Reason}",
                });
            }
        }

        int excepted = result.Verdicts.Count(item => item.Step == CertificationStep.Excepted);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{result.Verdicts.Count(item => item.IsCertified)} of {result.Verdicts.Count} certified"
            + $"{(excepted > 0 ? $" and {excepted} excepted" : string.Empty)} by {request.Solver.Program}, "
            + $"{result.Verdicts.Sum(item => item.Checks)} checks, "
            + $"{elapsed.TotalSeconds:0.0} s"));
    }

    private static void WriteJson(CertificationRequest request, CertificationResult result, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("system", request.Model.Name);
        writer.WriteString("specification", request.Fingerprint);
        writer.WriteString("solver", request.Solver.Program);
        writer.WriteNumber("limit_s", request.Solver.Limit.TotalSeconds);
        writer.WriteNumber("certified", result.Verdicts.Count(item => item.IsCertified));
        writer.WriteNumber("not_certified", result.Verdicts.Count(item => !item.IsGood));
        writer.WriteStartArray("problems");
        foreach (string problem in result.Problems)
        {
            writer.WriteStringValue(problem);
        }

        writer.WriteEndArray();
        writer.WriteStartArray("properties");
        foreach (Verdict verdict in result.Verdicts)
        {
            writer.WriteStartObject();
            writer.WriteString("id", verdict.Property);
            writer.WriteString("product", verdict.Product);
            writer.WriteBoolean("certified", verdict.IsCertified);
            writer.WriteString("step", verdict.Step.ToString());
            writer.WriteNumber("fact", verdict.Fact);
            writer.WriteString("reason", verdict.Reason);
            writer.WriteNumber("facts", verdict.Facts);
            writer.WriteNumber("checks", verdict.Checks);
            writer.WriteNumber("seconds", Math.Round(verdict.Elapsed_s, 3));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
