using SafeBms.Specification.Model;

namespace SafeBms.Generator.Emit;

/// <summary>Names inside of the monitors: checked inputs are <c>v</c>, outputs <c>o</c>, parameters <c>p</c>, memory
/// <c>m</c>.</summary>
internal sealed class MonitorScope(EmitContext context) : Scope(context)
{
    /// <inheritdoc/>
    public override Code Reference(Expr reference) => reference switch
    {
        InputRef input => InputValue(input.Type, InputText(input)),
        OutputRef output => Code.Of("o." + Naming.Pascal(output.Name, output.Type.Unit)),
        _ => throw new NotSupportedException(
            $"{reference.GetType().Name} cannot stand in a property ({reference.Span})."),
    };

    /// <inheritdoc/>
    public override string? ReferenceValidity(Expr reference) =>
        reference is InputRef ? InputText(reference) + ".IsValid" : null;

    /// <inheritdoc/>
    public override (string Array, string MemberType) Domain(FoldSource source) =>
        ("v." + Naming.Pascal(source.Name), Naming.Pascal(source.Name) + "Checked");

    /// <inheritdoc/>
    protected override string InputText(Expr reference) =>
        reference is InputRef input
            ? "v." + Naming.Pascal(input.Name, input.Type.Unit)
            : throw new NotSupportedException($"{reference.GetType().Name} is not an input ({reference.Span}).");
}
