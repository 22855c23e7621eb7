using System.Globalization;
using SafeBms.Specification.Model;

namespace SafeBms.Coverage.Machines;

/// <summary>How a value reaches a machine.</summary>
public enum Feed
{
    /// <summary>An input that is accepted anew in every scan; anything else: a valid value.</summary>
    Fresh,

    /// <summary>An input that was accepted in the first scan of the step and then ages.</summary>
    Once,

    /// <summary>An input that was never accepted; anything else: an invalid value.</summary>
    Missing,

    /// <summary>An input that is older than it may be.</summary>
    Stale,

    /// <summary>What the machine itself gave in the last scan to the output signal that it reads back.</summary>
    Own,
}

/// <summary>A value and how it comes.</summary>
/// <param name="Number">Base unit; bool as 0 or 1, enumerations and states by id; 0 if missing.</param>
/// <param name="Feed">How it comes.</param>
public readonly record struct DriveValue(long Number, Feed Feed)
{
    /// <summary>Missing.</summary>
    public static DriveValue None { get; } = new(0, Feed.Missing);
}

/// <summary>One value that a machine reads and that a test sets.</summary>
/// <param name="Name">Alias of the use; <c>battery[0].cell[1].voltage</c> for members of groups,
/// <c>alias[0].output</c> for instances of a machine.</param>
/// <param name="Input">The input signal by flat name; empty for everything else.</param>
/// <param name="Use">Place of the use.</param>
/// <param name="Member">Instance of a machine that is read.</param>
/// <param name="Field">Its output by place, -1 for its state.</param>
/// <param name="FieldName">Its output by name, or <c>state</c>.</param>
/// <param name="Type">Type and range.</param>
/// <param name="MaxAge_ms">Of an input: older than this is invalid.</param>
/// <param name="Driver">Output of the machine that drives the output signal read here; empty for none.</param>
public sealed record Drive(
    string Name,
    string Input,
    int Use,
    int Member,
    int Field,
    string FieldName,
    ExprType Type,
    int MaxAge_ms = 0,
    string Driver = "")
{
    /// <summary>Whether it is an input signal.</summary>
    public bool IsInput => Input.Length > 0;

    /// <summary>Whether it can be missing.</summary>
    public bool MayBeMissing => IsInput || Type.MayBeInvalid;

    /// <summary>The value before a test sets it.</summary>
    public DriveValue Initial => Driver.Length > 0 ? new DriveValue(0, Feed.Own)
        : MayBeMissing ? DriveValue.None
        : new DriveValue(Math.Clamp(0, Type.Min, Type.Max), Feed.Fresh);

    /// <summary>Everything that a machine reads, for the default number of members of each group.</summary>
    public static IReadOnlyList<Drive> Of(SpecificationModel model, MachineInfo machine)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(machine);
        return [.. new DriveFinder(model, machine).Find()];
    }

    private sealed class DriveFinder(SpecificationModel model, MachineInfo machine)
    {
        private readonly HashSet<string> fields = [.. Expressions.Of(machine).SelectMany(Expressions.Walk)
            .OfType<MemberRef>().Select(member => member.Field)];

        public IEnumerable<Drive> Find()
        {
            for (int use = 0; use < machine.Uses.Count; use++)
            {
                foreach (Drive drive in Of(machine.Uses[use], use))
                {
                    yield return drive;
                }
            }

            if (machine.InstanceGroup.Length > 0)
            {
                foreach (Drive drive in Members(Group(machine.InstanceGroup), string.Empty, 1))
                {
                    yield return drive;
                }
            }
        }

        private IEnumerable<Drive> Of(UseInfo use, int at)
        {
            bool isOwn = use.Source == machine.Name
                && use.Kind is UseKind.PreviousMachineOutput or UseKind.PreviousMachineState;
            return use.Kind switch
            {
                _ when isOwn => [],
                UseKind.Input => [new Drive(
                    use.Alias, use.Source, at, 0, 0, string.Empty, use.Type, MaxAge(use.Source))],
                UseKind.Group => Members(Group(use.Source), string.Empty, Configured(Group(use.Source))),
                UseKind.Machine or UseKind.PreviousMachine => Instances(use, at),
                UseKind.Violation => [new Drive(use.Alias, string.Empty, at, 0, 0, string.Empty, ExprType.Bool)],
                UseKind.PreviousWritten => [new Drive(
                    use.Alias, string.Empty, at, 0, 0, string.Empty, use.Type, Driver: Driver(use.Source))],
                _ => [new Drive(use.Alias, string.Empty, at, 0, 0, string.Empty, use.Type)],
            };
        }

        private int MaxAge(string input) =>
            model.Signals.Inputs.First(candidate => candidate.Name == input).MaxAge_ms;

        private string Driver(string signal) =>
            machine.Outputs.FirstOrDefault(output => output.Drives == signal)?.Name ?? string.Empty;

        private IEnumerable<Drive> Instances(UseInfo use, int at)
        {
            MachineInfo source = model.Machines.First(other => other.Name == use.Source);
            int count = Configured(Group(source.InstanceGroup));
            for (int member = 0; member < count; member++)
            {
                for (int field = 0; field < source.Outputs.Count; field++)
                {
                    MachineOutputInfo output = source.Outputs[field];
                    if (fields.Contains(output.Name))
                    {
                        string name = string.Create(
                            CultureInfo.InvariantCulture, $"{use.Alias}[{member}].{output.Name}");
                        yield return new Drive(name, string.Empty, at, member, field, output.Name, output.Type);
                    }
                }
            }
        }

        private IEnumerable<Drive> Members(GroupInfo group, string prefix, int count)
        {
            for (int member = 0; member < count; member++)
            {
                string path = string.Create(CultureInfo.InvariantCulture, $"{prefix}{group.Name}[{member}].");
                foreach (InputInfo input in group.Inputs.Where(input => fields.Contains(input.Name)))
                {
                    yield return new Drive(
                        path + input.Name, path + input.Name, -1, 0, 0, string.Empty, input.Type, input.MaxAge_ms);
                }

                foreach (Drive drive in group.Groups.SelectMany(inner => Members(inner, path, Configured(inner))))
                {
                    yield return drive;
                }
            }
        }

        private int Configured(GroupInfo group) => (int)Math.Min(group.Capacity, model.Parameters.Parameters
            .First(parameter => parameter.Name == group.ConfiguredParameter).Default);

        private GroupInfo Group(string path) => model.Signals.Groups.First(group => group.Path == path);
    }
}
