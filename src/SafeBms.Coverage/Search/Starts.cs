using SafeBms.Coverage.Machines;
using SafeBms.Specification.Model;

namespace SafeBms.Coverage.Search;

/// <summary>Starts after which a machine can behave differently: sets of parameters, each accepted by the core, and
/// retained variables.</summary>
internal static class Starts
{
    private const long LongTime_ms = 60_000;
    private const int Together_max = 12;

    /// <summary>The choices: the first product, the same with all times as short as they may be, and for each
    /// parameter that the machine compares another value on each side.</summary>
    public static List<MachineStart> Of(CompiledBenches benches, MachineRig rig)
    {
        SpecificationModel model = benches.Model;
        string product = benches.Names.Products[0];
        List<MachineStart> choices = [Start(product, [])];
        ParameterInfo[] read = [.. model.Parameters.Parameters.Where(
            parameter => !parameter.IsConstant && rig.Machine.Parameters.Contains(parameter.Name))];
        Dictionary<string, long> quick = Quick(rig, product, read);
        if (quick.Count > 0)
        {
            choices.Insert(0, Start(product, quick));
        }

        foreach (ParameterInfo parameter in read)
        {
            foreach (long value in Others(model, rig, parameter, product))
            {
                Dictionary<string, long> difference = new(quick, StringComparer.Ordinal) { [parameter.Name] = value };
                if (Accepted(benches, rig, product, difference) is Dictionary<string, long> accepted)
                {
                    choices.Add(Start(product, accepted));
                }
            }
        }

        choices.AddRange(Together(rig, choices));
        choices.AddRange(Kept(rig, choices[0]));
        return choices;
    }

    private static MachineStart Start(string product, Dictionary<string, long> parameters) =>
        new(product, parameters, new Dictionary<string, long>());

    // Two choices between members of enumerations may only matter together.
    private static List<MachineStart> Together(MachineRig rig, List<MachineStart> choices)
    {
        List<MachineStart> together = [];
        foreach (MachineStart first in choices.Skip(1))
        {
            foreach (MachineStart second in choices.Skip(1).Where(second => second != first))
            {
                Dictionary<string, long> both = new(first.Parameters, StringComparer.Ordinal);
                foreach ((string name, long value) in second.Parameters)
                {
                    both[name] = value;
                }

                MachineStart start = first with { Parameters = both };
                if (together.Count < Together_max && both.Count > first.Parameters.Count && rig.Start(start) is null)
                {
                    together.Add(start);
                }
            }
        }

        return together;
    }

    // All small, all large, the numbers alone large, and each alone different from all small.
    private static IEnumerable<MachineStart> Kept(MachineRig rig, MachineStart start)
    {
        if (rig.Retained.Count == 0)
        {
            yield break;
        }

        Dictionary<string, long> small = rig.Retained.ToDictionary(
            variable => variable.Name, variable => Math.Clamp(0, variable.Type.Min, variable.Type.Max));
        yield return start with { Retained = small };
        yield return start with
        {
            Retained = rig.Retained.ToDictionary(variable => variable.Name, variable => variable.Type.Max),
        };
        yield return start with
        {
            Retained = rig.Retained.ToDictionary(
                variable => variable.Name,
                variable => variable.Type.Kind == ValueKind.Bool ? 0 : variable.Type.Max),
        };
        foreach (VariableInfo variable in rig.Retained)
        {
            yield return start with
            {
                Retained = rig.Retained.ToDictionary(
                    other => other.Name, other => other == variable ? small[other.Name] : small[other.Name] + 1),
            };
            foreach (long value in new SortedSet<long> { variable.Type.Max, small[variable.Name] + 1 })
            {
                yield return start with
                {
                    Retained = new Dictionary<string, long>(small) { [variable.Name] = value },
                };
            }
        }
    }

    // Long times cost scans and show nothing that short ones do not.
    private static Dictionary<string, long> Quick(MachineRig rig, string product, IEnumerable<ParameterInfo> read)
    {
        Dictionary<string, long> quick = new(StringComparer.Ordinal);
        foreach (ParameterInfo parameter in read.Where(p => p.Type.Unit == "ms" && p.Default > 20_000))
        {
            quick[parameter.Name] = parameter.Type.Min;
            if (rig.Start(Start(product, quick)) is not null)
            {
                quick.Remove(parameter.Name);
            }
        }

        return quick;
    }

    private static IEnumerable<long> Others(
        SpecificationModel model, MachineRig rig, ParameterInfo parameter, string product)
    {
        long present = rig.AllParameters(Start(product, []))[parameter.Name];
        SortedSet<long> values = [];
        if (parameter.Type.Kind == ValueKind.Bool)
        {
            values.UnionWith([0, 1]);
        }
        else if (parameter.Type.Kind == ValueKind.Enum)
        {
            values.UnionWith(model.Signals.Enums.First(e => e.Name == parameter.Type.EnumName)
                .Members.Select(member => (long)member.Id));
        }
        else if (IsCompared(rig.Machine, parameter.Name))
        {
            values.UnionWith([parameter.Type.Min, parameter.Type.Max, 2 * present, present / 2]);
        }
        else if (parameter.Type.Unit == "count")
        {
            values.UnionWith([parameter.Type.Min, parameter.Type.Min + 1, parameter.Type.Max]);
        }
        else if (parameter.Type.Unit == "ms")
        {
            values.UnionWith([parameter.Type.Min, Math.Min(parameter.Type.Max, LongTime_ms)]);
        }

        values.Remove(present);
        return values.Where(value => value >= parameter.Type.Min && value <= parameter.Type.Max);
    }

    // A parameter that stands beside nothing but parameters and literals decides something by its own value.
    private static bool IsCompared(MachineInfo machine, string name) =>
        Expressions.Of(machine).SelectMany(Expressions.Walk).OfType<Binary>().Any(binary =>
            binary.Type.Kind == ValueKind.Bool
            && Expressions.Constant(binary.Left, _ => 0) is not null
            && Expressions.Constant(binary.Right, _ => 0) is not null
            && Expressions.Walk(binary).OfType<ParameterRef>().Any(parameter => parameter.Name == name));

    // A constraint may tie the parameter to one or two others.
    private static Dictionary<string, long>? Accepted(
        CompiledBenches benches, MachineRig rig, string product, Dictionary<string, long> difference)
    {
        if (rig.Start(Start(product, difference)) is null)
        {
            return difference;
        }

        List<(string Name, long Value)> ties = [];
        Dictionary<string, long> all = rig.AllParameters(Start(product, difference));
        foreach (ParameterInfo other in benches.Model.Parameters.Parameters.Where(
            p => !p.IsConstant && !difference.ContainsKey(p.Name) && p.Type.Unit == "count"))
        {
            long present = all[other.Name];
            SortedSet<long> values = [2 * present, 4 * present, present / 2, present / 4];
            values.UnionWith(difference.Values);
            ties.AddRange(values.Where(value => value >= other.Type.Min && value <= other.Type.Max)
                .Select(value => (other.Name, value)));
        }

        foreach ((string first, long firstValue) in ties)
        {
            foreach ((string second, long secondValue) in ties)
            {
                Dictionary<string, long> tied = new(difference, StringComparer.Ordinal)
                {
                    [first] = firstValue, [second] = secondValue,
                };
                if (rig.Start(Start(product, tied)) is null)
                {
                    return tied;
                }
            }
        }

        return null;
    }
}
