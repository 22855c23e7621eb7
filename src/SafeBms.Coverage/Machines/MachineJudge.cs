using System.Globalization;
using SafeBms.Interpreter;
using SafeBms.Specification.Model;

namespace SafeBms.Coverage.Machines;

/// <summary>Runs tests on the generated code of a machine and on the reference interpreter, side by side.</summary>
public sealed class MachineJudge
{
    private readonly MachineRig rig;
    private readonly ReferenceMachine reference;
    private readonly ValueWords words;
    private readonly string prefix;
    private readonly int[] referenceRows;

    /// <summary>Of a machine.</summary>
    public MachineJudge(CompiledBenches benches, MachineInfo machine)
    {
        ArgumentNullException.ThrowIfNull(benches);
        ArgumentNullException.ThrowIfNull(machine);
        rig = new MachineRig(benches, machine);
        reference = new ReferenceMachine(benches.Model, machine.Name);
        words = new ValueWords(benches.Model);
        prefix = machine.InstanceGroup.Length > 0 ? machine.Name + "[0]." : machine.Name + ".";
        referenceRows = [.. rig.Rows.Select(reference.Values.IndexOf)];
    }

    /// <summary>Runs a test. Both readers of the specification must agree on every row in every scan, and both with
    /// what the test expects after each step.</summary>
    /// <returns>The first difference in words, or null.</returns>
    public string? Judge(MachineTest test)
    {
        ArgumentNullException.ThrowIfNull(test);
        string? problem = Start(test.Start);
        for (int step = 0; step < test.Steps.Count && problem is null; step++)
        {
            problem = Step(test.Steps[step]) ?? Expected(test.Steps[step]);
            problem = problem is null ? null
                : string.Create(CultureInfo.InvariantCulture, $"{test.Name}, step {step + 1}: {problem}");
        }

        return problem;
    }

    /// <summary>The same test with what the reference interpreter gives as its expectations.</summary>
    /// <exception cref="InvalidOperationException">The generated code disagrees.</exception>
    public MachineTest WithExpectations(MachineTest test)
    {
        ArgumentNullException.ThrowIfNull(test);
        string? problem = Start(test.Start);
        Dictionary<string, long> shown = new(StringComparer.Ordinal);
        List<TestStep> steps = [];
        foreach (TestStep step in test.Steps)
        {
            problem ??= Step(step);
            List<KeyValuePair<string, long>> expect = [];
            foreach ((string row, long value) in Visible())
            {
                if (!shown.TryGetValue(row, out long known) || known != value)
                {
                    shown[row] = value;
                    expect.Add(new(row, value));
                }
            }

            steps.Add(step with { Expect = expect });
        }

        return problem is null ? test with { Steps = steps }
            : throw new InvalidOperationException($"{rig.Machine.Name}: {problem}");
    }

    /// <summary>Starts both.</summary>
    internal string? Start(MachineStart start)
    {
        if (rig.Start(start) is string problem)
        {
            return problem;
        }

        Dictionary<string, long>? retained = start.Retained.Count == 0 ? null
            : start.Retained.ToDictionary(pair => prefix + pair.Key, pair => pair.Value);
        problem = reference.Start(rig.AllParameters(start), retained)!;
        if (problem is not null)
        {
            return $"the interpreter does not start: {problem}";
        }

        for (int drive = 0; drive < rig.Drives.Count; drive++)
        {
            Deliver(drive);
        }

        return Difference() is string difference ? $"before the first scan: {difference}" : null;
    }

    /// <summary>The generated code.</summary>
    internal MachineRig Rig => rig;

    /// <summary>The interpreter.</summary>
    internal ReferenceMachine Reference => reference;

    /// <summary>Sets what both read.</summary>
    internal void Set(int drive, DriveValue value, int age_ms)
    {
        rig.Set(drive, value, age_ms);
        Deliver(drive);
    }

    /// <summary>One scan of both.</summary>
    internal void Scan()
    {
        rig.Scan();
        reference.Scan();
    }

    /// <summary>One step of a test on both.</summary>
    /// <param name="step">The step.</param>
    /// <param name="beforeScan">Called before each scan with the number of scans that are left.</param>
    /// <returns>The first difference in words, or null.</returns>
    internal string? Step(TestStep step, Action<int>? beforeScan = null)
    {
        foreach ((int drive, DriveValue value) in step.Set)
        {
            rig.Set(drive, value);
            Deliver(drive);
        }

        for (int scan = 0; scan < step.Scans; scan++)
        {
            Follow();
            beforeScan?.Invoke(step.Scans - scan);
            rig.Scan();
            reference.Scan();
            if (Difference() is string difference)
            {
                return string.Create(CultureInfo.InvariantCulture, $"scan {scan + 1}: {difference}");
            }

            for (int drive = 0; rig.IsAging && drive < rig.Drives.Count; drive++)
            {
                if (rig.Values[drive].Feed == Feed.Once)
                {
                    Deliver(drive);
                }
            }
        }

        return null;
    }

    private string? Expected(TestStep step)
    {
        foreach ((string row, long value) in step.Expect)
        {
            int at = rig.RowNames.ToList().IndexOf(row);
            long actual = at < 0 ? 0 : rig.Row(at);
            if (at < 0 || actual != value)
            {
                ExprType type = ValueWords.TypeOf(rig.Machine, row) ?? ExprType.Bool;
                return $"{row} is {words.Print(type, actual)} and should be {words.Print(type, value)}";
            }
        }

        return null;
    }

    /// <summary>The first row in which the two differ, in words, or null.</summary>
    internal string? Difference()
    {
        for (int row = 0; row < referenceRows.Length; row++)
        {
            if (reference.Values.IsMeaningful(referenceRows[row])
                && reference.Values.Get(referenceRows[row]) != rig.Row(row))
            {
                return string.Create(CultureInfo.InvariantCulture,
                    $"{rig.Rows[row]} is {rig.Row(row)} in the generated code, "
                    + $"{reference.Values.Get(referenceRows[row])} in the interpreter");
            }
        }

        return null;
    }

    // Timers change in every scan and would hide what matters; they are compared scan by scan all the same.
    private IEnumerable<(string Row, long Value)> Visible()
    {
        for (int row = 0; row < referenceRows.Length; row++)
        {
            string name = rig.RowNames[row];
            bool isTimer = rig.Machine.Timers.Any(timer => timer.Name == name);
            if (!isTimer && reference.Values.IsMeaningful(referenceRows[row]))
            {
                yield return (name, reference.Values.Get(referenceRows[row]));
            }
        }
    }

    private void Deliver(int drive)
    {
        Drive target = rig.Drives[drive];
        DriveValue value = rig.Values[drive];
        bool isThere = value.Feed != Feed.Missing;
        if (target.IsInput)
        {
            int age = value.Feed == Feed.Stale ? target.MaxAge_ms + 1 : isThere ? rig.Age(drive) : 0;
            reference.Deliver(target.Input, new InputReading(value.Number, age, isThere));
        }
        else
        {
            string alias = rig.Machine.Uses[target.Use].Alias;
            reference.Set(alias, target.Member, target.FieldName, value.Number, isThere);
        }
    }

    private void Follow()
    {
        for (int drive = 0; drive < rig.Drives.Count; drive++)
        {
            if (rig.Values[drive].Feed == Feed.Own)
            {
                Drive target = rig.Drives[drive];
                reference.Set(rig.Machine.Uses[target.Use].Alias, 0, string.Empty, rig.Followed(drive), isValid: true);
            }
        }
    }
}
