using SafeBms.Specification.Model;

namespace SafeBms.Specification.Checks;

/// <summary>Every output has exactly one value: in each state, and on each terminal.</summary>
internal static class OutputCheck
{
    /// <summary>Checks states and drivers.</summary>
    public static void Run(SpecificationModel model, DiagnosticBag bag)
    {
        foreach (MachineInfo machine in model.AllMachines())
        {
            CheckStates(machine, bag);
        }

        CheckDrivers(model.Machines, bag);
        CheckDrivers([model.ShutdownMachine], bag);
    }

    private static void CheckStates(MachineInfo machine, DiagnosticBag bag)
    {
        foreach (StateInfo leaf in machine.States.Where(state => state.InitialChild < 0))
        {
            foreach (MachineOutputInfo output in machine.Outputs.Where(output =>
                output.Is is null && !IsSet(machine, leaf, output)))
            {
                bag.Report(DiagnosticCatalogue.OutputNotSet, leaf.Span, output.Name, leaf.Name);
            }
        }
    }

    private static bool IsSet(MachineInfo machine, StateInfo leaf, MachineOutputInfo output)
    {
        for (int index = leaf.Index; index >= 0; index = machine.States[index].Parent)
        {
            if (machine.States[index].Outputs.Any(item => item.Output == output.Name))
            {
                return true;
            }
        }

        return false;
    }

    private static void CheckDrivers(IEnumerable<MachineInfo> machines, DiagnosticBag bag)
    {
        Dictionary<string, string> drivers = new(StringComparer.Ordinal);
        foreach (MachineInfo machine in machines)
        {
            foreach (MachineOutputInfo output in machine.Outputs.Where(output => output.Drives.Length > 0))
            {
                string driver = $"{machine.Name}.{output.Name}";
                if (drivers.TryGetValue(output.Drives, out string? other))
                {
                    bag.Report(DiagnosticCatalogue.DrivenTwice, output.Span, output.Drives, other, driver);
                }
                else
                {
                    drivers.Add(output.Drives, driver);
                }
            }
        }
    }
}
