using SafeBms.Coverage.Comparison;
using SafeBms.Coverage.Machines;
using SafeBms.Differential.Tests;
using SafeBms.Interpreter;
using SafeBms.Specification.Model;

namespace SafeBms.Mirror.Tests;

/// <summary>Each machine of the mirror against the reference interpreter, by the tests in <c>tests/generated</c>, by
/// runs along its boundaries, and by single scans from any memory.</summary>
/// <remarks>A test runs one machine only, so that Stryker can judge mutants of several machines at once.</remarks>
public sealed class MachineTests
{
    // Runs of one machine end when they have had so many scans in all.
    private const int Scans = 10_000;
    private const ulong Seed = 20261121;

    // Of values that a scan depends on, with the parameters of one product.
    private const long Combinations = 3_000;
    private const int ParameterSets = 6;
    private const int ShortTest = 60_000;
    private const int DisturbedScans = 1_500_000;
    private const int DisturbedRuns = 250;

    private static readonly Lazy<CompiledBenches> Benches =
        new(() => CompiledBenches.Of(
            LynxSpecification.Model, typeof(MachineTests).Assembly, typeof(Core.SafetyCore).Assembly));

    public static TheoryData<string> Machines() =>
        [.. LynxSpecification.Model.Machines.Append(LynxSpecification.Model.ShutdownMachine).Select(machine => machine.Name)];

    [Theory]
    [MemberData(nameof(Machines))]
    public void A_machine_of_the_mirror_is_the_interpreters_in_all_of_its_tests(string machine)
    {
        MachineTestFile file = Read(machine);
        MachineJudge judge = new(Benches.Value, file.Machine);

        Assert.NotEmpty(file.Tests);
        Assert.Null(file.Tests.Select(judge.Judge).FirstOrDefault(problem => problem is not null));
    }

    [Theory]
    [MemberData(nameof(Machines))]
    public void A_machine_of_the_mirror_is_the_interpreters_along_its_boundaries(string machine) =>
        Assert.Null(Play(machine, isTurning: false));

    [Theory]
    [MemberData(nameof(Machines))]
    public void A_machine_of_the_mirror_is_the_interpreters_where_its_comparisons_turn(string machine) =>
        Assert.Null(Play(machine, isTurning: true));

    [Theory]
    [MemberData(nameof(Machines))]
    public void A_machine_of_the_mirror_is_the_interpreters_from_any_state_and_memory(string machine)
    {
        SpecificationModel model = LynxSpecification.Model;
        MachineInfo info = model.Machines.Append(model.ShutdownMachine).Single(item => item.Name == machine);

        Assert.All(
            MachineComparison.RunAll(Benches.Value, info, Combinations, (int)Seed, Read(machine).Tests),
            result => Assert.Null(result.Difference));
    }

    [Theory]
    [MemberData(nameof(Machines))]
    public void A_machine_of_the_mirror_is_the_interpreters_in_its_tests_with_a_reading_changed(string machine)
    {
        SpecificationModel model = LynxSpecification.Model;
        MachineInfo info = model.Machines.Append(model.ShutdownMachine).Single(item => item.Name == machine);
        MachineTest[] tests = [.. Read(machine).Tests.Where(test => test.Steps.Sum(step => step.Scans) < ShortTest)];
        MachineJudge judge = new(Benches.Value, info);
        BoundaryRun run = new(model, info, Seed, isTurning: true, []);

        string? problem = null;
        int scans = 0;
        for (int number = 0; tests.Length > 0 && number < DisturbedRuns && scans < DisturbedScans && problem is null;
            number++)
        {
            MachineTest next = run.Disturb(tests[number % tests.Length], number);
            scans += next.Steps.Sum(step => step.Scans);
            problem = judge.Judge(next);
        }

        Assert.True(problem is null, $"seed {Seed}: {problem}");
    }

    // Neither chance nor coverage leads there with the machine still undecided: only then does it matter.
    [Theory]
    [InlineData("weld-watch", 348)]
    [InlineData("weld-watch", 349)]
    [InlineData("weld-watch", 350)]
    [InlineData("weld-watch", 352)]
    public void Feedback_and_voltage_that_show_a_weld_together_do_so_in_the_interpreters_scan(
        string name, int feedback_ms)
    {
        SpecificationModel model = LynxSpecification.Model;
        MachineInfo machine = model.Machines.Single(item => item.Name == name);
        IReadOnlyList<Drive> drives = Drive.Of(model, machine);
        int voltage_ms = (int)model.Parameters.Parameters.Single(item => item.Name == "weld_voltage_time").Default;
        List<KeyValuePair<int, DriveValue>> quiet = [.. drives.Select((drive, index) => KeyValuePair.Create(
            index, new DriveValue(drive.Type.Unit == "mV" ? 13_200 : 0, Feed.Fresh)))];
        int feedback = drives.ToList().FindIndex(drive => drive.Name == "feedback");
        int bus = drives.ToList().FindIndex(drive => drive.Name == "bus_voltage");

        // The feedback comes last, or the voltage.
        TestStep[][] ways =
        [
            [
                new TestStep(quiet, voltage_ms + 500, []), Set(feedback, 1, feedback_ms), Set(feedback, 0, 1),
                Set(feedback, 1, 400),
            ],
            [
                new TestStep([.. quiet, KeyValuePair.Create(bus, new DriveValue(0, Feed.Fresh))], 500, []),
                Set(feedback, 1, 1), Set(bus, 13_200, voltage_ms + feedback_ms - 350), Set(bus, 0, 1),
                Set(bus, 13_200, voltage_ms + 400),
            ],
        ];
        MachineStart start = new(model.Products[0].Name, new Dictionary<string, long>(), new Dictionary<string, long>());
        MachineJudge judge = new(Benches.Value, machine);
        Assert.All(ways, steps => Assert.Null(judge.Judge(new MachineTest("weld", [], start, steps))));

        static TestStep Set(int drive, long value, int scans) =>
            new([KeyValuePair.Create(drive, new DriveValue(value, Feed.Fresh))], scans, []);
    }

    [Theory]
    [MemberData(nameof(Machines))]
    public void A_machine_of_the_mirror_is_the_interpreters_with_other_parameters(string machine)
    {
        SpecificationModel model = LynxSpecification.Model;
        MachineInfo info = model.Machines.Append(model.ShutdownMachine).Single(item => item.Name == machine);
        ParameterInfo[] chosen = [.. model.Parameters.Parameters
            .Where(parameter => parameter.Configurable && info.Parameters.Contains(parameter.Name))];
        ReferenceCore core = new(model);
        Dice dice = new(Seed);
        int left = chosen.Length == 0 ? 0 : ParameterSets;
        while (left > 0)
        {
            // What breaks a constraint is drawn anew, with fewer parameters that differ.
            Dictionary<string, long> drawn = chosen.Where(_ => dice.Chance(600)).ToDictionary(
                parameter => parameter.Name, parameter => Draw(parameter.Type, dice));
            if (core.Start(drawn) is null)
            {
                left--;
                MachineStart start = new(dice.Pick(model.Products).Name, drawn, new Dictionary<string, long>());
                Assert.Null(
                    MachineComparison.Run(Benches.Value, info, start, Combinations, (int)Seed, []).Difference);
            }
        }
    }

    private static long Draw(ExprType type, Dice dice) => type.Kind == ValueKind.Enum
        ? dice.Pick([.. LynxSpecification.Model.Signals.Enums.Single(item => item.Name == type.EnumName).Members
            .Select(member => (long)member.Id)])
        : dice.Pick([type.Min, type.Max, dice.Between(type.Min, type.Max)]);

    private static string? Play(string machine, bool isTurning)
    {
        SpecificationModel model = LynxSpecification.Model;
        MachineInfo info = model.Machines.Append(model.ShutdownMachine).Single(item => item.Name == machine);
        MachineJudge judge = new(Benches.Value, info);
        BoundaryRun run = new(
            model, info, Seed, isTurning,
            [.. Read(machine).Tests.Select(test => test.Start.Parameters).Where(set => set.Count > 0)
                .DistinctBy(set => string.Join(' ', set.OrderBy(pair => pair.Key, StringComparer.Ordinal)))]);

        string? problem = null;
        int scans = 0;
        for (int number = 1; scans < Scans && problem is null; number++)
        {
            MachineTest next = run.Draw(number);
            scans += next.Steps.Sum(step => step.Scans);
            problem = judge.Judge(next);
        }

        return problem is null ? null : $"seed {Seed}: {problem}";
    }

    private static MachineTestFile Read(string machine)
    {
        string path = Path.Combine(LynxSpecification.Root(), "tests", "generated", machine + MachineTestWriter.Suffix);
        return MachineTestFile.Read(LynxSpecification.Model, path, File.ReadAllBytes(path));
    }
}
