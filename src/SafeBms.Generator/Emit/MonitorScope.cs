using SafeBms.Specification.Model;

namespace SafeBms.Generator.Emit;

/// <summary>Names inside of the monitors: checked inputs are <c>v</c>, outputs <c>o</c>, parameters <c>p</c>, memory
/// <c>m</c>.</summary>
/// <param name="context">Parameters, groups and enumerations.</param>
/// <param name="shared">Keys of steps whose results more than one method reads; those are fields of <c>d</c>.</param>
internal sealed class MonitorScope(EmitContext context, HashSet<string> shared) : Scope(context)
{
    /// <summary>The fields that have been assigned, each with its type.</summary>
    public List<string> SharedFields { get; } = [];

    /// <summary>Key of the step that a reference reads; null for other expressions.</summary>
    public static string? Key(Expr expression) => expression switch
    {
        DefineRef define => "define " + define.Name,
        DetectorRef detector => "detector " + detector.Slot,
        _ => null,
    };

    /// <summary>Key of a step.</summary>
    public static string Key(StepInfo step) => step switch
    {
        DefineStep define => "define " + define.Name,
        DetectorStep detector => "detector " + detector.Detector.Slot,
        _ => string.Empty,
    };

    /// <inheritdoc/>
    public override string Declare(string type, string local)
    {
        if (!local.StartsWith("d.", StringComparison.Ordinal))
        {
            return base.Declare(type, local);
        }

        SharedFields.Add(type + " " + local.Substring(2));
        return local;
    }

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
    protected override bool IsShared(StepInfo step) => shared.Contains(Key(step));

    /// <inheritdoc/>
    protected override string InputText(Expr reference) =>
        reference is InputRef input
            ? "v." + Naming.Pascal(input.Name, input.Type.Unit)
            : throw new NotSupportedException($"{reference.GetType().Name} is not an input ({reference.Span}).");
}
