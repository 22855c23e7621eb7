using System.Globalization;
using SafeBms.Specification;
using SafeBms.Specification.Model;
using SafeBms.Specification.Yaml;

namespace SafeBms.Mutation.Finding;

/// <summary>Finds every mutant of a specification: of the machines, their order, the parameters and the products. The
/// properties, signals and requirements stay as they are: they are what the mutants are judged by.</summary>
public static class MutantFinder
{
    /// <summary>All mutants, by file and place.</summary>
    /// <param name="files">The specification.</param>
    /// <param name="model">The same, bound and without findings.</param>
    public static IReadOnlyList<Mutant> Find(IReadOnlyList<SpecificationFile> files, SpecificationModel model)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(model);
        Dictionary<string, string> units = model.Parameters.Parameters
            .Where(parameter => parameter.Type.Kind == ValueKind.Int)
            .ToDictionary(
                parameter => parameter.Name,
                parameter => parameter.Type.Unit == "count" ? string.Empty : parameter.Type.Unit,
                StringComparer.Ordinal);
        List<Mutant> mutants = [];
        foreach (SpecificationFile file in files.OrderBy(file => file.Path, StringComparer.Ordinal))
        {
            MachineInfo? machine = model.Machines.Append(model.ShutdownMachine)
                .FirstOrDefault(candidate => candidate.File == file.Path);
            MutantList list = new(file, machine?.Name ?? string.Empty);
            YamlMapping root = SpecificationReader.Parse(file).Root
                ?? throw new InvalidOperationException($"'{file.Path}' was read without findings and has no content");
            if (machine is not null)
            {
                MachineMutants.Find(list, root, model, machine, units);
            }
            else if (file.Path == "system.yaml")
            {
                Order(list, root);
            }
            else if (file.Path == "parameters.yaml" && root.Find("parameters")?.Value is YamlMapping parameters)
            {
                Defaults(list, parameters, model);
            }
            else if (file.Path.EndsWith(".product.yaml", StringComparison.Ordinal))
            {
                Overrides(list, root, model);
            }

            mutants.AddRange(list.Mutants);
        }

        return mutants;
    }

    private static void Order(MutantList list, YamlMapping root)
    {
        if (root.Find("order")?.Value is not YamlSequence order)
        {
            return;
        }

        List<YamlScalar> names = [.. order.Items.OfType<YamlScalar>()];
        bool isFlow = list.Text[list.OffsetOf(order.Span)] == '[';
        for (int index = 0; index < names.Count; index++)
        {
            (int start, int length) = list.Inside(names[index], 0, names[index].Value.Length);
            if (isFlow)
            {
                bool isLast = index + 1 == names.Count;
                int from = isLast && index > 0 ? list.Text.LastIndexOf(',', start) : start;
                int to = isLast ? start + length : list.OffsetOf(names[index + 1].Span);
                list.Add(Operators.DropMachine, names[index].Value, from, to - from, string.Empty);
            }
            else
            {
                int line = list.LineStart(names[index]);
                int next = list.Text.IndexOf('\n', line) + 1;
                list.Add(Operators.DropMachine, names[index].Value, line, next - line, string.Empty);
            }

            if (index + 1 < names.Count)
            {
                (int second, int secondLength) = list.Inside(names[index + 1], 0, names[index + 1].Value.Length);
                string between = list.Text[(start + length)..second];
                list.Add(
                    Operators.SwapMachines, names[index].Value, start, second + secondLength - start,
                    names[index + 1].Value + between + names[index].Value);
            }
        }
    }

    private static void Defaults(MutantList list, YamlMapping parameters, SpecificationModel model)
    {
        foreach (YamlEntry entry in parameters.Entries)
        {
            ParameterInfo parameter = model.Parameters.Parameters.Single(item => item.Name == entry.Key.Value);
            if (entry.Value is YamlMapping declared && declared.Find("default")?.Value is YamlScalar scalar)
            {
                Value(list, scalar, parameter, parameter.Default, model);
            }
        }
    }

    private static void Overrides(MutantList list, YamlMapping root, SpecificationModel model)
    {
        string? name = (root.Find("product")?.Value as YamlScalar)?.Value;
        ProductInfo product = model.Products.Single(item => item.Name == name);
        foreach (ParameterOverride changed in product.Overrides)
        {
            ParameterInfo parameter = model.Parameters.Parameters.Single(item => item.Name == changed.Parameter);
            if (root.Find("parameters")?.Value is YamlMapping given
                && given.Find(parameter.Name)?.Value is YamlScalar scalar)
            {
                Value(list, scalar, parameter, changed.Value, model);
            }
        }
    }

    private static void Value(
        MutantList list, YamlScalar scalar, ParameterInfo parameter, long value, SpecificationModel model)
    {
        if (parameter.Type.Kind == ValueKind.Int)
        {
            string unit = parameter.Type.Unit == "count" ? string.Empty : " " + parameter.Type.Unit;
            (int start, int length) = list.Inside(scalar, 0, scalar.Value.Length);
            foreach ((string kind, int delta) in ((string, int)[])[(Operators.Plus, 1), (Operators.Minus, -1)])
            {
                string other = (value + delta).ToString(CultureInfo.InvariantCulture) + unit;
                list.Add(kind, parameter.Name, start, length, other, parameter.Name, delta);
            }
        }
        else
        {
            string? other = parameter.Type.Kind == ValueKind.Bool
                ? (value == 0 ? "true" : "false")
                : MachineMutants.OtherMember(model, parameter.Type, scalar.Value);
            if (other is not null)
            {
                list.Replace(Operators.WrongOutput, parameter.Name, scalar, other);
            }
        }
    }
}
