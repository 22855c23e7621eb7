using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;
using SafeBms.Coverage.Comparison;
using SafeBms.Coverage.Machines;
using SafeBms.Generator.Emit;
using SafeBms.Specification.Model;
using Xunit;
using Xunit.Abstractions;

namespace SafeBms.Coverage.Tests;

/// <summary>The generated code of each machine against the interpreter, from every state and every boundary of a counter
/// with every class of what it reads; and that a fault in the code would be noticed.</summary>
public class MachineComparisonTests(ITestOutputHelper output)
{
    // Combinations of a machine with the parameters of one product. SAFEBMS_MACHINES=full asks for more of them; a name
    // for that machine alone.
    private const long Usual = 10_000;
    private const long Full = 1_000_000;
    private const int Seed = 20_261;

    private static string Asked => Environment.GetEnvironmentVariable("SAFEBMS_MACHINES") ?? string.Empty;

    private static long Limit => Asked == "full" ? Full : Usual;

    [Fact]
    public void Generated_machines_and_interpreter_agree_at_every_state_boundary_and_class_of_inputs()
    {
        SpecificationModel model = Shipped.Model;
        ConcurrentBag<MachineComparisonResult> results = [];
        Parallel.ForEach(
            model.Machines.Append(model.ShutdownMachine).Where(machine => Asked is "" or "full" || Asked == machine.Name),
            new ParallelOptions { MaxDegreeOfParallelism = 2 },
            machine =>
            {
                foreach (MachineComparisonResult result in Compare(Shipped.Plain, machine))
                {
                    results.Add(result);
                }
            });
        foreach (IGrouping<string, MachineComparisonResult> machine in results
            .GroupBy(result => result.Machine).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{machine.Key,-24} {machine.Max(one => one.Dimensions),4} values, "
                + $"{machine.Max(one => one.Possible),10:G3} combinations, {machine.Sum(one => one.Compared),9} compared "
                + $"with {machine.Count()} parameter sets{(machine.Any(one => one.IsExhaustive) ? ", all" : "")}, "
                + $"{Fired(machine)} of {Transitions(machine)} transitions"));
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{results.Sum(result => result.Compared)} combinations compared"));
        Assert.NotEmpty(results);
        Assert.Empty(results.Where(result => result.Difference is not null)
            .Select(result => $"{result.Machine}, {result.Start.Product}: {result.Difference}"));
        Assert.All(results, result => Assert.True(result.Compared > 0));
        Assert.All(
            results.GroupBy(result => result.Machine),
            machine => Assert.Equal((machine.Key, Transitions(machine)), (machine.Key, Fired(machine))));
    }

    [Theory]
    [InlineData("contactor", "Machines/Contactor.g.cs", @"m\.CoilOff_ms >= p", "m.CoilOff_ms > p")]
    [InlineData("contactor", "Machines/Contactor.g.cs", @"m\.ElapsedPrecharge_ms = 0;", "")]
    [InlineData("battery-link", "Machines/BatteryLink.g.cs", @"if \(!dataGood\)", "if (dataGood)")]
    [InlineData("battery-link", "Machines/BatteryLink.g.cs", @"default:(.*?)State\.Missing;", "default:$1State.Fresh;")]
    [InlineData("remote-input", "Machines/RemoteInput.g.cs", @"(m\.Held\d+_ms) > ", "$1 >= ")]
    [InlineData("operator-request", "Machines/OperatorRequest.g.cs", @"(rising\d+Now) & !m\.Rising\d+;", "$1;")]
    [InlineData("relay-diagnosis", "Machines/RelayDiagnosis.g.cs", @"m\.ChargeDiffers_ms >= ", "m.ChargeDiffers_ms > ")]
    [InlineData("cell-limits", "Machines/CellLimits.g.cs", @"any(\d+) \|= ", "any$1 = ")]
    public void A_fault_in_the_code_of_a_machine_is_noticed(
        string machine, string file, string pattern, string replacement)
    {
        Regex rule = new(pattern, RegexOptions.Singleline | RegexOptions.CultureInvariant);
        bool isEdited = false;
        using CompiledBenches faulty = CompiledBenches.Compile(Shipped.Model, null, emitted =>
        {
            if (emitted.Name != file)
            {
                return emitted;
            }

            string text = rule.Replace(emitted.Text, replacement, 1);
            isEdited = text != emitted.Text;
            return emitted with { Text = text };
        });
        Assert.True(isEdited, $"the rule finds nothing to change in {file}");

        MachineComparisonResult? found =
            Compare(faulty, Shipped.Machine(machine)).FirstOrDefault(result => result.Difference is not null);

        Assert.NotNull(found);
        output.WriteLine(found.Difference);
    }

    private static IEnumerable<MachineComparisonResult> Compare(CompiledBenches benches, MachineInfo machine) =>
        MachineComparison.RunAll(benches, machine, Limit, Seed, TestsOf(machine));

    private static int Fired(IEnumerable<MachineComparisonResult> results) =>
        results.SelectMany(result => result.Fired).Distinct().Count();

    private static int Transitions(IGrouping<string, MachineComparisonResult> machine) =>
        Shipped.Machine(machine.Key).States.Sum(state => state.Transitions.Count);


    private static IReadOnlyList<MachineTest> TestsOf(MachineInfo machine)
    {
        string path = Path.Combine(Shipped.Tests, machine.Name + MachineTestWriter.Suffix);
        return MachineTestFile.Read(Shipped.Model, path, File.ReadAllBytes(path)).Tests;
    }
}
