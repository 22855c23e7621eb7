using SafeBms.Coverage.Machines;
using SafeBms.Coverage.Model;
using SafeBms.Coverage.Probes;
using SafeBms.Coverage.Search;
using SafeBms.Specification.Model;
using Xunit;

namespace SafeBms.Coverage.Tests;

public sealed class GeneratedTestsTests
{
    public static TheoryData<string> Machines()
    {
        TheoryData<string> names = [];
        foreach (MachineInfo machine in Shipped.Model.Machines.Append(Shipped.Model.ShutdownMachine))
        {
            names.Add(machine.Name);
        }

        return names;
    }

    [Theory]
    [MemberData(nameof(Machines))]
    public void The_generated_tests_of_a_machine_hold_and_are_not_stale(string machine)
    {
        MachineTestFile file = Read(machine);
        MachineJudge judge = new(Shipped.Plain, file.Machine);

        Assert.Equal(new MachineTestWriter(Shipped.Model, file.Machine).Fingerprint(), file.Fingerprint);
        Assert.Empty(file.Tests.Select(judge.Judge).OfType<string>());
    }

    [Theory]
    [MemberData(nameof(Machines))]
    public void The_generated_tests_show_all_of_a_machine_that_is_not_listed(string machine)
    {
        MachineTestFile file = Read(machine);
        MachineObligations obligations = new(Shipped.Model, Shipped.Probed.Plan!.For(machine));
        HashSet<Obligation> seen = Seen(file, obligations);

        Assert.Empty(obligations.All
            .Where(obligation => seen.Contains(obligation) == (Shipped.Unreachable.Reasons.ContainsKey(obligation)
                || Shipped.Unreachable.Open.Contains(obligation)))
            .Select(Criteria.Describe));
    }

    [Theory]
    [InlineData("power-mode")]
    [InlineData("device-state")]
    [InlineData("closing-budget")]
    public void Generating_again_gives_the_same_bytes(string machine)
    {
        using TestGenerator generator = new(Shipped.Model);
        GeneratedTests again = generator.Generate(
            machine, Shipped.Unreachable.Reasons.ContainsKey, TestGenerator.DefaultEffort);

        MachineTestWriter writer = new(Shipped.Model, Shipped.Machine(machine));
        Assert.Equal(File.ReadAllText(PathOf(machine)), writer.Write(again.Tests));
    }

    [Fact]
    public void There_is_no_file_of_a_machine_that_does_not_exist()
    {
        IEnumerable<string> files = Directory.EnumerateFiles(Shipped.Tests)
            .Select(path => Path.GetFileName(path)!.Replace(MachineTestWriter.Suffix, "", StringComparison.Ordinal));

        IEnumerable<string> machines = Shipped.Model.Machines.Append(Shipped.Model.ShutdownMachine)
            .Select(machine => machine.Name);
        Assert.Equal(machines.Order(), files.Order());
    }

    [Fact]
    public void A_wrong_expectation_is_noticed()
    {
        MachineTestFile file = Read("power-mode");
        MachineTest test = file.Tests[0];
        TestStep last = test.Steps[^1];
        TestStep first = test.Steps[0];
        KeyValuePair<string, long> state = first.Expect.First(pair => pair.Key == "state");
        TestStep wrong = first with { Expect = [new("state", state.Value == 0 ? 1 : 0)] };

        string? difference = new MachineJudge(Shipped.Plain, file.Machine).Judge(
            test with { Steps = [wrong, .. test.Steps.Skip(1)] });
        Assert.NotNull(last);
        Assert.Contains("state is", difference, StringComparison.Ordinal);
    }

    private static HashSet<Obligation> Seen(MachineTestFile file, MachineObligations obligations)
    {
        ProbeRecorder recorder = new(Shipped.Probed.Plan!);
        MachineRig rig = new(Shipped.Probed, file.Machine);
        ProbeSink.Listen(recorder);
        foreach (MachineTest test in file.Tests)
        {
            Assert.Null(rig.Start(test.Start));
            foreach (TestStep step in test.Steps)
            {
                rig.Run(step);
            }
        }

        ProbeSink.Listen(null);
        return [.. recorder.Sightings.SelectMany(obligations.FulfilledBy).Select(at => obligations.All[at])];
    }

    private static string PathOf(string machine) => Path.Combine(Shipped.Tests, machine + MachineTestWriter.Suffix);

    private static MachineTestFile Read(string machine) =>
        MachineTestFile.Read(Shipped.Model, PathOf(machine), File.ReadAllBytes(PathOf(machine)));
}
