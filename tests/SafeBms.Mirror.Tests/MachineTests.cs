using SafeBms.Coverage.Machines;
using SafeBms.Differential.Tests;
using SafeBms.Specification.Model;

namespace SafeBms.Mirror.Tests;

/// <summary>Each machine of the mirror against the reference interpreter, by the tests in <c>tests/generated</c>.
/// </summary>
/// <remarks>A test runs one machine only, so that Stryker can judge mutants of several machines at once.</remarks>
public sealed class MachineTests
{
    private static readonly Lazy<CompiledBenches> Benches =
        new(() => CompiledBenches.Of(LynxSpecification.Model, typeof(MachineTests).Assembly));

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

    private static MachineTestFile Read(string machine)
    {
        string path = Path.Combine(LynxSpecification.Root(), "tests", "generated", machine + MachineTestWriter.Suffix);
        return MachineTestFile.Read(LynxSpecification.Model, path, File.ReadAllBytes(path));
    }
}
