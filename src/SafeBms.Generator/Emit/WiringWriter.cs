using SafeBms.Specification.Model;

namespace SafeBms.Generator.Emit;

/// <summary>What each use of a machine is connected to.</summary>
internal sealed class WiringWriter(List<MachineInfo> machines)
{
    /// <summary>Copies of values of the last scan whose machine runs before their reader does.</summary>
    public IEnumerable<string> CopiesOfLastScan()
    {
        HashSet<string> done = new(StringComparer.Ordinal);
        for (int order = 0; order < machines.Count; order++)
        {
            foreach (UseInfo use in machines[order].Uses.Where(use => NeedsCopy(use, order)))
            {
                if (done.Add(CopyName(use)))
                {
                    yield return $"{CopyType(use)} {CopyName(use)} = {Source(use)};";
                }
            }
        }
    }

    /// <summary>The argument for a use of the machine at this place of the order.</summary>
    public string Argument(UseInfo use, int order) => use.Kind switch
    {
        UseKind.Input => "state.Inputs." + Naming.Pascal(use.Source, use.Type.Unit),
        UseKind.Group => "state.Inputs." + Naming.Pascal(use.Source),
        UseKind.PreviousWritten => "state.Written." + Naming.Pascal(use.Source, use.Type.Unit),
        UseKind.Violation => "violation",
        _ => NeedsCopy(use, order) ? CopyName(use) : Source(use),
    };

    private bool NeedsCopy(UseInfo use, int order)
    {
        int source = machines.FindIndex(machine => machine.Name == use.Source);
        return use.Kind switch
        {
            UseKind.PreviousMachineOutput or UseKind.PreviousMachineState => source < order,
            // The array is passed by reference, so that a machine's own instances need a copy too.
            UseKind.PreviousMachine => source <= order,
            _ => false,
        };
    }

    private string Source(UseInfo use)
    {
        string memory = "state." + Naming.Pascal(use.Source);
        return use.Kind switch
        {
            UseKind.MachineState or UseKind.PreviousMachineState => $"(int){memory}.State",
            UseKind.Machine or UseKind.PreviousMachine => memory,
            _ => $"{memory}.{MachineScope.Field(Output(use))}",
        };
    }

    private MachineOutputInfo Output(UseInfo use) =>
        machines.First(machine => machine.Name == use.Source).Outputs.First(output => output.Name == use.Output);

    private string CopyType(UseInfo use) => use.Kind switch
    {
        UseKind.PreviousMachineState => "int",
        UseKind.PreviousMachine => Naming.MachineClass(use.Source) + ".MemoryArray",
        _ => CsType.Stored(Output(use).Type),
    };

    private static string CopyName(UseInfo use) => use.Kind switch
    {
        UseKind.PreviousMachineState => Naming.Camel("last-" + use.Source + "-state"),
        UseKind.PreviousMachine => Naming.Camel("last-" + use.Source),
        _ => Naming.Camel("last-" + use.Source + "-" + use.Output),
    };
}
