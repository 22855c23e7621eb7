using SafeBms.Equivalence.Code;
using SafeBms.Equivalence.Formula;
using SafeBms.Equivalence.Terms;
using SafeBms.Specification.Model;

namespace SafeBms.Equivalence.Units;

/// <summary>Any checked inputs and any outputs, as the properties see them.</summary>
internal sealed class SignalReadings : IReadings
{
    private readonly Facts facts;
    private readonly Dictionary<string, InputView> inputs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ModelValue> outputs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyList<Member>> groups = new(StringComparer.Ordinal);

    public SignalReadings(Facts facts, Border border, CodeRelation relation)
    {
        this.facts = facts;
        AnyMembers any = new(facts, border, relation);
        Dictionary<string, CodeValue> validity = new(StringComparer.Ordinal);
        foreach (InputInfo input in border.Model.Signals.Inputs)
        {
            (CodeValue code, InputView view) = relation.AnyInput(input, input.Name);
            inputs.Add(input.Name, view);
            validity.Add(Names.Field(input.Name, input.Type), code);
        }

        foreach (GroupInfo group in border.Model.Signals.Groups)
        {
            (ArrayValue code, IReadOnlyList<Member> members) = any.Group(group, group.Name);
            groups.Add(group.Path, members);
            validity.Add(Names.Pascal(group.Name), code);
        }

        Validity = new StructValue(validity);
        Dictionary<string, CodeValue> image = new(StringComparer.Ordinal);
        foreach (OutputSignalInfo output in border.Model.Signals.Outputs)
        {
            outputs.Add(output.Name, border.Any(output.Type, "output." + output.Name));
            image.Add(Names.Field(output.Name, output.Type), new ScalarValue(outputs[output.Name].Number));
        }

        Outputs = new StructValue(image);
    }

    /// <summary>The inputs as <c>Validity</c>.</summary>
    public StructValue Validity { get; }

    /// <summary>The outputs as <c>OutputImage</c>.</summary>
    public StructValue Outputs { get; }

    /// <inheritdoc/>
    public ModelValue Find(Expr reference) => reference switch
    {
        InputRef input => new ModelValue(
            input.Type.Kind == ValueKind.Bool
                ? facts.Pool.Not(facts.Equal(inputs[input.Name].Value, facts.Pool.Int(0)))
                : inputs[input.Name].Value,
            inputs[input.Name].Valid),
        OutputRef output => outputs[output.Name],
        _ => throw new NotSupportedException($"{reference.Span}: {reference.GetType().Name} in a property"),
    };

    /// <inheritdoc/>
    public InputView Input(Expr reference) => inputs[((InputRef)reference).Name];

    /// <inheritdoc/>
    public IReadOnlyList<Member> Members(FoldSource source) => groups[source.Name];
}
