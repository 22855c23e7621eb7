using System.CommandLine;
using SafeBms.Coverage.Machines;
using SafeBms.Coverage.Report;
using SafeBms.Coverage.Search;
using SafeBms.Specification.Model;
using SafeBms.Workbench.Files;

namespace SafeBms.Workbench;

/// <summary><c>safebms-spec generate-tests</c>: tests of each machine from the specification.</summary>
public static class GenerateTestsCommand
{
    /// <summary>The command.</summary>
    public static Command Create(TextWriter output, TextWriter error)
    {
        Option<string> folder = CoverageOptions.Specification();
        Option<string> target = CoverageOptions.Tests();
        Option<string?> machine = new("--machine") { Description = "Only this machine." };
        Option<string> unreachable = CoverageOptions.Unreachable();
        Option<int> effort = new("--effort")
        {
            Description = "Steps that are tried while something is missing.",
            DefaultValueFactory = _ => TestGenerator.DefaultEffort,
        };
        Command command = new(
            "generate-tests",
            "Writes tests of each machine: transition tours, bounds of times and values, MC/DC pairs. Exit code: 0 "
            + "everything that can be reached is shown, 1 something is not, 2 unusable.")
        {
            folder, target, machine, unreachable, effort,
        };
        command.SetAction(parsed => Run(
            CoverageOptions.Model(parsed.GetValue(folder)!),
            parsed.GetValue(target)!,
            parsed.GetValue(machine),
            CoverageOptions.ReadUnreachable(parsed.GetValue(unreachable)!),
            parsed.GetValue(effort),
            output,
            error));
        return command;
    }

    private static int Run(
        SpecificationModel model,
        string target,
        string? only,
        Unreachable unreachable,
        int effort,
        TextWriter output,
        TextWriter error)
    {
        List<MachineInfo> machines = [.. model.Machines.Append(model.ShutdownMachine)
            .Where(machine => only is null || machine.Name == only)];
        if (machines.Count == 0)
        {
            throw new UnusableException($"there is no machine '{only}'");
        }

        int missing = 0;
        using TestGenerator generator = new(model);
        foreach (MachineInfo machine in machines)
        {
            error.WriteLine($"{machine.Name} ...");
            GeneratedTests found = generator.Generate(machine.Name, unreachable.Reasons.ContainsKey, effort);
            string path = Path.Combine(target, machine.Name + MachineTestWriter.Suffix);
            AtomicFile.Write(path, new MachineTestWriter(model, machine).Write(found.Tests));
            List<string> open = [.. found.Missing.Where(entry => !unreachable.Reasons.ContainsKey(entry))
                .Select(Coverage.Model.Criteria.Describe)];
            missing += open.Count;
            output.WriteLine($"{path}: {found.Tests.Count} tests, {found.Tests.Sum(test => test.Steps.Count)} steps, "
                + $"{open.Count} not shown ({found.Scans} scans of search)");
            foreach (string element in open)
            {
                output.WriteLine($"  - {element}");
            }
        }

        return missing == 0 ? WorkbenchCommands.Clean : WorkbenchCommands.Findings;
    }
}
