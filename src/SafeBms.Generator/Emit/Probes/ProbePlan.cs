using SafeBms.Specification.Model;

namespace SafeBms.Generator.Emit.Probes;

/// <summary>What an instrumented flavour of the generated code reports while it runs: the states, the transitions, the
/// conditions of every decision, and counts of scans around their bounds. The shipped code has none of it.</summary>
public sealed class ProbePlan
{
    private ProbePlan(IReadOnlyList<MachineProbes> machines) => Machines = machines;

    /// <summary>The machines in the order of the scan, the shutdown machine last.</summary>
    public IReadOnlyList<MachineProbes> Machines { get; }

    /// <summary>The plan of a specification; the same specification has the same numbers.</summary>
    public static ProbePlan Of(SpecificationModel model)
    {
        List<MachineProbes> machines = [];
        int decisions = 0;
        int boundaries = 0;
        foreach (MachineInfo machine in model.Machines.Append(model.ShutdownMachine))
        {
            MachineProbes probes = new(machine, machines.Count, decisions, boundaries);
            machines.Add(probes);
            decisions += probes.Decisions.Count;
            boundaries += probes.Boundaries.Count;
        }

        return new ProbePlan(machines);
    }

    /// <summary>The probes of a machine.</summary>
    public MachineProbes For(string machine) => Machines.First(probes => probes.Machine.Name == machine);
}
