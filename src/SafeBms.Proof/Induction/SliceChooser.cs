using SafeBms.Specification.Model;

namespace SafeBms.Proof.Induction;

/// <summary>Which machines a property needs to begin with: those that drive what it speaks of. Machines without memory
/// are always inside and cost nothing; what they read counts instead.</summary>
internal sealed class SliceChooser
{
    private readonly SpecificationModel model;
    private readonly Dictionary<string, MachineInfo> machines;
    private readonly Dictionary<string, string> drivers = new(StringComparer.Ordinal);

    public SliceChooser(SpecificationModel model)
    {
        this.model = model;
        machines = model.Machines.ToDictionary(machine => machine.Name, StringComparer.Ordinal);
        foreach (MachineInfo machine in model.Machines)
        {
            foreach (MachineOutputInfo output in machine.Outputs.Where(output => output.Drives.Length > 0))
            {
                drivers[output.Drives] = machine.Name;
            }
        }
    }

    /// <summary>The machines that drive what a property speaks of.</summary>
    public IEnumerable<string> Drivers(PropertyInfo property) => Remembering(
        Signals(property).Select(signal => drivers.GetValueOrDefault(signal)).OfType<string>());

    /// <summary>The machines themselves, and instead of one that only combines those that it reads.</summary>
    public IEnumerable<string> Remembering(IEnumerable<string> names) => names.SelectMany(Remembering).Distinct();

    /// <summary>Machines that read an input or fold that the property reads.</summary>
    public IReadOnlySet<string> LookingAtTheSame(PropertyInfo property)
    {
        (_, HashSet<string> inputs) = Read(property);
        return model.Machines.Where(machine => InputsOf(machine).Overlaps(inputs))
            .SelectMany(machine => Remembering(machine.Name)).ToHashSet(StringComparer.Ordinal);
    }

    // Scalar inputs, and groups that are folded over; through machines that only combine.
    private HashSet<string> InputsOf(MachineInfo machine) => machine.Uses.SelectMany(use => use.Kind switch
    {
        UseKind.Input or UseKind.Group => [use.Source],
        UseKind.MachineOutput or UseKind.PreviousMachineOutput when machines.TryGetValue(use.Source, out MachineInfo? one)
            && Transition.TransitionSystemBuilder.HasNoMemory(one) => GroupsBehind(one, use.Output),
        _ => [],
    }).ToHashSet(StringComparer.Ordinal);

    // What a block's output looks at, field by field: the highest voltage is not the lowest temperature.
    private static IEnumerable<string> GroupsBehind(MachineInfo block, string output) =>
        block.Outputs.Where(one => one.Name == output && one.Is is not null)
            .SelectMany(one => ExpressionParts.Of(one.Is!)).OfType<MemberRef>().Select(member => member.Field);

    private HashSet<string> Signals(PropertyInfo property) => Read(property).Signals;

    // Output signals and inputs that a property depends on, through its definitions and temporal calls.
    private (HashSet<string> Signals, HashSet<string> Inputs) Read(PropertyInfo property)
    {
        Dictionary<string, Expr> defines = model.Properties.Monitor.Steps.OfType<DefineStep>()
            .ToDictionary(step => step.Name, step => step.Value, StringComparer.Ordinal);
        HashSet<string> signals = [];
        HashSet<string> inputs = [];
        HashSet<object> seen = [];
        Stack<Expr> open = new([property.Always!]);
        while (open.TryPop(out Expr? expression))
        {
            foreach (Expr part in ExpressionParts.Of(expression))
            {
                switch (part)
                {
                    case OutputRef output:
                        signals.Add(output.Name);
                        break;
                    case InputRef input:
                        inputs.Add(input.Name);
                        break;
                    case MemberRef member:
                        inputs.Add(member.Field);
                        break;
                    case DefineRef define when seen.Add(define.Name):
                        open.Push(defines[define.Name]);
                        break;
                    case DetectorRef detector when seen.Add(detector.Slot):
                        DetectorInfo info = model.Properties.Monitor.Detectors[detector.Slot];
                        open.Push(info.Operand);
                        if (info.Second is not null)
                        {
                            open.Push(info.Second);
                        }

                        break;
                }
            }
        }

        return (signals, inputs);
    }

    private IEnumerable<string> Read(MachineInfo machine) => machine.Uses
        .Select(use => use.Kind == UseKind.PreviousWritten ? drivers.GetValueOrDefault(use.Source) : use.Source)
        .OfType<string>().Where(machines.ContainsKey);

    // The machine, or what it reads if it only combines.
    private IEnumerable<string> Remembering(string name)
    {
        if (!machines.TryGetValue(name, out MachineInfo? machine) || machine.InstanceGroup.Length > 0)
        {
            return [];
        }

        return Transition.TransitionSystemBuilder.HasNoMemory(machine)
            ? Read(machine).Where(other => other != name).SelectMany(Remembering)
            : [name];
    }
}
