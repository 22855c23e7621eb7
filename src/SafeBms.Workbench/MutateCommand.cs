using System.CommandLine;
using System.Globalization;
using SafeBms.Mutation;
using SafeBms.Mutation.Nets;
using SafeBms.Mutation.Reports;
using SafeBms.Proof.Solving;
using SafeBms.Simulation.Scenarios;
using SafeBms.Specification;
using SafeBms.Workbench.Files;
using SafeBms.Workbench.Proving;

namespace SafeBms.Workbench;

/// <summary><c>safebms-spec mutate</c>: would a wrong specification be noticed, and by which net?</summary>
public static class MutateCommand
{
    private static readonly Option<string> Specification = Folder("--spec", "Folder of the specification.", "spec");

    private static readonly Option<string> Scenarios =
        Folder("--scenarios", "Folder of the scenarios that mutants are judged with.", "scenarios");

    private static readonly Option<string> Runs = Folder(
        "--runs", "Folder of random runs, written as scenarios; none if it does not exist.",
        Path.Combine("coverage", "runs"));

    private static readonly Option<string> Reasons = Folder(
        "--dispositions", "Why survivors are no gaps; none if the file does not exist.",
        Path.Combine("coverage", "spec-mutation-dispositions.yaml"));

    private static readonly Option<string> Target =
        Folder("--out", "Folder of journal and reports.", Path.Combine("artifacts", "mutation"));

    private static readonly Option<string[]> Only = new("--only")
    {
        Description = "Only this file, operator, 'file:operator' or id; may be given several times.",
        DefaultValueFactory = _ => [],
    };

    private static readonly Option<int> Sample = Number("--sample", "Judge so many, drawn by chance; 0 for all.", 0);

    private static readonly Option<int> Seed = Number("--seed", "Seed of the sample.", 1);

    private static readonly Option<string> Shard = Folder("--shard", "Judge part i of n: '3/8'.", "1/1");

    private static readonly Option<int> Jobs = Number("--jobs", "Threads.", Environment.ProcessorCount);

    private static readonly Option<int> Weather =
        Number("--storms", "Storms of raw inputs, a minute each; the properties with 'verified_by: proof' judge.", 40);

    private static readonly Option<int> Longest =
        Number("--longest", "Scenarios that simulate more seconds than this are left out.", 1000);

    private static readonly Option<int> Effort =
        Number("--effort", "Most simulated seconds on one mutant.", 1500);

    private static readonly Option<int> Prover = Number(
        "--prove", "Seconds of the prover for each mutant that the boat lets pass, roughly; 0 for none.", 60);

    private static readonly Option<string> Known = Folder(
        "--known", "Proofs that are kept with the specification; without any the prover is not asked.", "proofs");

    private const long Storm_ms = 60_000;

    /// <summary>The command.</summary>
    public static Command Create(TextWriter output, TextWriter error)
    {
        Command command = new(
            "mutate",
            "Makes wrong specifications and says which net notices each. Exit code: 0 all noticed or explained, "
            + "1 an unexplained survivor or a disposition without a mutant, 2 unusable.")
        {
            Specification, Scenarios, Runs, Reasons, Target, Only, Sample, Seed, Shard, Jobs, Weather, Longest, Effort,
            Prover, Known,
        };
        command.SetAction(parsed => Run(parsed, output, error));
        return command;
    }

    private static int Run(ParseResult parsed, TextWriter output, TextWriter error)
    {
        MutationRequest request = Request(parsed) with { More = Nets(parsed, error) };
        Dispositions dispositions = ReadDispositions(parsed.GetValue(Reasons)!);
        string folder = parsed.GetValue(Target)!;
        using Journal journal = Journal.Open(Path.Combine(folder, "journal.jsonl"), Journal.Key(request));
        DateTime last = DateTime.MinValue;
        MutationRun run;
        try
        {
            run = new MutationRun(request, journal.Add, text => Progress(text, error, ref last));
            error.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{run.Chosen.Count} of {run.All.Count} mutants, {request.Plays.Count} plays, seed {request.Seed}"));
            run.Judge(mutant => journal.Results.ContainsKey(mutant.Id));
            run.AskFurther(journal.Results);
        }
        catch (Exception problem) when (problem is InvalidOperationException or SolverException)
        {
            throw new UnusableException(problem.Message, problem);
        }

        IReadOnlyList<Judgement> judgements =
            Judgement.Join(run.Chosen, journal.Results, dispositions, new Tolerances(run.Model));
        string json = ElementsReport.Json(judgements, request.Files, run.Model);
        AtomicFile.Write(Path.Combine(folder, "mutation.json"), json);
        AtomicFile.Write(
            Path.Combine(folder, "mutation.html"), ElementsReport.Html(json, "Mutants of the specification"));
        AtomicFile.Write(Path.Combine(folder, "matrix.csv"), Matrix.Csv(judgements));
        IReadOnlyList<Disposition> stale = dispositions.WithoutMutant(run.All);
        foreach (string line in Summary.Lines(judgements, run.All.Count, stale))
        {
            output.WriteLine(line);
        }

        output.WriteLine($"reports: {Path.Combine(folder, "mutation.html")}, mutation.json, matrix.csv");
        bool isClean = stale.Count == 0 && !judgements.Any(item => item.IsOpen);
        return isClean ? WorkbenchCommands.Clean : WorkbenchCommands.Findings;
    }

    private static MutationRequest Request(ParseResult parsed)
    {
        (int shard, int shards) = ShardOf(parsed.GetValue(Shard)!);
        long longest_ms = Positive(parsed, Longest) * 1000L;
        return new MutationRequest
        {
            Files = SpecificationFolder.Read(parsed.GetValue(Specification)!),
            Plays = [.. Load(parsed.GetValue(Scenarios)!, longest_ms, isNeeded: true),
                .. Load(parsed.GetValue(Runs)!, longest_ms, isNeeded: false),
                .. Plays.Storms(Math.Max(0, parsed.GetValue(Weather)), Storm_ms)],
            Only = parsed.GetValue(Only)!,
            Sample = Math.Max(0, parsed.GetValue(Sample)),
            Seed = (ulong)Math.Max(0, parsed.GetValue(Seed)),
            Shard = shard,
            Shards = shards,
            Jobs = Positive(parsed, Jobs),
            Scans = Positive(parsed, Effort) * 1000L,
        };
    }

    private static INet[] Nets(ParseResult parsed, TextWriter error)
    {
        int seconds = Math.Max(0, parsed.GetValue(Prover));
        string known = parsed.GetValue(Known)!;
        string[] kept = Directory.Exists(known) ? Directory.GetFiles(known, "*.json") : [];
        if (seconds == 0 || kept.Length == 0)
        {
            error.WriteLine(
                seconds == 0 ? "the prover is not asked" : $"no proofs in '{known}': the prover is not asked");
            return [];
        }

        ProverEffort effort = new(
            TimeSpan.FromSeconds(seconds / 2.0), TimeSpan.FromSeconds(seconds / 4.0), seconds * 2500L,
            TimeSpan.FromSeconds(seconds / 4.0));
        return
        [
            ProverNets.Create(
                parsed.GetValue(Specification)!, kept, parsed.GetValue(Target)!, Positive(parsed, Jobs), effort, error),
        ];
    }

    private static IReadOnlyList<Play> Load(string folder, long longest_ms, bool isNeeded)
    {
        if (!Directory.Exists(folder))
        {
            return isNeeded
                ? throw new UnusableException($"there is no folder '{folder}'; name the scenarios with --scenarios")
                : [];
        }

        try
        {
            return Plays.Load(folder, longest_ms);
        }
        catch (ScenarioException problem)
        {
            throw new UnusableException(problem.Message, problem);
        }
    }

    private static Dispositions ReadDispositions(string path)
    {
        try
        {
            return File.Exists(path) ? Dispositions.Read(path, File.ReadAllBytes(path)) : Dispositions.None;
        }
        catch (FormatException problem)
        {
            throw new UnusableException(problem.Message, problem);
        }
    }

    // A line every few seconds, so that a pipeline's log stays readable.
    private static void Progress(string text, TextWriter error, ref DateTime last)
    {
        DateTime now = DateTime.UtcNow;
        if (now - last > TimeSpan.FromSeconds(5))
        {
            last = now;
            error.WriteLine(text);
        }
    }

    private static (int Shard, int Shards) ShardOf(string text)
    {
        string[] parts = text.Split('/');
        return parts.Length == 2 && int.TryParse(parts[0], CultureInfo.InvariantCulture, out int shard)
            && int.TryParse(parts[1], CultureInfo.InvariantCulture, out int shards) && shard >= 1 && shard <= shards
            ? (shard, shards)
            : throw new UnusableException($"--shard '{text}': give i/n with 1 <= i <= n, such as 3/8");
    }

    private static int Positive(ParseResult parsed, Option<int> option)
    {
        int value = parsed.GetValue(option);
        return value > 0 ? value : throw new UnusableException($"{option.Name} must be at least 1");
    }

    private static Option<string> Folder(string name, string text, string usual) =>
        new(name) { Description = text, DefaultValueFactory = _ => usual };

    private static Option<int> Number(string name, string text, int usual) =>
        new(name) { Description = text, DefaultValueFactory = _ => usual };
}
