using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SafeBms.Proof.Terms;

namespace SafeBms.Equivalence.Code;

/// <summary>The C# types of the subset, and values in their shape.</summary>
internal static class Shapes
{
    private const int WordBits = 64;

    /// <summary>Members of an inline array; null for every other type.</summary>
    public static int? ArrayLength(ITypeSymbol type) => type.GetAttributes()
        .FirstOrDefault(attribute => attribute.AttributeClass?.Name == "InlineArrayAttribute")
        ?.ConstructorArguments[0].Value as int?;

    /// <summary>Type of the members of an inline array.</summary>
    public static ITypeSymbol ItemType(ITypeSymbol array) =>
        array.GetMembers().OfType<IFieldSymbol>().Single(field => !field.IsStatic).Type;

    /// <summary>What a struct keeps: its fields, and its properties without code, by name.</summary>
    public static IEnumerable<(string Name, ITypeSymbol Type)> Fields(ITypeSymbol type)
    {
        AttributeData? unknown = type.GetAttributes().FirstOrDefault(
            attribute => attribute.AttributeClass?.Name is not ("InlineArrayAttribute" or "IsReadOnlyAttribute"));
        if (unknown is not null)
        {
            throw new OutsideSubsetException($"type {type}", $"attribute {unknown.AttributeClass?.Name}");
        }

        foreach (IFieldSymbol field in type.GetMembers().OfType<IFieldSymbol>().Where(field => !field.IsStatic))
        {
            SyntaxNode? declared =
                (field.AssociatedSymbol ?? field).DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax();
            if (declared is VariableDeclaratorSyntax { Initializer: not null }
                or PropertyDeclarationSyntax { Initializer: not null })
            {
                throw new OutsideSubsetException(declared, "a field with a value of its own is not understood");
            }

            yield return (field.AssociatedSymbol?.Name ?? field.Name, field.Type);
        }
    }

    /// <summary>Whether a property is nothing but a field.</summary>
    public static bool IsPlain(IPropertySymbol property) => property.ContainingType.GetMembers()
        .OfType<IFieldSymbol>().Any(field => SymbolEqualityComparer.Default.Equals(field.AssociatedSymbol, property));

    /// <summary>Bounds of an integer or enumeration type; null for anything else.</summary>
    public static (long Min, long Max)? Range(ITypeSymbol type)
    {
        if (type is INamedTypeSymbol { TypeKind: TypeKind.Enum } enumeration)
        {
            return Range(enumeration.EnumUnderlyingType!);
        }

        return type.SpecialType switch
        {
            SpecialType.System_Byte => (byte.MinValue, byte.MaxValue),
            SpecialType.System_Int32 => (int.MinValue, int.MaxValue),
            SpecialType.System_Int64 => (long.MinValue, long.MaxValue),
            _ => null,
        };
    }

    /// <summary>A struct that is looked into, not a number.</summary>
    public static bool IsStruct(ITypeSymbol type) =>
        type.TypeKind == TypeKind.Struct && type.SpecialType == SpecialType.None;

    /// <summary>Builds a value of a type from its leaves; the function is asked with the path of each.</summary>
    public static CodeValue Build(ITypeSymbol type, string path, Func<string, ITypeSymbol, CodeValue> leaf)
    {
        if (!IsStruct(type))
        {
            return leaf(path, type);
        }

        if (ArrayLength(type) is int length)
        {
            ITypeSymbol item = ItemType(type);
            return new ArrayValue([.. Enumerable.Range(0, length).Select(
                index => Build(item, $"{path}[{index.ToString(CultureInfo.InvariantCulture)}]", leaf))]);
        }

        return new StructValue(Fields(type).Select(field => KeyValuePair.Create(
            field.Name, Build(field.Type, path.Length == 0 ? field.Name : $"{path}.{field.Name}", leaf))));
    }

    /// <summary>The default value of a type.</summary>
    public static CodeValue Default(TermPool pool, ITypeSymbol type) => Build(type, string.Empty, (_, leaf) =>
        leaf.SpecialType switch
        {
            SpecialType.System_Boolean => new ScalarValue(pool.False),
            SpecialType.System_UInt64 => Word(pool, 0),
            SpecialType.System_String => new ScalarValue(pool.True),
            _ when Range(leaf) is not null => new ScalarValue(pool.Int(0)),
            _ => throw new OutsideSubsetException($"type {leaf}", "is not understood"),
        });

    /// <summary>A known 64-bit word.</summary>
    public static BitsValue Word(TermPool pool, ulong word) => new(
        [.. Enumerable.Range(0, WordBits).Select(bit => pool.Bool(((word >> bit) & 1) != 0))]);

    /// <summary>A constant as the compiler gives it; texts by whether they are null.</summary>
    public static CodeValue Constant(TermPool pool, object? value) => value switch
    {
        null => new ScalarValue(pool.True),
        string => new ScalarValue(pool.False),
        bool truth => new ScalarValue(pool.Bool(truth)),
        ulong word => Word(pool, word),
        _ => new ScalarValue(pool.Int(Number(value))),
    };

    /// <summary>An integer constant.</summary>
    public static long Number(object? value) => value switch
    {
        int or long or byte => Convert.ToInt64(value, CultureInfo.InvariantCulture),
        _ => throw new OutsideSubsetException("a constant", $"{value?.GetType().Name ?? "null"} is not understood"),
    };

    /// <summary>Refuses a value that has not the shape of its type: the two sides speak of different things.</summary>
    public static void Conform(ITypeSymbol type, CodeValue value, string place)
    {
        if (!IsStruct(type))
        {
            bool fits = value is BitsValue == (type.SpecialType == SpecialType.System_UInt64)
                && value is BitsValue or ScalarValue
                && (value is not ScalarValue scalar || scalar.Term.Sort == Sort.Int == Range(type) is not null);
            if (!fits)
            {
                throw new OutsideSubsetException(place, $"has type {type}, which is not what the specification says");
            }
        }
        else if (ArrayLength(type) is int length)
        {
            CodeValue[] items = value is ArrayValue array && array.Items.Length == length
                ? [.. array.Items.Take(1)]
                : throw new OutsideSubsetException(place, $"has type {type} of {length} members");
            foreach (CodeValue item in items)
            {
                Conform(ItemType(type), item, place + "[]");
            }
        }
        else
        {
            ConformFields(type, value as StructValue, place);
        }
    }

    private static void ConformFields(ITypeSymbol type, StructValue? value, string place)
    {
        Dictionary<string, ITypeSymbol> fields =
            Fields(type).ToDictionary(field => field.Name, field => field.Type, StringComparer.Ordinal);
        IEnumerable<string> given = value is null ? [] : value.Fields.Keys;
        string? odd = fields.Keys.Except(given, StringComparer.Ordinal)
            .Concat(given.Except(fields.Keys, StringComparer.Ordinal)).Order(StringComparer.Ordinal).FirstOrDefault();
        if (odd is not null)
        {
            throw new OutsideSubsetException(
                place, $"field {odd} of {type} is only in the code or only in the specification");
        }

        foreach ((string name, ITypeSymbol inner) in fields)
        {
            Conform(inner, value!.Fields[name], $"{place}.{name}");
        }
    }

    /// <summary>The leaves of a value, each with its path.</summary>
    public static IEnumerable<(string Path, Term Term)> Leaves(CodeValue value, string path) => value switch
    {
        ScalarValue scalar => [(path, scalar.Term)],
        BitsValue word => word.Bits.Select((bit, index) => ($"{path}:{index}", bit)),
        ArrayValue array => array.Items.SelectMany((item, index) => Leaves(item, $"{path}[{index}]")),
        StructValue structure => structure.Fields.OrderBy(field => field.Key, StringComparer.Ordinal)
            .SelectMany(field => Leaves(field.Value, path.Length == 0 ? field.Key : $"{path}.{field.Key}")),
        _ => throw new InvalidOperationException("unknown shape"),
    };
}
