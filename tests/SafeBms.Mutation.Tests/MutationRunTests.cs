using Xunit;

namespace SafeBms.Mutation.Tests;

/// <summary>A sample of the shipped specification's mutants goes through all nets.</summary>
public class MutationRunTests
{
    // Wrong in ways that nobody may overlook, in machines of every kind.
    private static readonly (string Id, string Net)[] Known =
    [
        ("contactor:drop-previous:uses.relay", MutantResult.Nets.Check),
        ("contactor:wrong-output:Released.outputs.coil", MutantResult.Nets.Properties),
        ("contactor:negate-guard:define.lead_done", MutantResult.Nets.Properties),
        ("programmable-relay:negate-guard:AlternatorReleased.1", MutantResult.Nets.Properties),
        ("parameters:plus-one:open_time_max", MutantResult.Nets.Check),
    ];

    [Fact]
    public void Known_mistakes_are_noticed_by_the_net_that_should()
    {
        List<MutantResult> results = Judge(new()
        {
            Files = ShippedSpecification.Files,
            Plays = [.. ShippedSpecification.Scenarios(46_000).Where(play =>
                play.Id is "start-and-ordered-stop" or "alternator-load-dump-avoided" or "stop-under-low-current")],
            Only = [.. Known.Select(item => item.Id)],
        });

        Assert.All(Known, expected => Assert.Contains(
            results, result => result.Id == expected.Id && result.Net == expected.Net && result.By.Count > 0));
    }

    [Fact]
    public void A_sample_is_judged_the_same_every_time_and_with_any_number_of_threads()
    {
        MutationRequest request = new()
        {
            Files = ShippedSpecification.Files,
            Plays = [.. ShippedSpecification.Scenarios(46_000).Where(play =>
                play.Id is "start-and-ordered-stop" or "precharge-low-resistance" or "self-test-fails")],
            Sample = 25,
            Seed = 7,
        };
        List<MutantResult> once = Judge(request);
        List<MutantResult> again = Judge(request with { Jobs = 2, Batch = 7 });

        Assert.Equal(25, once.Count);
        Assert.Equal(Lines(once), Lines(again));
        Assert.DoesNotContain(once, result => result.Net == MutantResult.Nets.Error);
        Assert.Contains(once, result => result.Net == MutantResult.Nets.Check);
    }

    [Fact]
    public void A_storm_of_raw_inputs_notices_a_coil_that_is_on_when_it_should_not_be()
    {
        MutantResult result = Assert.Single(Judge(new()
        {
            Files = ShippedSpecification.Files,
            Plays = Nets.Plays.Storms(2, 20_000),
            Only = ["contactor:wrong-output:Released.outputs.coil"],
        }));

        Assert.Equal(MutantResult.Nets.Properties, result.Net);
        Assert.StartsWith("storm-", result.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_play_that_the_specification_itself_fails_judges_nobody()
    {
        byte[] wrong = System.Text.Encoding.UTF8.GetBytes("""
            scenario: wrong
            text: Nobody switches the contactor on.
            duration: 20 s
            expect:
              - never: contactor_coil
            """);
        MutationRequest request = new()
        {
            Files = ShippedSpecification.Files,
            Plays = [new("wrong", wrong, "", 20_000)],
            Only = ["contactor:wrong-output:Released.outputs.coil"],
        };

        InvalidOperationException problem = Assert.Throws<InvalidOperationException>(() => Judge(request));
        Assert.Contains("wrong scan", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Shards_share_all_mutants_among_them()
    {
        MutationRequest request = new() { Files = ShippedSpecification.Files, Plays = [] };
        MutationRun all = new(request, _ => { }, _ => { });
        string[] parts = [.. Enumerable.Range(1, 3).SelectMany(shard =>
            Selection.Of(all.All, request with { Shard = shard, Shards = 3 })).Select(mutant => mutant.Id)];

        Assert.Equal(all.All.Select(mutant => mutant.Id).Order(), parts.Order());
        Assert.All(Operators.All, kind => Assert.Contains(all.All, mutant => mutant.Operator == kind));
    }

    [Fact]
    public void Every_disposition_in_the_repository_belongs_to_a_mutant()
    {
        string path = Path.Combine(ShippedSpecification.Root(), "coverage", "spec-mutation-dispositions.yaml");
        Dispositions dispositions = Dispositions.Read(path, File.ReadAllBytes(path));
        MutationRun run = new(new() { Files = ShippedSpecification.Files, Plays = [] }, _ => { }, _ => { });

        Assert.Empty(dispositions.WithoutMutant(run.All));
    }

    private static List<string> Lines(List<MutantResult> results) =>
        [.. results.Select(result => result.ToLine()).Order(StringComparer.Ordinal)];

    private static List<MutantResult> Judge(MutationRequest request)
    {
        List<MutantResult> results = [];
        new MutationRun(request, results.Add, _ => { }).Judge(_ => false);
        return results;
    }
}
