using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using SafeBms.Certification.Certificates;
using SafeBms.Proof;
using SafeBms.Proof.Counterexamples;
using SafeBms.Proof.Sampling;
using SafeBms.Proof.Solving;
using SafeBms.Specification;
using SafeBms.Specification.Model;
using SafeBms.Workbench.Counterexamples;
using SafeBms.Workbench.Files;
using SafeBms.Workbench.Proving;

namespace SafeBms.Workbench;

/// <summary><c>safebms-spec prove</c>: shows that the properties hold for all inputs and for ever.</summary>
public static class ProveCommand
{
    /// <summary>What is to be done.</summary>
    private sealed record Request(
        string Folder, string Target, string? Properties, string? Product, string Scenarios, int Jobs, int Seconds,
        bool Fresh, bool Json, bool Explain, string Known, bool Keep, int Search, bool Takeover);

    /// <summary>The command and its options.</summary>
    public static Command Create(TextWriter output, TextWriter error)
    {
        Option<string> folder = new("--spec") 
        {
            Description = "Folder of the specification.", DefaultValueFactory = _ => "spec",
        };
        Option<string> target = new("--out")
        {
            Description = "Folder for results, certificates and what is remembered.",
            DefaultValueFactory = _ => Path.Combine("artifacts", "proof"),
        };
        Option<string?> properties = new("--property") { Description = "Only these, separated by commas." };
        Option<string?> product = new("--product") { Description = "Only this product." };
        Option<string> scenarios = new("--scenarios")
        {
            Description = "Scenarios whose states rule out useless candidates; they save time and prove nothing.",
            DefaultValueFactory = _ => "scenarios",
        };
        Option<int> jobs = new("--jobs") 
        {
            Description = "Properties at once.", DefaultValueFactory = _ => Environment.ProcessorCount,
        };
        Option<int> seconds = new("--limit") 
        {
            Description = "Longest time for a part of a property, in seconds.", DefaultValueFactory = _ => 120,
        };
        Option<bool> fresh = new("--fresh") { Description = "Ignore earlier proofs." };
        Option<bool> json = new("--json") { Description = "Results as JSON." };
        Option<bool> explain = new("--explain") 
        {
            Description = "Where a proof fails, show each slice, and the state that no candidate excludes.",
        };
        Option<string> known = new("--known")
        {
            Description = "Proofs that are kept with the specification: where to begin. Each is checked anew.",
            DefaultValueFactory = _ => "proofs",
        };
        Option<bool> keep = new("--keep") { Description = "Write what is proved to the folder of --known." };
        Option<bool> takeover = new("--takeover")
        {
            Description = "Let the shutdown machine take over in any scan, for whatever reason. Without certificates "
                + "and counterexamples.",
        };
        Option<int> search = new("--search")
        {
            Description = "Where a proof fails, look for a concrete run for so many seconds; 0 for not at all.",
            DefaultValueFactory = _ => 60,
        };
        Command command = new(
            "prove",
            "Proves every property 'verified_by: proof' for all inputs. "
            + "Exit code: 0 all proved, 1 not all, 2 unusable.")
        {
            folder, target, properties, product, scenarios, jobs, seconds, fresh, json, explain, known, keep, search,
            takeover,
        };
        command.SetAction(parsed => Run(
            new Request(
                parsed.GetValue(folder)!, parsed.GetValue(target)!, parsed.GetValue(properties),
                parsed.GetValue(product),
                parsed.GetValue(scenarios)!, parsed.GetValue(jobs), parsed.GetValue(seconds), parsed.GetValue(fresh),
                parsed.GetValue(json), parsed.GetValue(explain), parsed.GetValue(known)!,
                parsed.GetValue(keep), parsed.GetValue(search), parsed.GetValue(takeover)),
            output, error));
        return command;
    }

    private static int Run(Request request, TextWriter output, TextWriter error)
    {
        if (request.Takeover && request.Keep)
        {
            throw new UnusableException("'--keep' is for proofs without '--takeover'; leave one of them out");
        }

        IReadOnlyList<SpecificationFile> files = SpecificationFolder.Read(request.Folder);
        Result<SpecificationModel> result = SpecificationReader.Read(files);
        if (result.Value is not { } model)
        {
            error.WriteLine(
                $"safebms-spec: '{request.Folder}' has {result.Diagnostics.Count} findings; "
                + "'safebms-spec check' shows them");
            return WorkbenchCommands.Unusable;
        }

        try
        {
            return Prove(request, model, SpecificationFingerprint.Of(files), output, error);
        }
        catch (SolverException problem)
        {
            throw new UnusableException(problem.Message);
        }
    }

    private static int Prove(
        Request request, SpecificationModel model, string specification, TextWriter output, TextWriter error)
    {
        Stopwatch clock = Stopwatch.StartNew();
        PropertyInfo[] chosen = Chosen(model, request.Properties);
        IReadOnlyList<PropertyInfo> properties = [.. chosen.Where(one => ProveReport.Exception(one) is null)];
        List<object> results = [];
        using CounterexampleSearch search = new(model) { Trace = request.Explain ? error.WriteLine : null };
        int proved = 0;
        int asked = 0;
        Dictionary<string, StoredCase> found = [];
        foreach (string product in Products(model, request.Product))
        {
            string memory = Path.Combine(
                request.Target, "memory", product + (request.Takeover ? "-takeover" : string.Empty) + ".json");
            Dictionary<string, StoredCase> stored = request.Fresh ? [] : Stored(request, model, product, memory);

            // Products differ in few constants: what does not depend on them has just been proved.
            string scope = Scope(request, specification, product);
            stored = Merge(
                stored, found.Where(one => stored.GetValueOrDefault(one.Key)?.Scope != scope).ToDictionary());
            IReadOnlyList<ProofOutcome> outcomes = ProveProduct(
                request, model, product, specification, properties, stored, memory, output, error);
            found = Merge(found, KeptProofs.Of(outcomes));
            proved += outcomes.Count(one => one.IsProved);
            asked += outcomes.Count;
            IReadOnlyDictionary<string, (Counterexample Found, IReadOnlyList<string> Files)> refuted =
                Refute(request, search, model, product, properties, outcomes, output, error);
            results.AddRange(outcomes.Zip(properties, (outcome, property) => ProveReport.ForMachines(
                outcome, property, refuted.TryGetValue(outcome.Id, out var one) ? one.Files : null)));
            KeptProofs.Write(memory, model, scope, stored, outcomes);
            if (request.Keep)
            {
                KeptProofs.Keep(Path.Combine(request.Known, product + ".json"), model, outcomes);
            }

            // The certifier knows the shutdown machine at rest only.
            if (!request.Takeover)
            {
                ProofFiles.WriteCertificates(
                    Path.Combine(request.Target, "certificates", product + ".json"), model.Name, specification,
                    product, outcomes);
            }
        }

        foreach (PropertyInfo excepted in chosen.Except(properties))
        {
            (request.Json ? error : output).WriteLine($"{excepted.Id,-6} excepted   {ProveReport.Exception(excepted)}");
        }

        var summary = new
        {
            // Of another system: who reads proofs must not take one for the other.
            format = request.Takeover ? "safebms-takeover-1" : "safebms-proof-1",
            system = model.Name, specification, proved, asked,
            seconds = Math.Round(clock.Elapsed.TotalSeconds, 1), properties = results,
            excepted = chosen.Except(properties)
                .Select(one => new { id = one.Id, reason = ProveReport.Exception(one) }),
        };
        ProofFiles.WriteResults(
            Path.Combine(request.Target, request.Takeover ? "proof-takeover.json" : "proof.json"), summary);
        output.WriteLine(request.Json
            ? ProofFiles.Text(summary)
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{proved} of {asked} proved, {chosen.Length - properties.Count} excepted, "
                + $"in {clock.Elapsed.TotalSeconds:F1} s"));
        return proved == asked ? WorkbenchCommands.Clean : WorkbenchCommands.Findings;
    }

    // "Refuted" needs a run that both readers of the specification repeat; all else is "not proved".
    private static IReadOnlyDictionary<string, (Counterexample Found, IReadOnlyList<string> Files)> Refute(
        Request request, CounterexampleSearch search, SpecificationModel model, string product,
        IReadOnlyList<PropertyInfo> properties, IReadOnlyList<ProofOutcome> outcomes, TextWriter output,
        TextWriter error)
    {
        PropertyInfo[] open = [.. properties.Where((_, index) => !outcomes[index].IsProved)];
        if (open.Length == 0 || request.Search == 0 || request.Takeover)
        {
            return new Dictionary<string, (Counterexample, IReadOnlyList<string>)>();
        }

        error.WriteLine($"{product}: looking for counterexamples to {open.Length} properties, {request.Search} s");
        var refuted = Refutations.Search(
            search, model, product, open, TimeSpan.FromSeconds(request.Search),
            Path.Combine(request.Target, "counterexamples"));
        foreach ((string id, (Counterexample Found, IReadOnlyList<string> Files) one) in refuted)
        {
            (request.Json ? error : output).WriteLine($"{id,-6} refuted    {string.Join(", ", one.Files)}");
        }

        return refuted;
    }

    private static IReadOnlyList<ProofOutcome> ProveProduct(
        Request request, SpecificationModel model, string product, string specification,
        IReadOnlyList<PropertyInfo> properties,
        Dictionary<string, StoredCase> stored, string memory, TextWriter output, TextWriter error)
    {
        Lazy<StateSamples> samples = new(() => Samples(request, model, product, specification, error));
        error.WriteLine($"{product}: proving {properties.Count} properties");
        ProofRun run = new(
            model, product, samples, stored, ProofFiles.ReadLemmas(Path.Combine(request.Folder, "lemmas.json")))
        {
            Trace = request.Explain ? error.WriteLine : null,
            Scope = Scope(request, specification, product), MayTakeOver = request.Takeover,
        };
        List<ProofOutcome> ready = [];
        return run.Run(properties, TimeSpan.FromSeconds(request.Seconds), request.Jobs, outcome =>
        {
            // What is proved stays proved if somebody stops the command here.
            ready.Add(outcome);
            KeptProofs.Write(memory, model, Scope(request, specification, product), stored, ready);
            (request.Json ? error : output).WriteLine(ProveReport.Line(outcome));
            foreach (string line in request.Explain ? ProveReport.Explain(outcome) : [])
            {
                error.WriteLine(line);
            }
        });
    }

    // The newest of each: what is kept with the specification first - of other products, which are much alike, and of
    // this one -, then what the last run found. A proof from another hand has no fingerprint that counts here; its
    // facts are only where this one begins.
    private static Dictionary<string, StoredCase> Stored(
        Request request, SpecificationModel model, string product, string memory)
    {
        Dictionary<string, StoredCase> stored = [];
        string own = Path.Combine(request.Known, product + ".json");
        string[] kept = Directory.Exists(request.Known) ? Directory.GetFiles(request.Known, "*.json") : [];
        foreach (string path in kept.OrderBy(one => one == own).ThenBy(one => one, StringComparer.Ordinal))
        {
            stored = Merge(stored, KeptProofs.Read(path, model).ToDictionary(
                one => one.Key, one => one.Value with { Fingerprint = string.Empty, Scope = null }));
        }

        return Merge(stored, KeptProofs.Read(memory, model));
    }

    private static Dictionary<string, StoredCase> Merge(
        Dictionary<string, StoredCase> before, IReadOnlyDictionary<string, StoredCase> newer)
    {
        Dictionary<string, StoredCase> all = new(before, StringComparer.Ordinal);
        foreach ((string name, StoredCase proof) in newer)
        {
            all[name] = proof;
        }

        return all;
    }

    // Another prover may say something else of the same specification: both assemblies are named by their content.
    private static string Scope(Request request, string specification, string product) =>
        $"{specification}/{product}/{Edition(typeof(ProofRun))}/{Edition(typeof(SpecificationModel))}"
        + (request.Takeover ? "/takeover" : string.Empty);

    private static string Edition(Type type) => type.Assembly.ManifestModule.ModuleVersionId.ToString("N");

    // They depend on the specification and the scenarios; for the same specification they are kept.
    private static StateSamples Samples(
        Request request, SpecificationModel model, string product, string specification, TextWriter error)
    {
        string path = Path.Combine(request.Target, "memory", $"{product}-{specification[..16]}.samples");
        if (!request.Fresh && SampleFile.Read(path) is { } kept)
        {
            return kept;
        }

        error.WriteLine($"{product}: listening to the simulated boat");
        StateSamples samples = BoatSamples.Collect(model, product, request.Scenarios);
        error.WriteLine($"{product}: {samples.States.Count} different states");
        SampleFile.Write(path, samples);
        return samples;
    }

    private static PropertyInfo[] Chosen(SpecificationModel model, string? names)
    {
        PropertyInfo[] all = [.. model.Properties.Properties.Where(
            property => property.VerifiedBy == VerificationMethod.Proof && property.Always is not null)];
        if (names is null)
        {
            return all;
        }

        string[] wanted = names.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        string[] unknown = [.. wanted.Where(name => all.All(property => property.Id != name))];
        return unknown.Length == 0
            ? [.. all.Where(property => wanted.Contains(property.Id))]
            : throw new UnusableException(
                $"there is no property '{unknown[0]}' with 'verified_by: proof'; known are "
                + string.Join(", ", all.Select(property => property.Id)));
    }

    private static IEnumerable<string> Products(SpecificationModel model, string? name)
    {
        string[] all = [.. model.Products.Select(product => product.Name)];
        return name is null || all.Contains(name)
            ? all.Where(one => name is null || one == name)
            : throw new UnusableException($"there is no product '{name}'; known are {string.Join(", ", all)}");
    }
}
