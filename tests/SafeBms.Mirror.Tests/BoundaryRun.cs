using System.Globalization;
using SafeBms.Coverage.Machines;
using SafeBms.Differential.Tests;
using SafeBms.Specification.Model;

namespace SafeBms.Mirror.Tests;

/// <summary>Draws runs of one machine whose values lie at the numbers that its parameters name, one below and one above,
/// and whose waits end at its delays, one scan before and one after.</summary>
internal sealed class BoundaryRun
{
    private const int Steps = 30;
    private const long LongestWait_ms = 6_000;
    private static readonly long[] Neighbours = [-1, 0, 1];
    private static readonly Dictionary<string, long> None = new(StringComparer.Ordinal);

    private readonly SpecificationModel model;
    private readonly MachineInfo machine;
    private readonly IReadOnlyList<Drive> drives;
    private readonly ParameterInfo[] used;
    private readonly Dictionary<string, long[]> members;
    private readonly Dice dice;
    private long[] current = [];
    private readonly TurningPoints? turning;
    private readonly IReadOnlyList<IReadOnlyDictionary<string, long>> parameterSets;
    private ProductInfo product;
    private IReadOnlyDictionary<string, long> parameters = None;

    /// <summary>Prepares the runs.</summary>
    /// <param name="model">The specification.</param>
    /// <param name="machine">Whose runs.</param>
    /// <param name="seed">Equal seeds draw equal runs.</param>
    /// <param name="isTurning">Whether values at which comparisons turn are drawn as well.</param>
    /// <param name="parameterSets">Parameters that differ from those of the product, beside none at all.</param>
    public BoundaryRun(
        SpecificationModel model, MachineInfo machine, ulong seed, bool isTurning,
        IReadOnlyList<IReadOnlyDictionary<string, long>> parameterSets)
    {
        this.parameterSets = [None, .. parameterSets];
        this.model = model;
        this.machine = machine;
        drives = Drive.Of(model, machine);
        turning = isTurning ? new TurningPoints(machine, drives) : null;
        used = [.. model.Parameters.Parameters.Where(item => machine.Parameters.Contains(item.Name))];
        members = model.Signals.Enums.ToDictionary(
            item => item.Name, item => item.Members.Select(member => (long)member.Id).ToArray());
        foreach (MachineInfo other in model.Machines.Append(model.ShutdownMachine))
        {
            members["machine:" + other.Name] = [.. other.States.Where(state => state.InitialChild < 0)
                .Select(state => (long)state.Id)];
        }

        dice = new Dice(seed);
        product = model.Products[0];
    }

    /// <summary>The next run.</summary>
    /// <param name="number">Its number, for messages.</param>
    public MachineTest Draw(int number)
    {
        product = dice.Pick(model.Products);
        parameters = dice.Pick(parameterSets);
        current = new long[drives.Count];
        List<TestStep> steps = [new TestStep(Settle(), 1, [])];
        while (steps.Count < Steps)
        {
            steps.Add(new TestStep(Change(), Wait(), []));
        }

        return new MachineTest(
            string.Create(CultureInfo.InvariantCulture, $"run {number}"), [],
            new MachineStart(product.Name, parameters, Retained()), steps);
    }

    /// <summary>A test of the machine with one or two readings changed in one of its steps: at the place that the test was
    /// made for a comparison turns.</summary>
    /// <param name="test">The test; what it expects does not count.</param>
    /// <param name="number">Number of the run, for messages.</param>
    public MachineTest Disturb(MachineTest test, int number)
    {
        product = model.Products.Single(item => item.Name == test.Start.Product);
        parameters = test.Start.Parameters;
        current = new long[drives.Count];
        int disturbed = dice.Below(test.Steps.Count);
        int[] turns = [.. Enumerable.Range(0, drives.Count).Where(drive => turning?.Turns(drive) == true)];
        List<TestStep> steps = [];
        foreach (TestStep step in test.Steps)
        {
            List<KeyValuePair<int, DriveValue>> set = [.. step.Set];
            foreach ((int drive, DriveValue value) in set)
            {
                current[drive] = value.Number;
            }

            if (steps.Count == disturbed)
            {
                for (int count = dice.Pick([1, 1, 2]); count > 0; count--)
                {
                    int drive = turns.Length > 0 && dice.Chance(800) ? dice.Pick(turns) : dice.Below(drives.Count);
                    set.RemoveAll(one => one.Key == drive);
                    set.Add(new(drive, Kept(drive, Number(drive), Feed.Fresh)));
                }
            }

            steps.Add(new TestStep(set, step.Scans, []));
        }

        return new MachineTest(
            string.Create(CultureInfo.InvariantCulture, $"{test.Name} disturbed, run {number}"), [], test.Start, steps);
    }

    private Dictionary<string, long> Retained() => dice.Chance(500) ? [] : machine.Variables
        .Where(variable => variable.Retain)
        .ToDictionary(variable => variable.Name, variable => dice.Chance(500)
            ? variable.Initial : dice.Between(variable.Type.Min, variable.Type.Max));

    // Everything is there at first, and what is of one kind reads nearly the same, as on a boat.
    private List<KeyValuePair<int, DriveValue>> Settle()
    {
        bool isWhole = dice.Chance(700);
        Dictionary<(string, string), long> common = [];
        List<KeyValuePair<int, DriveValue>> settled = [];
        for (int drive = 0; drive < drives.Count; drive++)
        {
            (string, string) kind = (drives[drive].Type.Unit, drives[drive].Name.Split('.')[^1]);
            if (!common.TryGetValue(kind, out long value))
            {
                value = Number(drive);
                common.Add(kind, value);
            }

            settled.Add(new(drive, isWhole ? Kept(drive, value, Feed.Fresh) : Reading(drive)));
        }

        return settled;
    }

    private List<KeyValuePair<int, DriveValue>> Change()
    {
        Dictionary<int, DriveValue> changes = [];
        for (int count = dice.Pick([0, 1, 1, 1, 2, 2, 3]); count > 0 && drives.Count > 0; count--)
        {
            int drive = dice.Below(drives.Count);
            changes[drive] = Reading(drive);
        }

        return [.. changes];
    }

    private DriveValue Reading(int drive)
    {
        Drive target = drives[drive];
        if (target.Driver.Length > 0 && dice.Chance(700))
        {
            return new DriveValue(0, Feed.Own);
        }

        if (target.MayBeMissing && dice.Chance(100))
        {
            return DriveValue.None;
        }

        Feed feed = !target.IsInput || dice.Chance(800) ? Feed.Fresh : dice.Pick([Feed.Once, Feed.Stale]);
        return Kept(drive, Number(drive), feed);
    }

    private DriveValue Kept(int drive, long value, Feed feed)
    {
        // Only an input can lie outside of its range; the border sees to it.
        ExprType type = drives[drive].Type;
        long beyond = drives[drive].IsInput && type.Kind == ValueKind.Int ? 1 : 0;
        current[drive] = type.Kind == ValueKind.Int
            ? Math.Clamp(value, type.Min - beyond, type.Max + beyond) : value;
        return new DriveValue(current[drive], feed);
    }

    private long Number(int drive)
    {
        ExprType type = drives[drive].Type;
        if (type.Kind == ValueKind.Bool)
        {
            return dice.Below(2);
        }

        if (type.Kind == ValueKind.Enum)
        {
            return dice.Pick(members[type.EnumName]);
        }

        long? turn = turning is not null && dice.Chance(700) ? turning.Pick(drive, current, ValueOf, dice) : null;
        return (turn ?? Near(type)) + dice.Pick(Neighbours);
    }

    private long Near(ExprType type)
    {
        long threshold = dice.Chance(850) ? Threshold(type) : dice.Between(type.Min, type.Max);
        return dice.Below(6) switch
        {
            0 => -threshold,
            1 => Other(type) + threshold,
            2 => Other(type) - threshold,
            _ => threshold,
        };
    }

    private long Threshold(ExprType type)
    {
        long[] numbers = [.. used.Where(item => item.Type.Kind == ValueKind.Int && item.Type.Unit == type.Unit)
            .Select(ValueOf)];
        return numbers.Length == 0 ? dice.Pick([type.Min, type.Max, 0L]) : dice.Pick(numbers);
    }

    // What is compared with another reading: the present one of the same unit.
    private long Other(ExprType type)
    {
        int[] same = [.. Enumerable.Range(0, drives.Count).Where(drive =>
            drives[drive].Type.Kind == ValueKind.Int && drives[drive].Type.Unit == type.Unit)];
        return same.Length == 0 ? 0 : current[dice.Pick(same)];
    }

    private int Wait()
    {
        long[] delays = [.. used.Where(item => item.Type.Unit == "ms").Select(ValueOf)
            .Where(delay => delay is > 0 and <= LongestWait_ms)];
        return dice.Chance(930) || delays.Length == 0
            ? dice.Pick([1, 1, 1, 2, 3, 5])
            : (int)Math.Max(1, dice.Pick(delays) + dice.Between(-2, 2));
    }

    private long ValueOf(string parameter) => ValueOf(model.Parameters.Parameters.First(item => item.Name == parameter));

    private long ValueOf(ParameterInfo parameter) => parameters.TryGetValue(parameter.Name, out long value) ? value
        : product.Overrides.Where(item => item.Parameter == parameter.Name).Select(item => item.Value)
            .DefaultIfEmpty(parameter.Default).First();
}
