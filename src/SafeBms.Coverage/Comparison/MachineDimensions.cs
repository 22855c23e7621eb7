using SafeBms.Coverage.Machines;
using SafeBms.Interpreter;
using SafeBms.Specification.Model;

namespace SafeBms.Coverage.Comparison;

/// <summary>Everything that a scan of one machine depends on, in the generated code and in the interpreter.</summary>
internal sealed class MachineDimensions
{
    private readonly MachineJudge judge;
    private readonly MachineInfo machine;
    private readonly ValueClasses classes;
    private readonly MemoryLayout layout;
    private readonly string prefix;
    private readonly List<Dimension> all = [];
    private readonly List<Remembered> remembered = [];

    public MachineDimensions(CompiledBenches benches, MachineJudge judge, ValueClasses classes)
    {
        this.judge = judge;
        this.classes = classes;
        machine = judge.Rig.Machine;
        prefix = machine.InstanceGroup.Length > 0 ? machine.Name + "[0]." : machine.Name + ".";
        layout = new MemoryLayout(benches.Code.GetType(
            $"SafeBms.Core.{Pascal(machine.Name)}Machine+Memory", throwOnError: true)!);
        AddStates();
        AddNumbers();
        foreach (DetectorInfo detector in machine.Detectors)
        {
            AddDetector(detector);
        }

        for (int drive = 0; drive < judge.Rig.Drives.Count; drive++)
        {
            AddDrive(drive);
        }
    }

    /// <summary>The dimensions; the state is the first one, if there are states.</summary>
    public IReadOnlyList<Dimension> All => all;

    /// <summary>What is compared beside the rows of the state table.</summary>
    public IReadOnlyList<Remembered> Remembered => remembered;

    private Span<byte> Memory => judge.Rig.Memory;

    private void AddStates()
    {
        if (machine.States.Count == 0)
        {
            return;
        }

        long[] leaves = [.. machine.States.Where(state => state.InitialChild < 0).Select(state => (long)state.Id)];
        long corrupt = Enumerable.Range(0, byte.MaxValue + 1).Select(id => (long)id).Except(leaves).First();
        AddRow("state", "State", [.. leaves, corrupt]);
        foreach (StateInfo state in machine.States)
        {
            if (state.History != HistoryKind.None)
            {
                throw new NotSupportedException($"{machine.Name}: history is not compared");
            }

            if (state.ElapsedCap_ms > 0)
            {
                MemoryLayout.Field field = layout.Find($"Elapsed{Pascal(state.Name)}_ms");
                long[] scans = classes.Scans(-1, state.ElapsedCap_ms);
                AddMemory($"elapsed of {state.Name}", field, scans, value =>
                    judge.Reference.SetElapsed(state.Index, value));
                remembered.Add(new Remembered(
                    $"elapsed of {state.Name}", () => MemoryLayout.Read(Memory, field),
                    () => judge.Reference.Elapsed(state.Index)));
            }
        }
    }

    private void AddNumbers()
    {
        foreach (VariableInfo variable in machine.Variables)
        {
            AddRow(variable.Name, Field(variable.Name, variable.Type), classes.Values(variable.Type));
        }

        foreach (TimerInfo timer in machine.Timers)
        {
            long limit = classes.Constant(timer.Limit) ?? timer.Type.Max;
            AddRow(timer.Name, Pascal(timer.Name) + "_ms", classes.Scans(0, limit));
        }

        HashSet<string> read = [.. Expressions.Of(machine).SelectMany(Expressions.Walk)
            .OfType<PreviousOutputRef>().Select(reference => reference.Name)
            .Concat(machine.Uses.Where(use => use.Source == machine.Name).Select(use => use.Output))];
        foreach (MachineOutputInfo output in machine.Outputs.Where(output => read.Contains(output.Name)))
        {
            AddRow(output.Name, Field(output.Name, output.Type), classes.Values(output.Type));
        }
    }

    // The code stops its counters one above the duration and counts some of them from the other end
    // (docs/language/temporal.md; docs/equivalence.md shows that this is the same).
    private void AddDetector(DetectorInfo detector)
    {
        long amount = detector.Amount is null ? 0
            : classes.Constant(detector.Amount) ?? throw new NotSupportedException(
                $"{machine.Name}: the duration of '{detector.Text}' is not known");
        string unit = detector.Kind == DetectorKind.Confirmed ? "count" : "ms";
        string name = $"{detector.Kind}{detector.Slot}{(IsCounter(detector.Kind) ? "_ms" : string.Empty)}";
        if (detector.Type.MayBeInvalid)
        {
            AddOptional(detector, name);
            return;
        }

        MemoryLayout.Field field = layout.Find(name);
        long[] values = detector.Kind switch
        {
            DetectorKind.Previous => classes.Values(detector.Type),
            DetectorKind.Held or DetectorKind.HeldOrInitially => classes.Scans(0, amount + 1),
            DetectorKind.Within => classes.Scans(0, amount + 1),
            DetectorKind.LeadsTo => classes.Scans(0, amount + 2),
            DetectorKind.Confirmed => classes.Scans(0, amount, unit),
            _ => [0, 1],
        };
        AddMemory(detector.Text, field, values, value =>
            judge.Reference.SetDetector(detector.Slot, FromCode(detector.Kind, value, amount)));
        remembered.Add(new Remembered(
            detector.Text, () => MemoryLayout.Read(Memory, field),
            () => ToCode(detector.Kind, judge.Reference.Detector(detector.Slot), amount)));
    }

    // The value of the last scan, which may have been invalid: 0 then.
    private void AddOptional(DetectorInfo detector, string name)
    {
        MemoryLayout.Field number = layout.Find(name + ".Value");
        MemoryLayout.Field valid = layout.Find(name + ".IsValid");
        Value[] values = [default, .. classes.Values(detector.Type).Select(value => new Value(value, true))];
        void Set(Value value)
        {
            MemoryLayout.Write(Memory, number, value.Number);
            MemoryLayout.Write(Memory, valid, value.IsValid ? 1 : 0);
            judge.Reference.SetDetector(detector.Slot, value);
        }

        all.Add(new Dimension(detector.Text, values.Length, choice => Set(values[choice]), IsMemory: true, () =>
        {
            bool isValid = MemoryLayout.Read(Memory, valid) != 0;
            Value present = isValid ? new Value(MemoryLayout.Read(Memory, number), true) : default;
            return () => Set(present);
        }));
        remembered.Add(new Remembered(
            detector.Text + ", validity", () => MemoryLayout.Read(Memory, valid),
            () => judge.Reference.Detector(detector.Slot).IsValid ? 1 : 0));
        remembered.Add(new Remembered(
            detector.Text, () => MemoryLayout.Read(Memory, number),
            () => judge.Reference.Detector(detector.Slot) is { IsValid: true } value ? value.Number : 0));
    }

    private static bool IsCounter(DetectorKind kind) => kind is DetectorKind.Held or DetectorKind.HeldOrInitially
        or DetectorKind.Within or DetectorKind.LeadsTo;

    private static Value FromCode(DetectorKind kind, long value, long amount) => kind switch
    {
        DetectorKind.Within => value == 0 ? default : new Value(amount + 1 - value, true),
        DetectorKind.LeadsTo => value == 0 ? default : new Value(value - 1, true),
        _ => new Value(value, true),
    };

    private static long ToCode(DetectorKind kind, Value memory, long amount) => kind switch
    {
        DetectorKind.Within => memory.IsValid ? Math.Max(amount + 1 - memory.Number, 0) : 0,
        DetectorKind.LeadsTo => memory.IsValid ? Math.Min(memory.Number + 1, amount + 2) : 0,
        DetectorKind.Held or DetectorKind.HeldOrInitially => Math.Min(memory.Number, amount + 1),
        DetectorKind.Confirmed => Math.Min(memory.Number, amount),
        _ => memory.Number,
    };

    // Missing, too old, just not too old, one scan old, and new samples of every class; of everything else the classes,
    // and invalid where that can be.
    private void AddDrive(int drive)
    {
        Drive target = judge.Rig.Drives[drive];
        List<Action> choices = [];
        if (target.MayBeMissing)
        {
            choices.Add(() => judge.Set(drive, DriveValue.None, 0));
        }

        foreach (long value in classes.Values(target.Type))
        {
            choices.Add(() => judge.Set(drive, new DriveValue(value, Feed.Fresh), 0));
        }

        if (target.IsInput)
        {
            long some = classes.Values(target.Type)[^1];
            foreach (int age in new[] { 1, target.MaxAge_ms, target.MaxAge_ms + 1 }.Distinct())
            {
                choices.Add(() => judge.Set(drive, new DriveValue(some, Feed.Fresh), age));
            }
        }

        foreach (Func<long> relative in Relative(drive))
        {
            choices.Add(() => judge.Set(drive, new DriveValue(relative(), Feed.Fresh), 0));
        }

        // A value relative to another one has to be set anew when that one changes.
        bool isRelative = classes.IsRelative && target.Type.Kind == ValueKind.Int;
        all.Add(new Dimension(target.Name, choices.Count, choice => choices[choice](), isRelative, () =>
        {
            // What the machine gave to the output that it reads back is a value like any other here.
            DriveValue present = judge.Rig.Values[drive];
            int age = judge.Rig.Age(drive);
            present = present.Feed == Feed.Own ? new DriveValue(judge.Rig.Followed(drive), Feed.Fresh) : present;
            present = present.Feed == Feed.Once ? present with { Feed = Feed.Fresh } : present;
            return () => judge.Set(drive, present, age);
        }));
    }

    // The first value of the same unit, and as much above or below it as a number of the machine says.
    private IEnumerable<Func<long>> Relative(int drive)
    {
        ExprType type = judge.Rig.Drives[drive].Type;
        int first = judge.Rig.Drives.ToList().FindIndex(
            other => other.Type.Kind == ValueKind.Int && other.Type.Unit == type.Unit);
        if (!classes.IsRelative || type.Kind != ValueKind.Int || first == drive)
        {
            return [];
        }

        return classes.Constants(type.Unit)
            .SelectMany(value => new[] { value - 1, value, value + 1, 1 - value, -value, -1 - value }).Distinct()
            .Select(step => (Func<long>)(() => Math.Clamp(
                judge.Rig.Values[first].Number + step, type.Min, type.Max)));
    }

    private void AddRow(string name, string fieldName, long[] values)
    {
        MemoryLayout.Field field = layout.Find(fieldName);
        int row = judge.Reference.Values.IndexOf(prefix + name);
        AddMemory(name, field, values, value => judge.Reference.Values.Poke(row, value));
    }

    private void AddMemory(string name, MemoryLayout.Field field, long[] values, Action<long> setReference)
    {
        void Set(long value)
        {
            MemoryLayout.Write(Memory, field, value);
            setReference(value);
        }

        all.Add(new Dimension(name, values.Length, choice => Set(values[choice]), IsMemory: true, () =>
        {
            long present = MemoryLayout.Read(Memory, field);
            return () => Set(present);
        }));
    }

    private static string Field(string name, ExprType type) =>
        Pascal(name) + (type.Unit is "" or "count" ? string.Empty : "_" + type.Unit);

    private static string Pascal(string name) => string.Concat(name.Split('-', '_', '.', ' ')
        .Where(word => word.Length > 0).Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
}
