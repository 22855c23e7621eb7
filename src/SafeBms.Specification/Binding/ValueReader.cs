using SafeBms.Specification.Expressions;
using SafeBms.Specification.Model;
using SafeBms.Specification.Yaml;
using static SafeBms.Specification.DiagnosticCatalogue;

namespace SafeBms.Specification.Binding;

/// <summary>Reads types, numbers and constants of declarations.</summary>
internal sealed class ValueReader(BindContext context)
{
    private readonly DiagnosticBag bag = context.Bag;

    /// <summary>The declared type: <c>type</c>, and for <c>int</c> also <c>unit</c> and <c>range</c>.</summary>
    /// <param name="reader">The declaration.</param>
    /// <param name="defaultType">Type where none is written; null if one must be.</param>
    public ExprType Type(MappingReader reader, string? defaultType = null)
    {
        YamlScalar? written = reader.Scalar("type", required: defaultType is null);
        string name = written?.Value ?? defaultType ?? string.Empty;
        if (name == "int")
        {
            return IntegerType(reader);
        }

        bool isOther = false;
        foreach (string key in new[] { "unit", "range" })
        {
            if (written is not null && reader.Node(key) is { } surplus)
            {
                isOther = true;
                bag.Report(OnlyForNumbers, surplus.Span, key, name);
            }
        }

        if (name == "bool")
        {
            return isOther ? Types.Error : ExprType.Bool;
        }

        if (context.Enums.TryGetValue(name, out EnumInfo? info))
        {
            return Types.Of(info);
        }

        if (written is not null)
        {
            bag.Report(
                UnknownType, written.Span, name, Suggestion.For(name, context.Enums.Keys.Concat(["bool", "int"])));
        }

        return Types.Error;
    }

    /// <summary>A constant of a type; null after a finding. Numbers without unit are in the base unit of the
    /// type.</summary>
    public long? Constant(YamlNode? node, ExprType type, string what, bool checkRange = true)
    {
        if (node is null || type.IsError())
        {
            return null;
        }

        if (node is not YamlScalar scalar)
        {
            bag.Report(WrongNode, node.Span, what, "a value", node.Description);
            return null;
        }

        switch (type.Kind)
        {
            case ValueKind.Bool:
                if (scalar.Value is "true" or "false")
                {
                    return scalar.Value == "true" ? 1 : 0;
                }

                bag.Report(InvalidChoice, scalar.Span, scalar.Value, what, "true, false");
                return null;
            case ValueKind.Enum:
                EnumInfo info = context.Enums[type.EnumName];
                EnumMember? member = info.Members.FirstOrDefault(item => item.Name == scalar.Value);
                if (member is null)
                {
                    bag.Report(
                        UnknownMember, scalar.Span, scalar.Value, info.Name,
                        Suggestion.For(scalar.Value, info.Members.Select(item => item.Name)));
                }

                return member?.Id;
            default:
                long? number = Number(scalar, type.Unit);
                if (checkRange && number is { } value && (value < type.Min || value > type.Max))
                {
                    bag.Report(ValueOutOfRange, scalar.Span, what, value, type.Min, type.Max, type.Unit);
                    return null;
                }

                return number;
        }
    }

    /// <summary>A whole number in a base unit; a unit that is written must fit.</summary>
    public long? Number(YamlScalar scalar, string unit)
    {
        ExpressionSyntax? syntax = ExpressionParser.Parse(scalar, bag);
        bool isNegative = syntax is UnarySyntax { Operator: "-" };
        if (syntax is UnarySyntax { Operator: "-" } negative)
        {
            syntax = negative.Operand;
        }

        if (syntax is null)
        {
            return null;
        }

        if (syntax is not NumberSyntax number)
        {
            bag.Report(NotANumber, scalar.Span, scalar.Value);
            return null;
        }

        NumberSyntax inUnit = number.Unit.Length == 0 ? number with { Unit = unit } : number;
        if (context.ToBaseUnit(inUnit, scalar.Span, out string found) is not { } value)
        {
            return null;
        }

        if (found != unit)
        {
            bag.Report(UnitMismatch, scalar.Span, unit, found, string.Empty);
            return null;
        }

        return isNegative ? -value : value;
    }

    /// <summary>A number of a key that must lie between two bounds; null after a finding.</summary>
    public long? Bounded(MappingReader reader, string key, string unit, long least, long most)
    {
        YamlScalar? scalar = reader.Scalar(key, required: true);
        if (scalar is null || Number(scalar, unit) is not { } value)
        {
            return null;
        }

        if (value < least || value > most)
        {
            bag.Report(ValueOutOfRange, scalar.Span, key, value, least, most, unit);
            return null;
        }

        return value;
    }

    private ExprType IntegerType(MappingReader reader)
    {
        YamlScalar? unit = reader.Scalar("unit", required: true);
        IReadOnlyList<YamlNode> range = reader.List("range", required: true);
        if (unit is null || range.Count == 0)
        {
            return Types.Error;
        }

        if (!Units.Declarable.Contains(unit.Value))
        {
            bag.Report(UndeclarableUnit, unit.Span, unit.Value, string.Join(" ", Units.Declarable));
            return Types.Error;
        }

        if (range.Count != 2 || range[0] is not YamlScalar low || range[1] is not YamlScalar high)
        {
            bag.Report(RangeNeedsTwo, reader.SpanOf("range"));
            return Types.Error;
        }

        if (Number(low, unit.Value) is not { } min || Number(high, unit.Value) is not { } max)
        {
            return Types.Error;
        }

        if (min > max)
        {
            bag.Report(EmptyRange, reader.SpanOf("range"), min, max);
            return Types.Error;
        }

        if (min < int.MinValue || max > int.MaxValue)
        {
            bag.Report(RangeTooWide, reader.SpanOf("range"));
            return Types.Error;
        }

        return ExprType.Int(unit.Value, min, max);
    }
}
