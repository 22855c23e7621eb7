using System.Collections.Concurrent;
using SafeBms.Laboratory;
using SafeBms.Mutation.Finding;
using SafeBms.Mutation.Nets;
using SafeBms.Specification;
using SafeBms.Specification.Model;

namespace SafeBms.Mutation;

/// <summary>Judges mutants: check, equal code, the boat under the monitors, further nets, expectations.</summary>
public sealed class MutationRun
{
    private readonly MutationRequest request;
    private readonly SpecificationModel model;
    private readonly IReadOnlyDictionary<string, string> sources;
    private readonly Sieve sieve;
    private IReadOnlyList<Play> plays;
    private readonly Action<MutantResult> report;
    private readonly Action<string> progress;
    private readonly Lock reporting = new();

    /// <summary>Reads the original.</summary>
    /// <param name="request">What.</param>
    /// <param name="report">Called with each result, one at a time.</param>
    /// <param name="progress">Called with what is going on.</param>
    /// <exception cref="InvalidOperationException">The original has findings.</exception>
    public MutationRun(MutationRequest request, Action<MutantResult> report, Action<string> progress)
    {
        ArgumentNullException.ThrowIfNull(request);
        this.request = request;
        this.report = report;
        this.progress = progress;
        Result<SpecificationModel> read = SpecificationReader.Read(request.Files);
        model = read.Value ?? throw new InvalidOperationException(
            "the specification has findings; safebms-spec check shows them");
        sources = CompiledCore.Emit(model);
        sieve = new Sieve(request.Files, model, sources);
        plays = [.. request.Plays.OrderBy(play => play.Duration_ms).ThenBy(play => play.Id, StringComparer.Ordinal)];
        All = MutantFinder.Find(request.Files, model);
        Chosen = Selection.Of(All, request);
    }

    /// <summary>Every mutant of the specification.</summary>
    public IReadOnlyList<Mutant> All { get; }

    /// <summary>Those that are to be judged.</summary>
    public IReadOnlyList<Mutant> Chosen { get; }

    /// <summary>The original's model.</summary>
    public SpecificationModel Model => model;

    /// <summary>Judges what has no result yet.</summary>
    /// <param name="isDone">Whether a mutant has a result already.</param>
    /// <exception cref="InvalidOperationException">The original does not pass the plays.</exception>
    public void Judge(Func<Mutant, bool> isDone)
    {
        List<Candidate> candidates = Sift([.. Chosen.Where(mutant => !isDone(mutant))]);
        List<IGrouping<string, Candidate>> same = [.. candidates.GroupBy(candidate => candidate.Code)];
        Candidate[] batched = [.. same.Select(group => group.First()).Where(first => first.Machine is not null)];
        Candidate[] single = [.. same.Select(group => group.First()).Where(first => first.Machine is null)];
        ILookup<string, Candidate> twins = same
            .SelectMany(group => group.Skip(1).Select(twin => (group.First().Mutant.Id, twin)))
            .ToLookup(pair => pair.Id, pair => pair.twin);
        progress($"{candidates.Count} mutants can be read and generate other code, {same.Count} of them different");
        if (same.Count > 0)
        {
            JudgeOriginal();
        }

        for (int from = 0; from < batched.Length; from += request.Batch)
        {
            int to = Math.Min(from + request.Batch, batched.Length);
            progress($"mutants {from + 1} to {to} of {batched.Length} in one build");
            JudgeBatch([.. batched.Skip(from).Take(request.Batch)], twins);
        }

        progress($"{single.Length} mutants that need a build of their own");
        Parallel.ForEach(single, new ParallelOptions { MaxDegreeOfParallelism = request.Jobs }, candidate =>
            Report(candidate, JudgeAlone(candidate), twins));
    }

    private List<Candidate> Sift(Mutant[] mutants)
    {
        progress($"{mutants.Length} mutants to judge; check comes first");
        (MutantResult? Result, Candidate? Candidate)[] sifted = new (MutantResult?, Candidate?)[mutants.Length];
        Parallel.For(0, mutants.Length, new ParallelOptions { MaxDegreeOfParallelism = request.Jobs }, index =>
        {
            sifted[index] = sieve.Sift(mutants[index]);
            if (sifted[index].Result is { } result)
            {
                Report(result);
            }
        });
        return [.. sifted.Select(item => item.Candidate).OfType<Candidate>()];
    }

    // A play that the original fails would kill every mutant.
    private void JudgeOriginal()
    {
        using Workshop workshop = new(model, sources, [], request.Jobs);
        Kill?[] kills = new Kill?[plays.Count];
        workshop.InParallel(plays.Count, (bench, index) => kills[index] = bench.Judge(plays[index], mayLeap: true));
        // A storm may break what a property rests on that is no input; such a one says nothing.
        plays = [.. plays.Where((play, index) => play.Seed == 0 || kills[index] is null)];
        if (kills.FirstOrDefault(kill => kill is not null && plays.Any(play => play.Id == kill.Play)) is { } failed)
        {
            throw new InvalidOperationException($"the specification itself does not pass: {failed.Detail}");
        }
    }

    private void JudgeBatch(Candidate[] candidates, ILookup<string, Candidate> twins)
    {
        MutantMachine[] machines = [.. candidates.Select((item, index) => item.Machine! with { Number = index + 1 })];
        using Workshop workshop = new(model, sources, machines, request.Jobs);
        int[][] diverged = workshop.Watch(plays, done => progress($"  watched in {done} of {plays.Count} plays"));
        int judged = 0;
        workshop.InParallel(candidates.Length, (bench, index) =>
        {
            int number = index + 1;
            List<Play> reached = [.. plays.Where((_, play) => diverged[play][number] >= 0)];
            MutantResult result = JudgeOnBoat(candidates[index].Mutant, reached, play => bench.Judge(play, number));
            Report(candidates[index], result, twins);
            if (Interlocked.Increment(ref judged) is int count && count % 50 == 0)
            {
                progress($"  {count} of {candidates.Length} judged");
            }
        });
    }

    private MutantResult JudgeAlone(Candidate candidate)
    {
        Mutant mutant = candidate.Mutant;
        try
        {
            SpecificationModel changed = sieve.Read(mutant).Value!;
            using Bench bench = new(CompiledCore.Compile(changed), changed);
            return JudgeOnBoat(mutant, plays, play => bench.Judge(play));
        }
        catch (CompilationFailedException problem)
        {
            return new MutantResult(mutant.Id, MutantResult.Nets.Error, [], problem.Message);
        }
    }

    // Monitors first: a play goes on until a property falls; an expectation that fails on the way is only noted.
    private MutantResult JudgeOnBoat(Mutant mutant, IReadOnlyList<Play> reached, Func<Play, Kill?> judge)
    {
        Kill? byExpectation = null;
        long scans = 0;
        int played = 0;
        foreach (Play play in reached)
        {
            if (scans + play.Duration_ms > request.Scans && played > 0)
            {
                break;
            }

            scans += play.Duration_ms;
            played++;
            Kill? kill = Try(mutant, play, judge, out MutantResult? error);
            if (error is not null)
            {
                return error;
            }

            if (kill?.Kind == BoatBench.Property)
            {
                return Result(mutant, MutantResult.Nets.Properties, kill, reached.Count);
            }

            byExpectation ??= kill;
        }

        return byExpectation is not null
            ? Result(mutant, MutantResult.Nets.Scenarios, byExpectation, reached.Count)
            : new MutantResult(mutant.Id, MutantResult.Nets.None, [], Unnoticed(reached.Count, played))
            {
                Reached = reached.Count,
            };
    }

    private static string Unnoticed(int reached, int played) => reached == 0
        ? "the machine says the same in every play"
        : $"differs in {reached} plays, of which {played} were judged, and no property and no expectation fell";

    private static Kill? Try(Mutant mutant, Play play, Func<Play, Kill?> judge, out MutantResult? error)
    {
        error = null;
        try
        {
            return judge(play);
        }
        catch (Exception problem) when (problem is MissingFieldException or MissingMethodException
            or TypeLoadException or OverflowException or DivideByZeroException or IndexOutOfRangeException)
        {
            string detail = $"{play.Id}: {problem.GetType().Name}: {problem.Message}";
            error = new MutantResult(mutant.Id, MutantResult.Nets.Error, [], detail);
            return null;
        }
    }

    private static MutantResult Result(Mutant mutant, string net, Kill kill, int reached) =>
        new(mutant.Id, net, kill.By, kill.Detail) { Reached = reached };

    /// <summary>Asks the further nets about what the monitors have let pass, mutant by mutant; a kill by expectations
    /// alone comes after them. What is only suspected is asked about in every run.</summary>
    /// <param name="known">Results so far, by mutant.</param>
    public void AskFurther(IReadOnlyDictionary<string, MutantResult> known)
    {
        ArgumentNullException.ThrowIfNull(known);
        Mutant[] open = request.More.Count == 0 ? [] : [.. Chosen.Where(mutant =>
            known.TryGetValue(mutant.Id, out MutantResult? result)
            && (result.Asked.Length == 0 || result.Suspects.Count > 0)
            && result.Net is MutantResult.Nets.None or MutantResult.Nets.Scenarios)];
        Dictionary<string, MutantResult> before = open.ToDictionary(mutant => mutant.Id, mutant => known[mutant.Id]);
        progress($"{open.Length} mutants for {string.Join(", ", request.More.Select(net => net.Name))}");
        List<IGrouping<string, Candidate>> same =
        [
            .. open.Select(mutant => sieve.Sift(mutant).Candidate).OfType<Candidate>()
                .GroupBy(candidate => candidate.Code),
        ];
        int asked = 0;
        ParallelOptions threads = new() { MaxDegreeOfParallelism = request.Jobs };
        Parallel.ForEach(Partitioner.Create(same, EnumerablePartitionerOptions.NoBuffering), threads, group =>
        {
            MutantResult result = Further(group.First(), before[group.First().Mutant.Id]);
            foreach (Candidate twin in group)
            {
                Report(result with { Id = twin.Mutant.Id, Reached = before[twin.Mutant.Id].Reached });
            }

            progress($"  {Interlocked.Increment(ref asked)} of {same.Count} asked: {result.Id}: {result.Asked}");
        });
    }

    private MutantResult Further(Candidate candidate, MutantResult result)
    {
        Mutant mutant = candidate.Mutant;
        IReadOnlyList<SpecificationFile> files = sieve.FilesOf(mutant);
        SpecificationModel changed = sieve.Read(mutant).Value!;
        List<string> said = [];
        result = result with { Suspects = [] };
        foreach (INet net in request.More)
        {
            NetVerdict verdict = net.Judge(mutant, files, changed);
            said.Add(verdict.Detail);
            if (verdict.IsKilled)
            {
                return result with
                {
                    Net = net.Name, By = verdict.By, Detail = verdict.Detail, Asked = string.Join("; ", said),
                };
            }

            if (verdict.IsSame && result.Net == MutantResult.Nets.None)
            {
                return result with
                {
                    Net = MutantResult.Nets.Equivalent, Detail = verdict.Detail, Asked = string.Join("; ", said),
                };
            }

            result = result with { Suspects = [.. result.Suspects.Union(verdict.Suspects)] };
        }

        return result with { Asked = string.Join("; ", said) };
    }

    private void Report(Candidate candidate, MutantResult result, ILookup<string, Candidate> twins)
    {
        Report(result);
        foreach (Candidate twin in twins[candidate.Mutant.Id])
        {
            string detail = $"generates the same code as {candidate.Mutant.Id}: {result.Detail}";
            Report(result with { Id = twin.Mutant.Id, Detail = detail });
        }
    }

    private void Report(MutantResult result)
    {
        lock (reporting)
        {
            report(result);
        }
    }
}
