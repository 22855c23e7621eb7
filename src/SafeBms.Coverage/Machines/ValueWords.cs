using System.Globalization;
using SafeBms.Specification.Model;

namespace SafeBms.Coverage.Machines;

/// <summary>Values as a reader of a test writes them, and back.</summary>
internal sealed class ValueWords(SpecificationModel model)
{
    private const string Once = " once";
    private const string Stale = " stale";
    private const string None = "none";
    private const string Own = "own";

    /// <summary>A number of a type: <c>true</c>, <c>Open</c>, <c>12000 mV</c>.</summary>
    public string Print(ExprType type, long number) => type.Kind switch
    {
        ValueKind.Bool => number != 0 ? "true" : "false",
        ValueKind.Enum => Members(type.EnumName).First(member => member.Id == number).Name,
        _ => number.ToString(CultureInfo.InvariantCulture)
            + (type.Unit is "" or "count" ? string.Empty : " " + type.Unit),
    };

    /// <summary>A value of a drive: as above, <c>none</c>, <c>own</c>, or with <c>once</c> or <c>stale</c>
    /// behind it.</summary>
    public string Print(Drive drive, DriveValue value) => value.Feed switch
    {
        Feed.Missing => None,
        Feed.Own => Own,
        Feed.Stale => Print(drive.Type, value.Number) + Stale,
        Feed.Once => Print(drive.Type, value.Number) + Once,
        _ => Print(drive.Type, value.Number),
    };

    /// <summary>Back; null if the text is not of the type.</summary>
    public long? Read(ExprType type, string text)
    {
        if (type.Kind == ValueKind.Bool)
        {
            return text switch { "true" => 1, "false" => 0, _ => null };
        }

        if (type.Kind == ValueKind.Enum)
        {
            return Members(type.EnumName).FirstOrDefault(member => member.Name == text)?.Id;
        }

        string number = type.Unit is not ("" or "count") && text.EndsWith(" " + type.Unit, StringComparison.Ordinal)
            ? text[..^(type.Unit.Length + 1)] : text;
        return long.TryParse(number, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value)
            ? value : null;
    }

    /// <summary>Back; null if the text is not of the drive's type.</summary>
    public DriveValue? Read(Drive drive, string text)
    {
        if (text == None)
        {
            return drive.MayBeMissing ? DriveValue.None : null;
        }

        if (text == Own)
        {
            return drive.Driver.Length > 0 ? new DriveValue(0, Feed.Own) : null;
        }

        (string suffix, Feed feed) = drive.IsInput && text.EndsWith(Once, StringComparison.Ordinal) ? (Once, Feed.Once)
            : drive.IsInput && text.EndsWith(Stale, StringComparison.Ordinal) ? (Stale, Feed.Stale)
            : (string.Empty, Feed.Fresh);
        return Read(drive.Type, text[..^suffix.Length]) is long value ? new DriveValue(value, feed) : null;
    }

    /// <summary>The type of a row of a machine, by its name without the machine's; null if there is none.</summary>
    public static ExprType? TypeOf(MachineInfo machine, string row)
    {
        if (row == "state" && machine.States.Count > 0)
        {
            return new ExprType(ValueKind.Enum, string.Empty, 0, 255, "machine:" + machine.Name, false);
        }

        if (row.EndsWith(".valid", StringComparison.Ordinal))
        {
            return ExprType.Bool;
        }

        return machine.Variables.FirstOrDefault(variable => variable.Name == row)?.Type
            ?? machine.Timers.FirstOrDefault(timer => timer.Name == row)?.Type
            ?? machine.Outputs.FirstOrDefault(output => output.Name == row)?.Type;
    }

    private IEnumerable<EnumMember> Members(string enumeration)
    {
        const string states = "machine:";
        if (!enumeration.StartsWith(states, StringComparison.Ordinal))
        {
            return model.Signals.Enums.First(e => e.Name == enumeration).Members;
        }

        string name = enumeration[states.Length..];
        return model.Machines.Append(model.ShutdownMachine).First(machine => machine.Name == name)
            .States.Where(state => state.InitialChild < 0).Select(state => new EnumMember(state.Name, state.Id));
    }
}
