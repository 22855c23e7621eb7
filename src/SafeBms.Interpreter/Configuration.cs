using SafeBms.Specification.Model;

namespace SafeBms.Interpreter;

/// <summary>The values of the parameters and the check before the first scan.</summary>
internal sealed class Configuration
{
    private readonly SpecificationModel model;
    private readonly World world;
    private readonly Node[] constraints;

    public Configuration(SpecificationModel model, World world)
    {
        this.model = model;
        this.world = world;
        Resolver resolver = new(world, new PropertyScope(world, new Dictionary<string, Slot>(), []));
        constraints = [.. model.Parameters.Constraints.Select(constraint => resolver.Resolve(constraint.Condition))];
    }

    /// <summary>Sets all parameters; returns what is wrong with them, or null.</summary>
    public string? Apply(IReadOnlyDictionary<string, long> values)
    {
        foreach (string name in values.Keys)
        {
            if (!model.Parameters.Parameters.Any(parameter => parameter.Name == name))
            {
                return $"there is no parameter '{name}'";
            }
        }

        foreach (ParameterInfo parameter in model.Parameters.Parameters)
        {
            long value = values.GetValueOrDefault(parameter.Name, parameter.Default);
            if (parameter.IsConstant && value != parameter.Default)
            {
                return $"'{parameter.Name}' is fixed at {parameter.Default}";
            }

            if (value < parameter.Type.Min || value > parameter.Type.Max)
            {
                return $"'{parameter.Name}' is {value}, outside {parameter.Type.Min} .. {parameter.Type.Max}";
            }

            world.Parameter(parameter.Name).Now = Value.Of(value);
        }

        for (int index = 0; index < constraints.Length; index++)
        {
            if (!constraints[index].IsTrue())
            {
                ConstraintInfo broken = model.Parameters.Constraints[index];
                return $"'{broken.Name}' does not hold: {broken.Because}";
            }
        }

        return null;
    }
}
