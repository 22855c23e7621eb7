using SafeBms.Specification.Model;

namespace SafeBms.Proof.Counterexamples;

/// <summary>What a property is about, by name.</summary>
public static class PropertyNames
{
    /// <summary>Output signals and scalar inputs that it reads.</summary>
    public static IReadOnlyList<string> Signals(SpecificationModel model, PropertyInfo property) =>
        [.. PropertyReads.Outputs(model, property),
            .. PropertyReads.Inputs(model, property).Where(name => !name.Contains('.', StringComparison.Ordinal))];

    /// <summary>Parameters in ms that it reads.</summary>
    public static IReadOnlyList<string> Times(SpecificationModel model, PropertyInfo property)
    {
        HashSet<string> times = [.. model.Parameters.Parameters
            .Where(parameter => parameter.Type.Unit == "ms").Select(parameter => parameter.Name)];
        return [.. PropertyReads.Parts(model, property).OfType<ParameterRef>().Select(one => one.Name)
            .Distinct().Where(times.Contains)];
    }
}
