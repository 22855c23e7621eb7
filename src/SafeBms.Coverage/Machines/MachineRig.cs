using SafeBms.Specification.Model;

namespace SafeBms.Coverage.Machines;

/// <summary>Runs the steps of tests on the generated code of a machine.</summary>
public sealed class MachineRig
{
    private readonly CompiledBenches benches;
    private readonly IMachineBench bench;
    private readonly int[] inputRows;
    private readonly int[] rowNumbers;
    private readonly DriveValue[] values;
    private readonly int[] ages;
    private readonly List<int> aging = [];
    private readonly List<int> following = [];
    private readonly int[] driverRows;

    /// <summary>Of a machine.</summary>
    public MachineRig(CompiledBenches benches, MachineInfo machine)
    {
        this.benches = benches ?? throw new ArgumentNullException(nameof(benches));
        Machine = machine ?? throw new ArgumentNullException(nameof(machine));
        bench = benches.Create(machine);
        Drives = Drive.Of(benches.Model, machine);
        inputRows = [.. Drives.Select(drive => drive.IsInput ? benches.Names.Input(drive.Input) : -1)];
        values = new DriveValue[Drives.Count];
        ages = new int[Drives.Count];
        Retained = [.. machine.Variables.Where(variable => variable.Retain)];
        string own = machine.InstanceGroup.Length > 0 ? machine.Name + "[0]." : machine.Name + ".";
        Rows = [.. benches.Names.States.Where(row => row.StartsWith(own, StringComparison.Ordinal))];
        RowNames = [.. Rows.Select(row => row[own.Length..])];
        driverRows = [.. Drives.Select(drive => drive.Driver.Length == 0 ? -1
            : benches.Names.State(own + drive.Driver))];
        rowNumbers = [.. Rows.Select(benches.Names.State)];
    }

    /// <summary>The machine.</summary>
    public MachineInfo Machine { get; }

    /// <summary>What it reads.</summary>
    public IReadOnlyList<Drive> Drives { get; }

    /// <summary>The present value of each drive.</summary>
    public IReadOnlyList<DriveValue> Values => values;

    /// <summary>Full names of the rows of the state table that are this machine's.</summary>
    public IReadOnlyList<string> Rows { get; }

    /// <summary>The same without the machine's name.</summary>
    public IReadOnlyList<string> RowNames { get; }

    /// <summary>What the machine remembers.</summary>
    public Span<byte> Memory => bench.Memory;

    /// <summary>Whether an input grows older with each scan.</summary>
    public bool IsAging => aging.Count > 0;

    /// <summary>The value of a row, by its place in <see cref="Rows"/>.</summary>
    public long Row(int row) => bench.Row(rowNumbers[row]);

    /// <summary>The present number of a drive's age; of meaning where it is fed once.</summary>
    public int Age(int drive) => ages[drive];

    /// <summary>The retained variables of the machine, in document order.</summary>
    public IReadOnlyList<VariableInfo> Retained { get; }

    /// <summary>Goes to before step 0.</summary>
    /// <returns>What is wrong with the product, a name or a parameter, or null.</returns>
    public string? Start(MachineStart start)
    {
        ArgumentNullException.ThrowIfNull(start);
        int row = benches.Names.Product(start.Product);
        if (row < 0)
        {
            return $"there is no product '{start.Product}'";
        }

        if (start.Retained.Count > 0 && Retained.Any(variable => !start.Retained.ContainsKey(variable.Name)))
        {
            return $"'retained' must name all of {string.Join(", ", Retained.Select(variable => variable.Name))}";
        }

        long[] set = [.. benches.Parameters[row]];
        foreach ((string name, long value) in start.Parameters)
        {
            int index = benches.Names.Parameter(name);
            if (index < 0)
            {
                return $"there is no parameter '{name}' that can be set";
            }

            set[index] = value;
        }

        long[] kept = start.Retained.Count == 0 ? []
            : [.. Retained.Select(variable => start.Retained[variable.Name])];
        string? problem = bench.Start(row, set, kept);
        for (int drive = 0; drive < Drives.Count && problem is null; drive++)
        {
            Set(drive, Drives[drive].Initial);
        }

        return problem;
    }

    /// <summary>All values of the parameters, by name, for this start.</summary>
    public Dictionary<string, long> AllParameters(MachineStart start)
    {
        ArgumentNullException.ThrowIfNull(start);
        long[] set = benches.Parameters[benches.Names.Product(start.Product)];
        Dictionary<string, long> all = new(StringComparer.Ordinal);
        for (int index = 0; index < set.Length; index++)
        {
            all[benches.Names.Parameters[index]] = set[index];
        }

        foreach ((string name, long value) in start.Parameters)
        {
            all[name] = value;
        }

        return all;
    }

    /// <summary>Sets a drive from the next scan on.</summary>
    /// <param name="drive">Which.</param>
    /// <param name="value">Its value.</param>
    /// <param name="age_ms">Age at the next scan, where it is fed once.</param>
    public void Set(int drive, DriveValue value, int age_ms = 0)
    {
        values[drive] = value;
        ages[drive] = age_ms;
        aging.Remove(drive);
        following.Remove(drive);
        Drive target = Drives[drive];
        if (value.Feed == Feed.Own)
        {
            following.Add(drive);
        }
        else if (!target.IsInput)
        {
            bench.SetUse(target.Use, target.Member, target.Field, value.Number, value.Feed != Feed.Missing);
        }
        else
        {
            int age = value.Feed == Feed.Stale ? target.MaxAge_ms + 1 : age_ms;
            bench.SetInput(inputRows[drive], (int)value.Number, age, value.Feed != Feed.Missing);
        }

        if (value.Feed == Feed.Once)
        {
            aging.Add(drive);
        }
    }

    /// <summary>What a drive that follows the machine's own output reads in the next scan.</summary>
    public long Followed(int drive) => bench.Row(driverRows[drive]);

    /// <summary>One scan.</summary>
    public void Scan()
    {
        foreach (int drive in following)
        {
            Drive target = Drives[drive];
            bench.SetUse(target.Use, target.Member, target.Field, Followed(drive), isValid: true);
        }

        bench.Scan();
        foreach (int drive in aging)
        {
            ages[drive]++;
            bench.SetInput(inputRows[drive], (int)values[drive].Number, ages[drive], accepted: true);
        }
    }

    /// <summary>One step without looking at its expectations.</summary>
    public void Run(TestStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        foreach ((int drive, DriveValue value) in step.Set)
        {
            Set(drive, value);
        }

        for (int scan = 0; scan < step.Scans; scan++)
        {
            Scan();
        }
    }
}
