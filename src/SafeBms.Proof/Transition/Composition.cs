using SafeBms.Proof.Terms;
using SafeBms.Specification.Model;

namespace SafeBms.Proof.Transition;

/// <summary>What the machines of a scan see of each other. A machine that was cut away gives free values.</summary>
internal sealed class Composition(SystemFrame frame, StateRegister states)
{
    private readonly TermPool pool = frame.Pool;
    private readonly Dictionary<string, Term> lasts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, MachineInfo> infos =
        frame.Model.Machines.Append(frame.Model.ShutdownMachine)
            .ToDictionary(machine => machine.Name, StringComparer.Ordinal);

    private readonly Dictionary<string, MachineLowering> inside = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Machine, string Output), ScanValue> cut = [];
    private readonly Dictionary<string, Term> cutStates = new(StringComparer.Ordinal);

    /// <summary>The machines that are inside, as far as they have run.</summary>
    public IReadOnlyDictionary<string, MachineLowering> Inside => inside;

    /// <summary>The only machine, if it is looked at alone: what it reads of the last scan of others is free then too,
    /// and a violation may be reported in any scan. Else none ever is, for that is what is shown.</summary>
    public string? Alone { get; init; }

    /// <summary>The shutdown machine is inside and takes over whenever it will: a violation may be reported in any
    /// scan.</summary>
    public bool MayTakeOver { get; init; }

    /// <summary>Runs a machine.</summary>
    public void Add(MachineInfo machine)
    {
        MachineLowering one = new(frame, states, machine, this);
        one.Scan();
        inside.Add(machine.Name, one);
    }

    /// <summary>What a machine reads from outside.</summary>
    public ScanValue Use(UseInfo use) => use.Kind switch
    {
        UseKind.Input => frame.Input(use.Source).Value,
        UseKind.MachineOutput => Output(use.Source, use.Output),
        UseKind.PreviousMachineOutput => PreviousOutput(use.Source, use.Output),
        UseKind.MachineState => new ScanValue(State(use.Source), pool.True),
        UseKind.PreviousMachineState => new ScanValue(PreviousState(use.Source), pool.True),
        UseKind.PreviousWritten => new ScanValue(Written(use.Source), pool.True),
        UseKind.Violation => new ScanValue(
            Alone is null && !MayTakeOver ? pool.False : Free("violation", ExprType.Bool), pool.True),
        _ => throw new NotSupportedException($"{use.Span}: '{use.Alias}' can only be walked by a fold"),
    };

    /// <summary>An output at the end of this scan.</summary>
    public ScanValue Output(string machine, string output)
    {
        if (inside.TryGetValue(machine, out MachineLowering? one))
        {
            return one.Outputs[output];
        }

        if (!MayTakeOver && machine == frame.Model.ShutdownMachine.Name && output == "active")
        {
            // At rest: it only starts when a property fails, and what is shown here is that none does.
            return new ScanValue(pool.False, pool.True);
        }

        if (!cut.TryGetValue((machine, output), out ScanValue value))
        {
            MachineOutputInfo info = OutputInfo(machine, output);
            string name = $"cut.{machine}.{output}";
            Term valid = info.Type.MayBeInvalid ? frame.Free(name + ".valid", ExprType.Bool) : pool.True;
            value = new ScanValue(frame.Free(name, info.Type with { MayBeInvalid = false }, info.Initial), valid);
            cut.Add((machine, output), value);
        }

        return value;
    }

    /// <summary>An output at the end of the last scan.</summary>
    public ScanValue PreviousOutput(string machine, string output)
    {
        MachineOutputInfo info = OutputInfo(machine, output);
        ExprType type = info.Type with { MayBeInvalid = false };
        string name = $"{machine}.output.{output}";
        if (Alone is not null && Alone != machine)
        {
            return new ScanValue(
                Free(name, type), info.Type.MayBeInvalid ? Free(name + ".valid", ExprType.Bool) : pool.True);
        }

        Term number = states.Declare(
            name, machine, type, frame.MembersOf(type), frame.Constant(type, info.Initial),
            () => Output(machine, output).Number);
        Term valid = info.Type.MayBeInvalid
            ? states.Declare(
                name + ".valid", machine, ExprType.Bool, [], pool.False, () => Output(machine, output).Valid)
            : pool.True;
        return new ScanValue(number, valid);
    }

    /// <summary>The value of an output signal that is written: what the machine that drives it says, and while the
    /// shutdown machine is active, what that says. Its safe value where nobody drives it or what drives it is not
    /// valid.</summary>
    public Term Signal(string name)
    {
        Term proposed = Driven(name, frame.Model.Machines);
        return MayTakeOver
            ? pool.Choose(
                pool.ToBool(Output(frame.Model.ShutdownMachine.Name, "active").Number),
                Driven(name, [frame.Model.ShutdownMachine]), proposed)
            : proposed;
    }

    private Term Driven(string name, IEnumerable<MachineInfo> machines)
    {
        OutputSignalInfo signal = frame.Model.Signals.Outputs.Single(one => one.Name == name);
        Term safe = frame.Constant(signal.Type, signal.Safe);
        foreach (MachineInfo machine in machines)
        {
            foreach (MachineOutputInfo output in machine.Outputs)
            {
                if (output.Drives == name)
                {
                    ScanValue driven = Output(machine.Name, output.Name);
                    return pool.Choose(driven.Valid, driven.Number, safe);
                }
            }
        }

        return safe;
    }

    /// <summary>An output signal as written in the last scan: while the shutdown machine rests, as
    /// proposed.</summary>
    public Term Written(string name)
    {
        OutputSignalInfo signal = frame.Model.Signals.Outputs.Single(one => one.Name == name);
        return Alone is not null ? Free("signal." + name, signal.Type) : states.Declare(
            "signal." + name, string.Empty, signal.Type, frame.MembersOf(signal.Type),
            frame.Constant(signal.Type, signal.Safe), () => Signal(name));
    }

    /// <summary>The state variable of a machine.</summary>
    public Term DeclareState(MachineInfo machine, Func<Term> next)
    {
        long[] leaves = [.. machine.States.Where(state => state.InitialChild < 0).Select(state => (long)state.Id)];
        ExprType type = new(ValueKind.Enum, string.Empty, leaves.Min(), leaves.Max(), "machine:" + machine.Name, false);
        return states.Declare(
            machine.Name + ".state", machine.Name, type, leaves, pool.Int(machine.States[machine.InitialLeaf].Id), next,
            Groups(machine));
    }

    private static List<long[]> Groups(MachineInfo machine)
    {
        List<long[]> groups = [];
        foreach (StateInfo composite in machine.States.Where(state => state.InitialChild >= 0))
        {
            groups.Add([.. machine.States
                .Where(state => state.InitialChild < 0 && IsInside(machine, state.Index, composite.Index))
                .Select(state => (long)state.Id)]);
        }

        return groups;
    }

    private static bool IsInside(MachineInfo machine, int state, int ancestor) =>
        state >= 0 && (state == ancestor || IsInside(machine, machine.States[state].Parent, ancestor));

    private Term State(string machine)
    {
        if (inside.TryGetValue(machine, out MachineLowering? one))
        {
            return one.Leaf;
        }

        if (!cutStates.TryGetValue(machine, out Term? state))
        {
            long[] leaves = [.. infos[machine].States
                .Where(info => info.InitialChild < 0).Select(info => (long)info.Id)];
            state = pool.Variable($"cut.{machine}.state", Sort.Int);
            frame.FreeValues.Add(new FreeVariable(state, leaves.Min(), leaves.Max(), leaves));
            cutStates.Add(machine, state);
        }

        return state;
    }

    private Term PreviousState(string machine)
    {
        if (Alone is null || Alone == machine)
        {
            return DeclareState(infos[machine], () => State(machine));
        }

        long[] leaves = [.. infos[machine].States
            .Where(info => info.InitialChild < 0).Select(info => (long)info.Id)];
        string name = machine + ".state";
        if (!lasts.TryGetValue(name, out Term? state))
        {
            state = pool.Variable(name, Sort.Int);
            frame.FreeValues.Add(new FreeVariable(state, leaves.Min(), leaves.Max(), leaves));
            lasts.Add(name, state);
        }

        return state;
    }

    // A value of the last scan, of something that is not looked at.
    private Term Free(string name, ExprType type)
    {
        if (!lasts.TryGetValue(name, out Term? value))
        {
            value = frame.Free(name, type);
            lasts.Add(name, value);
        }

        return value;
    }

    private MachineOutputInfo OutputInfo(string machine, string output) =>
        infos[machine].Outputs.Single(one => one.Name == output);
}
