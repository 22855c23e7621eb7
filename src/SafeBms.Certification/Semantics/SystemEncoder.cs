using SafeBms.Certification.Terms;
using SafeBms.Specification.Model;

namespace SafeBms.Certification.Semantics;

/// <summary>What the names of the properties mean: inputs, outputs proposed in this scan, definitions.</summary>
internal sealed class PropertyNames(SystemContext context, IReadOnlyDictionary<string, Meaning> proposed) : INames
{
    public const string Owner = "monitor";

    public StepEncoder? Steps { get; set; }

    /// <summary>What a call says that is seen for one alternative only.</summary>
    public Func<int, Meaning>? Partial { get; set; }

    public string Purpose => Owner;

    public Meaning Find(Expr reference)
    {
        switch (reference)
        {
            case InputRef input:
                InputNames names = context.Input(input.Name);
                return new Meaning(
                    Smt.Name(names.Number, Ranges.SortOf(input.Type)), Smt.Name(names.Valid, Sort.Bool));
            case OutputRef output:
                return proposed[output.Name];
            case DefineRef define:
                return Steps!.Define(define.Name);
            case DetectorRef call:
                return call.Slot < 0 ? Partial!(call.Slot) : Steps!.Detector(call.Slot);
            default:
                throw new NotSupportedException(
                    $"{reference.Span}: a property cannot read {reference.GetType().Name}");
        }
    }

    public InputNames? FindInput(Expr reference) =>
        reference is InputRef input ? context.Input(input.Name) : null;
}

/// <summary>One scan of the whole system with the shutdown machine at rest: section 7 of the language page.</summary>
internal static class SystemEncoder
{
    public static ScanEncoding Encode(SpecificationModel model, ProductInfo? product)
    {
        SystemContext context = new(model, product);
        List<(string Name, Term Term)> constraints = Constraints(context);
        foreach (MachineInfo machine in model.Machines.Where(machine => machine.InstanceGroup.Length == 0))
        {
            MachineEncoder.Encode(context, machine);
        }

        Dictionary<string, Meaning> proposed = Proposed(context);
        PropertyNames names = new(context, proposed);
        ExpressionEncoder encoder = new(context, names);
        StepEncoder steps = new(context, PropertyNames.Owner, encoder);
        names.Steps = steps;
        steps.Encode(model.Properties.Monitor.Steps);
        Dictionary<string, Term> properties = model.Properties.Properties
            .Where(property => property.Always is not null)
            .ToDictionary(
                property => property.Id,
                property => context.Builder.Share(PropertyNames.Owner, encoder.Condition(property.Always!)));
        ClaimCases claims = new(model.Properties.Monitor);
        names.Partial = slot => steps.Detector(claims.Calls[slot]);
        Dictionary<string, IReadOnlyList<Term>> cases = model.Properties.Properties
            .Where(property => property.Always is not null)
            .ToDictionary(
                property => property.Id,
                property => (IReadOnlyList<Term>)[.. claims.Of(property.Always!)
                    .Select(one => context.Builder.Share(PropertyNames.Owner, encoder.Condition(one)))]);
        return new ScanEncoding(context, product?.Name ?? string.Empty, constraints, properties, cases);
    }

    private static List<(string Name, Term Term)> Constraints(SystemContext context)
    {
        PropertyNames nothing = new(context, new Dictionary<string, Meaning>());
        ExpressionEncoder encoder = new(context, nothing);
        List<(string, Term)> result = [];

        // Those over one parameter first: they make products in the others few.
        foreach (ConstraintInfo constraint in context.Model.Parameters.Constraints
            .OrderBy(constraint => ParametersIn(constraint.Condition).Distinct().Count() > 1))
        {
            Term term = encoder.Condition(constraint.Condition);
            result.Add((constraint.Name, term));
            context.Parameters.Narrow([term]);
        }

        return result;
    }

    private static IEnumerable<string> ParametersIn(Expr expression) => expression switch
    {
        ParameterRef parameter => [parameter.Name],
        Unary unary => ParametersIn(unary.Operand),
        Binary binary => [.. ParametersIn(binary.Left), .. ParametersIn(binary.Right)],
        Choose choose =>
        [
            .. ParametersIn(choose.Condition), .. ParametersIn(choose.WhenTrue), .. ParametersIn(choose.WhenFalse),
        ],
        _ => [],
    };

    private static Dictionary<string, Meaning> Proposed(SystemContext context)
    {
        Dictionary<string, Meaning> proposed = [];
        foreach (OutputSignalInfo signal in context.Model.Signals.Outputs)
        {
            Term safe = Ranges.Constant(signal.Safe, signal.Type);
            Term value = Driver(context, signal.Name) is { } driven
                ? context.Builder.Share("signal", Smt.Ite(driven.Valid, driven.Number, safe))
                : safe;
            proposed.Add(signal.Name, Meaning.Of(value));
            context.Remember($"signal.{signal.Name}", safe, value);
        }

        return proposed;
    }

    private static Meaning? Driver(SystemContext context, string signal)
    {
        foreach (MachineInfo machine in context.Model.Machines)
        {
            foreach (MachineOutputInfo output in machine.Outputs.Where(output => output.Drives == signal))
            {
                return machine.InstanceGroup.Length == 0
                    ? context.Now(machine.Name, output.Name)
                    : context.Anything($"{machine.Name}.{output.Name}: first", output.Type);
            }
        }

        return null;
    }
}
