using System.Globalization;
using System.Text;
using SafeBms.Generator;
using SafeBms.Specification.Model;

namespace SafeBms.Laboratory;

/// <summary>The C# that stands between <see cref="ILoadedCore"/> and the generated names; compiled into the same
/// assembly, so that a scan costs one interface call and nothing else.</summary>
internal static class DriverSource
{
    internal const string FileName = "Laboratory/LoadedCore.cs";

    internal const string TypeName = "SafeBms.Laboratory.Loaded.LoadedCore";

    internal static string Of(SpecificationModel model)
    {
        (string pack, string unpack) = RetainedCode(model);
        using Stream stream = typeof(DriverSource).Assembly.GetManifestResourceStream("driver/LoadedCore.txt")
            ?? throw new InvalidOperationException("the driver's source is not part of this assembly");
        using StreamReader reader = new(stream);
        return reader.ReadToEnd()
            .Replace("/*PACK*/", pack, StringComparison.Ordinal)
            .Replace("/*UNPACK*/", unpack, StringComparison.Ordinal);
    }

    private static (string Pack, string Unpack) RetainedCode(SpecificationModel model)
    {
        StringBuilder pack = new();
        StringBuilder unpack = new();
        foreach (MachineInfo machine in model.Machines.Append(model.ShutdownMachine))
        {
            bool isInstanced = machine.InstanceGroup.Length > 0;
            int instances = isInstanced ? Capacity(model, machine.InstanceGroup) : 1;
            foreach (VariableInfo variable in machine.Variables.Where(variable => variable.Retain))
            {
                string field = SpecificationEmitter.RetainedField(machine, variable);
                for (int instance = 0; instance < instances; instance++)
                {
                    string index = string.Create(CultureInfo.InvariantCulture, $"[{instance}]");
                    string owner = isInstanced ? machine.Name + index : machine.Name;
                    string name = $"{owner}.{variable.Name}";
                    string access = isInstanced ? field + index : field;
                    pack.AppendLine(
                        CultureInfo.InvariantCulture, $"case \"{name}\": Set(ref data.{access}, value); return true;");
                    unpack.AppendLine(CultureInfo.InvariantCulture, $"[\"{name}\"] = Get(data.{access}),");
                }
            }
        }

        return (pack.ToString(), unpack.ToString());
    }

    private static int Capacity(SpecificationModel model, string group) =>
        model.Signals.Groups.Single(candidate => candidate.Name == group).Capacity;
}
