using SafeBms.Specification.Model;

namespace SafeBms.Specification.Checks;

/// <summary>The checks over a bound model, in the order in which they run.</summary>
internal static class CheckList
{
    private static readonly Action<SpecificationModel, DiagnosticBag>[] Passes =
    [
        StateGraphCheck.Run,
        OutputCheck.Run,
        GuardCheck.Run,
        TimerCheck.Run,
        VariableCheck.Run,
        ParameterCheck.Run,
        TraceCheck.Run,
        PropertyCheck.Run,
    ];

    /// <summary>Runs every check; each reports on its own and needs no other.</summary>
    public static void Run(SpecificationModel model, DiagnosticBag bag)
    {
        foreach (Action<SpecificationModel, DiagnosticBag> pass in Passes)
        {
            pass(model, bag);
        }
    }

    /// <summary>All machines, the shutdown machine last.</summary>
    public static IEnumerable<MachineInfo> AllMachines(this SpecificationModel model) =>
        model.Machines.Concat([model.ShutdownMachine]);
}
