using SafeBms.Specification.Model;

namespace SafeBms.Proof.Induction;

/// <summary>Which machines a property needs to begin with: those that drive what it speaks of. Machines without memory
/// are always inside and cost nothing; what they read counts instead.</summary>
internal sealed class SliceChooser
{
    private const double NextOfKin = 0.9;
    private const double ShareOfNext = 0.6;
    private const double ForEachLink = 0.1;
    private const int LinksAtMost = 4;

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

    /// <summary>Where to begin: the machines that drive what a property speaks of, and its next of kin. Behind one that
    /// only combines nothing is chosen yet: which of its many sources matter shows when the proof fails. An output that
    /// is read by long temporal calls alone is mostly a circumstance, and free at first.</summary>
    public IEnumerable<string> Beginning(PropertyCase part)
    {
        (HashSet<string> all, HashSet<string> direct, _) = Read(part);
        string[] chosen = [.. (direct.Count > 0 ? direct : all)
            .Select(signal => drivers.GetValueOrDefault(signal)).OfType<string>().Where(IsSlicable).Distinct()];
        string[] kin = [.. OwnKinship(part).Where(one => one.Value >= NextOfKin && IsSlicable(one.Key))
            .Select(one => one.Key).Order(StringComparer.Ordinal)];

        // Who hands on what the kin say to those that drive, if these do not listen to them themselves.
        string[] heard = [.. chosen.SelectMany(ReadByOf)];
        IEnumerable<string> between = heard.Where(name => machines[name].Uses
            .Any(use => use.Kind == UseKind.MachineOutput && kin.Contains(use.Source)
                && !chosen.Contains(use.Source) && !heard.Contains(use.Source)));
        return chosen.Concat(kin).Concat(between).Distinct();
    }

    private bool IsSlicable(string name) =>
        machines[name].InstanceGroup.Length == 0 && !Transition.TransitionSystemBuilder.HasNoMemory(machines[name]);

    // The machines with memory that a machine reads, through those that only combine.
    private IEnumerable<string> ReadByOf(string name) =>
        Read(machines[name]).Where(other => other != name).SelectMany(Remembering).Distinct();

    /// <summary>The machines themselves, and instead of one that only combines those that it reads.</summary>
    public IEnumerable<string> Remembering(IEnumerable<string> names) => names.SelectMany(Remembering).Distinct();

    /// <summary>How much a machine has in common with a property: inputs, folds and parameters that both read, each
    /// counted the more the fewer machines read it. Who reads a machine that has much in common has a share of
    /// that.</summary>
    public IReadOnlyDictionary<string, double> Kinship(PropertyCase part)
    {
        Dictionary<string, double> own = OwnKinship(part);
        return own.ToDictionary(
            one => one.Key,
            one => one.Value + (ShareOfNext * ReadByOf(one.Key).Select(name => own[name]).DefaultIfEmpty().Max()),
            StringComparer.Ordinal);
    }

    private Dictionary<string, double> OwnKinship(PropertyCase part)
    {
        HashSet<string> keys = Read(part).Keys;
        Dictionary<string, HashSet<string>> byMachine = model.Machines.ToDictionary(
            machine => machine.Name, KeysOf, StringComparer.Ordinal);
        Dictionary<string, int> readers = byMachine.Where(one => IsSlicable(one.Key))
            .SelectMany(one => one.Value).GroupBy(key => key)
            .ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal);
        return byMachine.ToDictionary(
            one => one.Key, one => one.Value.Where(keys.Contains).Sum(key => 1.0 / readers.GetValueOrDefault(key, 1)),
            StringComparer.Ordinal);
    }

    /// <summary>How much machines have to do with a slice: what one reads directly of the other, up to four
    /// things.</summary>
    public IReadOnlyDictionary<string, double> Closeness(IReadOnlySet<string> slice) => machines.Keys.ToDictionary(
        name => name,
        name => ForEachLink * Math.Min(
            LinksAtMost, Sources(name).Count(slice.Contains) + slice.SelectMany(Sources).Count(one => one == name)),
        StringComparer.Ordinal);

    private IEnumerable<string> Sources(string name) => machines[name].Uses
        .Select(use => use.Kind == UseKind.PreviousWritten ? drivers.GetValueOrDefault(use.Source) : use.Source)
        .OfType<string>();

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

    // Output signals - all, and those that matter for other reasons than having lasted or happened once -, and inputs,
    // folds and parameters, that a property depends on, through its definitions and temporal calls.
    private (HashSet<string> Signals, HashSet<string> Direct, HashSet<string> Keys) Read(PropertyCase part)
    {
        Dictionary<string, Expr> defines = model.Properties.Monitor.Steps.OfType<DefineStep>()
            .ToDictionary(step => step.Name, step => step.Value, StringComparer.Ordinal);
        HashSet<string> signals = [];
        HashSet<string> direct = [];
        HashSet<string> keys = [];
        HashSet<(object, bool)> seen = [];
        Stack<(Expr Expression, bool Lasting)> open = new([(part.Always, false)]);
        while (open.TryPop(out (Expr Expression, bool Lasting) next))
        {
            foreach (Expr piece in ExpressionParts.Of(next.Expression))
            {
                switch (piece)
                {
                    case OutputRef output:
                        signals.Add(output.Name);
                        if (!next.Lasting)
                        {
                            direct.Add(output.Name);
                        }

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
                    case DefineRef define when seen.Add((define.Name, next.Lasting)):
                        open.Push((defines[define.Name], next.Lasting));
                        break;
                    case DetectorRef detector when seen.Add((detector.Slot, next.Lasting)):
                        DetectorInfo info = detector.Slot < 0
                            ? part.Calls[detector.Slot].Info : model.Properties.Monitor.Detectors[detector.Slot];
                        bool lasting = next.Lasting || IsLasting(info.Kind);
                        foreach (Expr operand in new[] { info.Operand, info.Amount, info.Second }.OfType<Expr>())
                        {
                            open.Push((operand, lasting));
                        }

                        break;
                }
            }
        }

        return (signals, direct, keys);
    }

    private static bool IsLasting(DetectorKind kind) => kind is not (
        DetectorKind.Previous or DetectorKind.Rising or DetectorKind.Falling or DetectorKind.LeadsTo);

    private IEnumerable<string> Read(MachineInfo machine) => Sources(machine.Name).Where(machines.ContainsKey);

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
