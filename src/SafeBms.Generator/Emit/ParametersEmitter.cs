using SafeBms.Specification.Model;

namespace SafeBms.Generator.Emit;

/// <summary>Fixed parameters as constants, the others as a set that is checked before the first scan, and the products'
/// sets.</summary>
internal static class ParametersEmitter
{
    private const string FileName = "Parameters.g.cs";

    /// <summary>Emits the file.</summary>
    public static GeneratedFile Emit(
        ParametersModel parameters, EquatableArray<ProductInfo> products, EmitContext context)
    {
        CodeWriter output = new();
        MapWriter map = new(FileName, output);
        FileHead.Write(output, "parameters.yaml and products/");
        WriteConstants(output, map, parameters, context);
        WriteSet(output, map, parameters, context);
        WriteProducts(output, map, parameters, products, context);
        map.WriteClass("ParametersMap");
        return new GeneratedFile(FileName, output.ToString());
    }

    /// <summary>Field or constant of a parameter.</summary>
    public static string Field(ParameterInfo parameter) => Naming.Pascal(parameter.Name, parameter.Type.Unit);

    /// <summary>Parameters that are fields of the set.</summary>
    public static IEnumerable<ParameterInfo> Adjustable(ParametersModel parameters) =>
        parameters.Parameters.Where(p => !p.IsConstant);

    private static string Describe(ParameterInfo parameter) =>
        $"{parameter.Meaning} Source: {parameter.Source}. "
        + $"Range {parameter.Type.Min} to {parameter.Type.Max} {parameter.Type.Unit}.";

    private static void WriteConstants(
        CodeWriter output, MapWriter map, ParametersModel parameters, EmitContext context)
    {
        output.Summary("Parameters that are fixed for every product.");
        output.Open("public static class Constants");
        foreach (ParameterInfo parameter in parameters.Parameters.Where(p => p.IsConstant))
        {
            output.Summary(Describe(parameter));
            map.Mark("parameter", parameter.Name, parameter.Span);
            output.Line(
                $"public const {CsType.Of(parameter.Type)} {Field(parameter)} = "
                + CsType.Literal(context, parameter.Type, parameter.Default) + ";");
        }

        output.Close();
        output.Blank();
    }

    private static void WriteSet(CodeWriter output, MapWriter map, ParametersModel parameters, EmitContext context)
    {
        output.Summary("Parameters that an integrator may set or that differ between products.");
        output.Open("public struct ParameterSet");
        foreach (ParameterInfo parameter in Adjustable(parameters))
        {
            output.Summary(Describe(parameter));
            map.Mark("parameter", parameter.Name, parameter.Span);
            output.Line($"public {CsType.Of(parameter.Type)} {Field(parameter)};");
        }

        output.Blank();
        output.Summary(
            "Checks every range and every constraint; the message names the parameter, its value and what is allowed.");
        output.Open("public static bool TryValidate(in ParameterSet p, out string? problem)");
        output.Line("problem = null;");
        foreach (ParameterInfo parameter in Adjustable(parameters).Where(p => p.Type.Kind != ValueKind.Bool))
        {
            WriteRange(output, parameter, context);
        }

        foreach (ConstraintInfo constraint in parameters.Constraints)
        {
            WriteConstraint(output, constraint, context);
        }

        output.Line("return problem is null;");
        output.Close();
        output.Close();
        output.Blank();
    }

    private static void WriteRange(CodeWriter output, ParameterInfo parameter, EmitContext context)
    {
        string field = "p." + Field(parameter);
        EnumInfo? enumeration = context.Enums.FirstOrDefault(
            e => parameter.Type.Kind == ValueKind.Enum && e.Name == parameter.Type.EnumName);
        string outside = enumeration is not null
            ? $"(int){field} is not ({string.Join(" or ", enumeration.Members.Select(m => CsType.Number(m.Id)))})"
            : $"{field} < {CsType.Number(parameter.Type.Min)} | {field} > {CsType.Number(parameter.Type.Max)}";
        string allowed = enumeration is not null
            ? "one of " + string.Join(", ", enumeration.Members.Select(m => m.Name))
            : $"{parameter.Type.Min} to {parameter.Type.Max} {parameter.Type.Unit}".TrimEnd();
        string unit = parameter.Type.Unit.Length > 0 ? " " + parameter.Type.Unit : string.Empty;
        output.Open($"if ({outside})");
        output.Line($"problem ??= $\"parameter {parameter.Name} is {{{field}}}{unit}; allowed is {allowed}\";");
        output.Close();
        output.Blank();
    }

    private static void WriteConstraint(CodeWriter output, ConstraintInfo constraint, EmitContext context)
    {
        ParameterScope scope = new(context);
        ExpressionWriter expressions = new(scope, output);
        string condition = expressions.Text(constraint.Condition);
        IEnumerable<string> values =
            UsedReferences.Walk(constraint.Condition).OfType<ParameterRef>().Select(p => p.Name).Distinct()
            .Select(name => $"{name} = {{{context.ParameterText(name)}}}");
        string because = constraint.Because.Length > 0 ? ", because " + Quoted.Escape(constraint.Because)
            : string.Empty;
        output.Comment($"{constraint.Name} ({constraint.Span.File}:{constraint.Span.Line})");
        output.Open($"if (!({condition}))");
        string braces = because.Replace("{", "{{").Replace("}", "}}");
        output.Line(
            $"problem ??= $\"constraint {constraint.Name} does not hold for {string.Join(", ", values)}{braces}\";");
        output.Close();
        output.Blank();
    }

    private static void WriteProducts(
        CodeWriter output, MapWriter map, ParametersModel parameters, EquatableArray<ProductInfo> products,
            EmitContext context)
    {
        output.Summary("The parameter set that each product leaves the factory with.");
        output.Open("public static class Products");
        foreach (ProductInfo product in products)
        {
            output.Summary(product.Title);
            map.Mark("product", product.Name, product.Span);
            output.Open($"public static ParameterSet {Naming.Pascal(product.Name)}() => new()");
            foreach (ParameterInfo parameter in Adjustable(parameters))
            {
                long value =
                    product.Overrides.FirstOrDefault(o => o.Parameter == parameter.Name)?.Value ?? parameter.Default;
                output.Line($"{Field(parameter)} = {CsType.Literal(context, parameter.Type, value)},");
            }

            output.Close("};");
            output.Blank();
        }

        output.Close();
    }
}

/// <summary>Text inside of a C# string.</summary>
internal static class Quoted
{
    /// <summary>Without the quotes around it.</summary>
    public static string Escape(string text) =>
        text.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\r", string.Empty).Replace("\n", " ");

    /// <summary>With quotes.</summary>
    public static string Text(string text) => "\"" + Escape(text) + "\"";
}

/// <summary>Conditions over parameters alone.</summary>
internal sealed class ParameterScope(EmitContext context) : Scope(context)
{
    /// <inheritdoc/>
    public override Code Reference(Expr reference) =>
        throw new NotSupportedException($"{reference.GetType().Name} cannot stand in a constraint ({reference.Span}).");

    /// <inheritdoc/>
    public override string? ReferenceValidity(Expr reference) => null;

    /// <inheritdoc/>
    public override (string Array, string MemberType) Domain(FoldSource source) =>
        throw new NotSupportedException($"a constraint cannot fold over {source.Name}.");

    /// <inheritdoc/>
    protected override string InputText(Expr reference) =>
        throw new NotSupportedException($"a constraint cannot read an input ({reference.Span}).");
}
