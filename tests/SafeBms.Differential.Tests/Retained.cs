using System.Globalization;
using System.Reflection;
using SafeBms.Core;
using SafeBms.Specification.Model;

namespace SafeBms.Differential.Tests;

/// <summary>Retained variables by flat name, in and out of the generated structure.</summary>
internal sealed class Retained
{
    private readonly (string Name, FieldInfo Field)[] fields;

    public Retained(SpecificationModel model)
    {
        string[] names = [.. model.Machines.Append(model.ShutdownMachine)
            .SelectMany(machine => machine.Variables.Where(variable => variable.Retain)
                .Select(variable => $"{machine.Name}.{variable.Name}"))];
        fields = [.. names.Select(name => (name, FieldOf(typeof(RetainedData), name)))];
        if (fields.Length != typeof(RetainedData).GetFields().Length)
        {
            throw new InvalidOperationException("RetainedData and the specification differ in what is retained");
        }
    }

    public RetainedData Pack(IReadOnlyDictionary<string, long> values)
    {
        object boxed = default(RetainedData);
        foreach ((string name, FieldInfo field) in fields)
        {
            field.SetValue(boxed, Convert.ChangeType(values[name], field.FieldType, CultureInfo.InvariantCulture));
        }

        return (RetainedData)boxed;
    }

    public IEnumerable<(string Name, long Value)> Unpack(RetainedData data) => fields.Select(
        pair => (pair.Name, Convert.ToInt64(pair.Field.GetValue(data), CultureInfo.InvariantCulture)));

    // contactor.failed_attempts is ContactorFailedAttempts, with its unit at the end where it has one.
    public static FieldInfo FieldOf(Type type, string name)
    {
        string pascal = string.Concat(name.Split('.', '-', '_')
            .Select(part => char.ToUpperInvariant(part[0]) + part[1..]));
        return type.GetFields().Single(field => field.Name.Split('_')[0] == pascal);
    }
}
