using System.CommandLine;
using System.Reflection;
using System.Text.Json;
using SafeBms.Campaign;
using SafeBms.Laboratory;
using SafeBms.Specification;
using SafeBms.Specification.Model;
using SafeBms.Workbench.Files;

namespace SafeBms.Workbench;

/// <summary><c>safebms-spec campaign</c>: each fault in each state, and pairs around an opening.</summary>
public static class CampaignCommand
{
    /// <summary>The command with <c>merge</c> and <c>scenario</c> below it.</summary>
    public static Command Create(TextWriter output, TextWriter error)
    {
        Option<string> folder = Folder();
        Option<string[]> only = new("--only")
        {
            Description = "Only this fault (F22, or pair) or these cases (F22/off); may be given several times.",
        };
        Option<string[]> states = new("--state") { Description = "Only in this state; may be given several times." };
        Option<int> sample = new("--sample") { Description = "Only so many cases, spread evenly over the faults." };
        Option<ulong> seed = new("--seed")
        {
            Description = "What the sample is drawn with.", DefaultValueFactory = _ => 1,
        };
        Option<string> shard = new("--shard")
        {
            Description = "Only one part of several, for example 3/64.", DefaultValueFactory = _ => "1/1",
        };
        Option<int> jobs = new("--jobs")
        {
            Description = "Number of threads.", DefaultValueFactory = _ => Environment.ProcessorCount,
        };
        Option<string> target = new("--out")
        {
            Description = "Folder of journals and results.",
            DefaultValueFactory = _ => Path.Combine("artifacts", "campaign"),
        };
        Option<bool> resume = new("--resume")
        {
            Description = "Go on where an earlier run of this shard was stopped; false begins anew.",
            DefaultValueFactory = _ => true,
        };
        Option<bool> list = new("--list") { Description = "Only list the cases, and what is not injected here." };
        Option<bool> json = new("--json") { Description = "The summary, or the list, as JSON." };
        Command command = new(
            "campaign", "Injects each fault in each state. Exit code: 0 nothing violated, 1 something, 2 unusable.")
        {
            folder, only, states, sample, seed, shard, jobs, target, resume, list, json,
        };
        command.Subcommands.Add(MergeOf(output, error));
        command.Subcommands.Add(ScenarioOf(output, error));
        command.SetAction(parsed =>
        {
            Selection selection = new()
            {
                Only = parsed.GetValue(only) ?? [],
                States = parsed.GetValue(states) ?? [],
                Sample = AtLeast(0, parsed.GetValue(sample), "--sample"),
                Seed = parsed.GetValue(seed),
            };
            return parsed.GetValue(list)
                ? CampaignProgram.List(selection, parsed.GetValue(json), output, error)
                : Guarded(() => Run(parsed.GetValue(folder)!, output, error, sum => new CampaignRequest
                {
                    Selection = selection,
                    Shard = Shard.Parse(parsed.GetValue(shard)!),
                    Jobs = AtLeast(1, parsed.GetValue(jobs), "--jobs"),
                    Out = parsed.GetValue(target)!,
                    Resume = parsed.GetValue(resume),
                    Json = parsed.GetValue(json),
                    Specification = sum,
                    IsTerminal = error == Console.Error && !Console.IsErrorRedirected,
                }));
        });
        return command;
    }

    private static Command MergeOf(TextWriter output, TextWriter error)
    {
        Argument<string> folder = new("folder") { Description = "Folder with the results of all shards." };
        Option<bool> json = new("--json") { Description = "The summary as JSON." };
        Command command = new("merge", "Checks that every case is there exactly once, and writes one report.")
        {
            folder, json,
        };
        command.SetAction(parsed =>
            CampaignProgram.MergeFolder(parsed.GetValue(folder)!, parsed.GetValue(json), output, error));
        return command;
    }

    private static Command ScenarioOf(TextWriter output, TextWriter error)
    {
        Option<string> folder = Folder();
        Argument<string> id = new("case") { Description = "Name of the case, as --list shows it." };
        Command command = new("scenario", "Prints a case as a scenario that 'safebms simulate' runs.") { id, folder };
        command.SetAction(parsed =>
        {
            (IReadOnlyList<SpecificationFile> files, SpecificationModel model) = Read(parsed.GetValue(folder)!);
            return CampaignProgram.IsBuiltFrom(files)
                ? CampaignProgram.Scenario(parsed.GetValue(id)!, model, output, error)
                : throw new UnusableException(
                    "a scenario runs on the specification that safebms was built from; this is another one");
        });
        return command;
    }

    private static int Run(
        string folder, TextWriter output, TextWriter error, Func<string, CampaignRequest> request)
    {
        (IReadOnlyList<SpecificationFile> files, SpecificationModel model) = Read(folder);
        CampaignRequest wanted = request(CampaignProgram.SumOf(files));
        return CampaignProgram.IsBuiltFrom(files)
            ? CampaignProgram.Run(wanted, model, output, error)
            : RunOnOtherCore(wanted, model, output, error);
    }

    // A changed copy of the specification: its core is compiled in memory, and boat and campaign are loaded beside it.
    private static int RunOnOtherCore(
        CampaignRequest request, SpecificationModel model, TextWriter output, TextWriter error)
    {
        error.WriteLine("campaign: this is not the specification that was built; compiling its core");
        CompiledCore core = CompiledCore.Compile(model, new CompileOptions { IsCollectible = false });
        core.LoadBeside(Path.Combine(AppContext.BaseDirectory, "SafeBms.Simulation.dll"));
        Assembly campaign = core.LoadBeside(typeof(CampaignProgram).Assembly.Location);
        MethodInfo run = campaign.GetType(typeof(CampaignProgram).FullName!, throwOnError: true)!.GetMethod(
            nameof(CampaignProgram.Run), [typeof(string), typeof(SpecificationModel), typeof(TextWriter),
                typeof(TextWriter)])!;
        return (int)run.Invoke(null, [JsonSerializer.Serialize(request), model, output, error])!;
    }

    private static (IReadOnlyList<SpecificationFile> Files, SpecificationModel Model) Read(string folder)
    {
        IReadOnlyList<SpecificationFile> files = SpecificationFolder.Read(folder);
        return (files, SpecificationReader.Read(files).Value ?? throw new UnusableException(
            $"the specification has errors; 'safebms-spec check --spec {folder}' names them"));
    }

    private static int Guarded(Func<int> run)
    {
        try
        {
            return run();
        }
        catch (CampaignException problem)
        {
            throw new UnusableException(problem.Message, problem);
        }
    }

    private static int AtLeast(int least, int value, string option) => value >= least
        ? value
        : throw new UnusableException($"{option} {value} is not possible; give at least {least}");

    private static Option<string> Folder() => new("--spec")
    {
        Description = "Folder of the specification.",
        DefaultValueFactory = _ => "spec",
    };
}
