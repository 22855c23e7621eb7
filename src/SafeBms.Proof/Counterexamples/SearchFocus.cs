using SafeBms.Specification.Model;

namespace SafeBms.Proof.Counterexamples;

/// <summary>What a search pays attention to.</summary>
/// <param name="Inputs">Inputs, by name without indices, that are disturbed more often.</param>
/// <param name="Outputs">Outputs: where one of them is on, something can happen to the property.</param>
/// <param name="Times">Parameters in ms that are waited for more often.</param>
internal sealed record SearchFocus(
    IReadOnlySet<string> Inputs, IReadOnlySet<string> Outputs, IReadOnlySet<string> Times)
{
    /// <summary>Inputs of the machines that drive these outputs: disturbed more often than strangers.</summary>
    public IReadOnlySet<string> Near { get; init; } = new HashSet<string>();

    // Of many together every input is somebody's.
    private const int MostAtOnce = 3;

    /// <summary>Everything alike.</summary>
    public static SearchFocus None { get; } =
        new(new HashSet<string>(), new HashSet<string>(), new HashSet<string>());

    /// <summary>What properties speak of, and what leads anywhere: operator, acknowledgement and current.</summary>
    public static SearchFocus For(SpecificationModel model, IReadOnlyList<PropertyInfo> properties)
    {
        if (properties.Count > MostAtOnce)
        {
            return None;
        }

        HashSet<string> inputs = [.. properties.SelectMany(property => PropertyReads.Inputs(model, property))];
        if (inputs.Count > 0)
        {
            inputs.UnionWith(model.Signals.Inputs
                .Where(input => input.Name is "remote_bridged" or "mode_request" or "acknowledge" or "pack_current")
                .Select(input => input.Name));
        }

        HashSet<string> outputs = properties.SelectMany(property => PropertyReads.Outputs(model, property))
            .ToHashSet(StringComparer.Ordinal);
        return new SearchFocus(
            inputs, outputs,
            properties.SelectMany(property => PropertyNames.Times(model, property)).ToHashSet(StringComparer.Ordinal))
        {
            Near = InputsOf(model, machine => machine.Outputs.Any(output => outputs.Contains(output.Drives))),
        };
    }

    /// <summary>The same with a machine that is suspected: what it reads is disturbed as often as what the property
    /// reads.</summary>
    public SearchFocus With(SpecificationModel model, string machine) => machine.Length == 0 ? this : this with
    {
        Inputs = Inputs.Union(InputsOf(model, one => one.Name == machine)).ToHashSet(StringComparer.Ordinal),
    };

    private static HashSet<string> InputsOf(SpecificationModel model, Func<MachineInfo, bool> which) => model.Machines
        .Where(which).SelectMany(machine => machine.Uses).Where(use => use.Kind == UseKind.Input)
        .Select(use => use.Source).ToHashSet(StringComparer.Ordinal);
}

/// <summary>What properties are about.</summary>
internal static class PropertyReads
{
    /// <summary>Inputs, without indices, that a property reads, through its definitions and temporal calls.</summary>
    public static IEnumerable<string> Inputs(SpecificationModel model, PropertyInfo property) =>
        Parts(model, property).Select(part => part switch
        {
            InputRef input => input.Name,
            MemberRef member => FieldOf(model.Signals.Groups, member.Field),
            _ => string.Empty,
        }).Where(name => name.Length > 0).Distinct();

    /// <summary>Output signals that it reads.</summary>
    public static IEnumerable<string> Outputs(SpecificationModel model, PropertyInfo property) =>
        Parts(model, property).OfType<OutputRef>().Select(output => output.Name).Distinct();

    /// <summary>All expressions that it consists of.</summary>
    public static IEnumerable<Expr> Parts(SpecificationModel model, PropertyInfo property)
    {
        MonitorBlock block = model.Properties.Monitor;
        Dictionary<string, Expr> defines = block.Steps.OfType<DefineStep>()
            .ToDictionary(step => step.Name, step => step.Value, StringComparer.Ordinal);
        HashSet<object> seen = [];
        Stack<Expr> open = new([property.Always!]);
        while (open.TryPop(out Expr? expression))
        {
            foreach (Expr part in Induction.ExpressionParts.Of(expression))
            {
                yield return part;
                if (part is DefineRef define && seen.Add(define.Name))
                {
                    open.Push(defines[define.Name]);
                }
                else if (part is DetectorRef detector && seen.Add(detector.Slot))
                {
                    DetectorInfo info = block.Detectors[detector.Slot];
                    open.Push(info.Operand);
                    foreach (Expr? more in new[] { info.Second, info.Amount }.Where(more => more is not null))
                    {
                        open.Push(more!);
                    }
                }
            }
        }
    }

    private static string FieldOf(IEnumerable<GroupInfo> groups, string field)
    {
        foreach (GroupInfo group in groups)
        {
            if (group.Inputs.Any(input => input.Name == field))
            {
                return $"{group.Path}.{field}";
            }

            if (FieldOf(group.Groups, field) is { Length: > 0 } inner)
            {
                return inner;
            }
        }

        return string.Empty;
    }
}
