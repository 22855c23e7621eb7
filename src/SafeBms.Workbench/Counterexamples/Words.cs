using System.Globalization;
using SafeBms.Interpreter;
using SafeBms.Specification.Model;

namespace SafeBms.Workbench.Counterexamples;

/// <summary>Values as people read them.</summary>
internal static class Words
{
    /// <summary>A value of an input, output or parameter.</summary>
    public static string Of(SpecificationModel model, string name, long value)
    {
        ExprType type = TypeOf(model, name);
        return type.Kind switch
        {
            ValueKind.Bool => value != 0 ? "true" : "false",
            ValueKind.Enum => model.Signals.Enums.Single(one => one.Name == type.EnumName).Members
                .FirstOrDefault(member => member.Id == value)?.Name ?? Number(value),
            _ => $"{Number(value)} {type.Unit}".TrimEnd(),
        };
    }

    /// <summary>A reading: its value, and its age if it is not new.</summary>
    public static string Of(SpecificationModel model, string name, InputReading reading) =>
        !reading.Accepted ? "never"
        : Of(model, name, reading.Value) + (reading.Age_ms == 0 ? string.Empty : $", {Number(reading.Age_ms)} ms old");

    /// <summary>A reading as a scenario writes it: enumerations by id.</summary>
    public static string InScenario(SpecificationModel model, string name, InputReading reading)
    {
        string text = Of(model, name, reading);
        return reading.Accepted && TypeOf(model, name).Kind == ValueKind.Enum
            ? Number(reading.Value) + (reading.Age_ms == 0 ? string.Empty : $", {Number(reading.Age_ms)} ms old")
            : text;
    }

    /// <summary>A time in ms, and in larger units where that is easier.</summary>
    public static string Time(long time_ms) => time_ms < 10_000
        ? $"{Number(time_ms)} ms"
        : $"{Number(time_ms)} ms ({(time_ms / 1000.0).ToString("F1", CultureInfo.InvariantCulture)} s)";

    public static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static ExprType TypeOf(SpecificationModel model, string name)
    {
        string field = name[(name.LastIndexOf('.') + 1)..];
        return model.Signals.Outputs.Where(one => one.Name == name).Select(one => one.Type)
            .Concat(model.Signals.Inputs.Where(one => one.Name == name).Select(one => one.Type))
            .Concat(model.Parameters.Parameters.Where(one => one.Name == name).Select(one => one.Type))
            .Concat(model.Signals.Groups.SelectMany(group => FieldTypes(group, field)))
            .First();
    }

    private static IEnumerable<ExprType> FieldTypes(GroupInfo group, string field) =>
        group.Inputs.Where(input => input.Name == field).Select(input => input.Type)
            .Concat(group.Groups.SelectMany(inner => FieldTypes(inner, field)));
}
