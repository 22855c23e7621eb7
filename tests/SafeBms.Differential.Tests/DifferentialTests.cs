using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using SafeBms.Specification.Model;
using Xunit;
using Xunit.Abstractions;

namespace SafeBms.Differential.Tests;

/// <summary>
/// Two independent readers of one specification: the generated code and the interpreter see the same inputs and must
/// agree on every state, variable, timer, output and verdict in every scan.
/// </summary>
public class DifferentialTests(ITestOutputHelper output)
{
    // The seeds are 1 .. Seeds; SAFEBMS_SEED runs another one alone; SAFEBMS_SEEDS asks for more of them.
    private const int Seeds = 48;
    private const int Scans = 40_000;
    private const int EpisodeScans = 60_000;
    private const int LongScans = 320_000;

    // Of what is not listed as out of reach. The names that were missed are in the output of the test.
    private const int VisitedPercent_min = 75;

    [Fact]
    [Requirement("REQ-S-RUN-03")]
    [Requirement("REQ-S-RUN-02")]
    public void Generated_code_and_interpreter_agree_in_every_one_of_more_than_a_million_random_scans()
    {
        SpecificationModel model = LynxSpecification.Model;
        ulong[] seeds = SeedsToRun();
        ConcurrentBag<string> differences = [];
        Coverage coverage = new(model);
        Stopwatch watch = Stopwatch.StartNew();
        Parallel.ForEach(seeds, new ParallelOptions { MaxDegreeOfParallelism = 2 }, seed =>
        {
            Coverage own = new(model);
            string? difference = RandomRun.Play(seed, ScansOf(seed), model, own);
            if (difference is not null)
            {
                differences.Add(difference);
            }

            lock (coverage)
            {
                coverage.Add(own);
            }
        });

        (string Name, bool Visited)[] report = [.. coverage.Report()];
        long scans = seeds.Sum(seed => (long)ScansOf(seed));
        string[] missed = [.. report.Where(item => !item.Visited).Select(item => item.Name)];
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{seeds.Length} seeds, {scans} scans in {watch.Elapsed.TotalSeconds:F0} s; "
            + $"visited {report.Length - missed.Length} of {report.Length} states and transitions"));
        output.WriteLine("not visited:\n" + string.Join('\n', missed));
        Assert.Empty(differences);
        if (Environment.GetEnvironmentVariable("SAFEBMS_SEED") is null)
        {
            Assert.True(scans >= 1_000_000);
            string[] reachable = [.. report.Select(item => item.Name).Except(Unvisited.Reasons.Keys)];
            int visited = reachable.Except(missed, StringComparer.Ordinal).Count();
            Assert.True(
                visited * 100 >= reachable.Length * VisitedPercent_min, $"{visited} of {reachable.Length} visited");
            Assert.Empty(Unvisited.Reasons.Keys.Except(report.Select(item => item.Name), StringComparer.Ordinal));
        }
    }

    // Episodes need time, and some delays are minutes.
    private static int ScansOf(ulong seed) => seed % 24 == 7 ? LongScans : seed % 8 >= 5 ? EpisodeScans : Scans;

    private static ulong[] SeedsToRun()
    {
        string? one = Environment.GetEnvironmentVariable("SAFEBMS_SEED");
        if (one is not null)
        {
            return [ulong.Parse(one, CultureInfo.InvariantCulture)];
        }

        string? many = Environment.GetEnvironmentVariable("SAFEBMS_SEEDS");
        int count = many is null ? Seeds : int.Parse(many, CultureInfo.InvariantCulture);
        return [.. Enumerable.Range(1, count).Select(seed => (ulong)seed)];
    }
}
