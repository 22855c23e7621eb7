using SafeBms.Coverage.Machines;
using SafeBms.Specification.Model;

namespace SafeBms.Coverage.Search;

/// <summary>Values that are worth trying: those around the numbers that the machine compares with.</summary>
internal sealed class Candidates
{
    private readonly MachineInfo machine;
    private readonly IReadOnlyList<Drive> drives;
    private readonly Dictionary<string, long[]> byUnit = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long[]> members = new(StringComparer.Ordinal);

    public Candidates(
        SpecificationModel model, MachineInfo machine, IReadOnlyList<Drive> drives, Dictionary<string, long> parameters)
    {
        this.machine = machine;
        this.drives = drives;
        foreach (EnumInfo enumeration in model.Signals.Enums)
        {
            members[enumeration.Name] = [.. enumeration.Members.Select(member => (long)member.Id)];
        }

        foreach (MachineInfo other in model.Machines.Append(model.ShutdownMachine))
        {
            members["machine:" + other.Name] =
                [.. other.States.Where(state => state.InitialChild < 0).Select(state => (long)state.Id)];
        }

        long? Parameter(string name) => parameters.TryGetValue(name, out long value)
            ? value : model.Parameters.Parameters.First(parameter => parameter.Name == name).Default;
        AddConstants(Parameter);
        Durations_ms = [.. DurationsOf(Parameter)];
    }

    /// <summary>Times after which something happens, ms; the shorter ones first.</summary>
    public IReadOnlyList<long> Durations_ms { get; }

    /// <summary>Draws a value for a drive.</summary>
    /// <param name="drive">Which.</param>
    /// <param name="present">The values of all drives.</param>
    /// <param name="random">The source of all chance.</param>
    public DriveValue Draw(int drive, IReadOnlyList<DriveValue> present, Random random)
    {
        Drive target = drives[drive];
        if (target.MayBeMissing && random.Next(8) == 0)
        {
            return DriveValue.None;
        }

        if (target.Driver.Length > 0 && random.Next(3) != 0)
        {
            return new DriveValue(0, Feed.Own);
        }

        Feed feed = !target.IsInput ? Feed.Fresh
            : random.Next(12) switch { 0 => Feed.Once, 1 => Feed.Stale, _ => Feed.Fresh };
        return new DriveValue(Number(drive, present, random), feed);
    }

    private long Number(int drive, IReadOnlyList<DriveValue> present, Random random)
    {
        ExprType type = drives[drive].Type;
        if (type.Kind == ValueKind.Bool)
        {
            return present[drive].Feed == Feed.Missing ? random.Next(2) : 1 - present[drive].Number;
        }

        if (type.Kind == ValueKind.Enum)
        {
            long[] choices = members[type.EnumName];
            return choices[random.Next(choices.Length)];
        }

        long number = Near(drive, present, random);
        return Math.Clamp(number, type.Min, type.Max);
    }

    private long Near(int drive, IReadOnlyList<DriveValue> present, Random random)
    {
        ExprType type = drives[drive].Type;
        long[] constants = byUnit.GetValueOrDefault(type.Unit) ?? [0];
        long constant = constants[random.Next(constants.Length)] + random.Next(-1, 2);
        int way = random.Next(20);
        if (way < 9)
        {
            return way == 0 ? -constant : constant;
        }

        if (way < 14)
        {
            int[] same = [.. Enumerable.Range(0, drives.Count)
                .Where(other => other != drive && drives[other].Type.Unit == type.Unit)];
            long other = same.Length == 0 ? 0 : present[same[random.Next(same.Length)]].Number;
            return way switch
            {
                < 11 => other + constant,
                < 13 => other - constant,
                _ => other + random.Next(-1, 2),
            };
        }

        return way switch
        {
            14 => 0,
            15 => type.Min,
            16 => type.Max,
            17 => present[drive].Number + random.Next(-2, 3),
            18 => present[drive].Number / 2,
            _ => random.NextInt64(type.Min, type.Max + 1),
        };
    }

    private void AddConstants(Func<string, long?> parameter)
    {
        Dictionary<string, SortedSet<long>> found = new(StringComparer.Ordinal);
        foreach (Expr part in Expressions.Of(machine).SelectMany(Expressions.Walk))
        {
            if (part.Type.Kind == ValueKind.Int && Expressions.Constant(part, parameter) is long value)
            {
                if (!found.TryGetValue(part.Type.Unit, out SortedSet<long>? set))
                {
                    found[part.Type.Unit] = set = [];
                }

                set.Add(value);
            }
        }

        foreach ((string unit, SortedSet<long> values) in found)
        {
            byUnit[unit] = [.. values];
        }
    }

    private SortedSet<long> DurationsOf(Func<string, long?> parameter)
    {
        SortedSet<long> durations = [];
        IEnumerable<Expr> expressions = Expressions.Of(machine)
            .Concat(machine.Detectors.Select(detector => detector.Amount).OfType<Expr>());
        foreach (Expr part in expressions.SelectMany(Expressions.Walk))
        {
            if (part.Type is { Kind: ValueKind.Int, Unit: "ms" or "count" }
                && Expressions.Constant(part, parameter) is long value and > 0)
            {
                durations.Add(value);
            }
        }

        return durations;
    }
}
