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

    /// <summary>The machines that drive what a property speaks of. Behind one that only combines nothing is chosen yet:
    /// which of its many sources matter shows when the proof fails.</summary>
    public IEnumerable<string> Drivers(PropertyCase part) => Read(part).Signals
        .Select(signal => drivers.GetValueOrDefault(signal)).OfType<string>()
        .Where(name => !Transition.TransitionSystemBuilder.HasNoMemory(machines[name])).Distinct();

    /// <summary>The machines themselves, and instead of one that only combines those that it reads.</summary>
    public IEnumerable<string> Remembering(IEnumerable<string> names) => names.SelectMany(Remembering).Distinct();

    /// <summary>How much a machine has in common with a property: inputs, folds and parameters that both read, each
    /// counted the more the fewer machines read it.</summary>
    public IReadOnlyDictionary<string, double> Kinship(PropertyCase part)
    {
        HashSet<string> keys = Read(part).Keys;
        Dictionary<string, HashSet<string>> byMachine = model.Machines.ToDictionary(
            machine => machine.Name, KeysOf, StringComparer.Ordinal);
        Dictionary<string, int> readers = byMachine.Values.SelectMany(one => one).GroupBy(key => key)
            .ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal);
        return byMachine.ToDictionary(
            one => one.Key, one => one.Value.Where(keys.Contains).Sum(key => 1.0 / readers[key]),
            StringComparer.Ordinal);
    }

    // Parameters, inputs, and folds; through machines that only combine.
    private HashSet<string> KeysOf(MachineInfo machine) => machine.Parameters.Concat(machine.Uses.SelectMany(
        use => use.Kind switch
        {
            UseKind.Input => [use.Source],
            UseKind.MachineOutput or UseKind.PreviousMachineOutput
                when machines.TryGetValue(use.Source, out MachineInfo? one)
                && Transition.TransitionSystemBuilder.HasNoMemory(one) => FoldsBehind(one, use.Output),
            _ => [],
        })).ToHashSet(StringComparer.Ordinal);

    private static IEnumerable<string> FoldsBehind(MachineInfo block, string output) =>
        block.Outputs.Where(one => one.Name == output && one.Is is not null)
            .SelectMany(one => ExpressionParts.Of(one.Is!)).OfType<Fold>().Select(FoldKey);

    private static string FoldKey(Fold fold) => $"{fold.Kind} " + string.Join(
        ',', ExpressionParts.Of(fold.Body).OfType<MemberRef>().Select(member => member.Field));

    // Output signals, and inputs, folds and parameters, that a property depends on, through its definitions and
    // temporal calls.
    private (HashSet<string> Signals, HashSet<string> Keys) Read(PropertyCase part)
    {
        Dictionary<string, Expr> defines = model.Properties.Monitor.Steps.OfType<DefineStep>()
            .ToDictionary(step => step.Name, step => step.Value, StringComparer.Ordinal);
        HashSet<string> signals = [];
        HashSet<string> keys = [];
        HashSet<object> seen = [];
        Stack<Expr> open = new(part.Response is { } response
            ? [response.Operand, response.Second!, response.Amount!] : [part.Always!]);
        while (open.TryPop(out Expr? expression))
        {
            foreach (Expr piece in ExpressionParts.Of(expression))
            {
                switch (piece)
                {
                    case OutputRef output:
                        signals.Add(output.Name);
                        break;
                    case InputRef input:
                        keys.Add(input.Name);
                        break;
                    case ParameterRef parameter:
                        keys.Add(parameter.Name);
                        break;
                    case Fold fold:
                        keys.Add(FoldKey(fold));
                        break;
                    case DefineRef define when seen.Add(define.Name):
                        open.Push(defines[define.Name]);
                        break;
                    case DetectorRef detector when seen.Add(detector.Slot):
                        DetectorInfo info = model.Properties.Monitor.Detectors[detector.Slot];
                        open.Push(info.Operand);
                        if (info.Amount is not null)
                        {
                            open.Push(info.Amount);
                        }

                        if (info.Second is not null)
                        {
                            open.Push(info.Second);
                        }

                        break;
                }
            }
        }

        return (signals, keys);
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
