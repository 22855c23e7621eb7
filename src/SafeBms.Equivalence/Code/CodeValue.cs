using System.Collections.Immutable;
using SafeBms.Proof.Terms;

namespace SafeBms.Equivalence.Code;

/// <summary>What a place of the generated code holds: terms in the shape of the C# type. Never changed after it was
/// made.</summary>
internal abstract class CodeValue
{
    /// <summary>These values where the condition holds, else the others.</summary>
    public static CodeValue Merge(TermPool pool, Term condition, CodeValue these, CodeValue others)
    {
        if (ReferenceEquals(these, others) || condition.IsTrue)
        {
            return these;
        }

        return condition.IsFalse ? others : (these, others) switch
        {
            (ScalarValue a, ScalarValue b) =>
                a.Term == b.Term ? a : new ScalarValue(pool.Choose(condition, a.Term, b.Term)),
            (BitsValue a, BitsValue b) => new BitsValue(
                [.. a.Bits.Zip(b.Bits, (one, other) => pool.Choose(condition, one, other))]),
            (StructValue a, StructValue b) => MergeFields(pool, condition, a, b),
            (ArrayValue a, ArrayValue b) => new ArrayValue(
                [.. a.Items.Zip(b.Items, (one, other) => Merge(pool, condition, one, other))]),
            _ => throw new InvalidOperationException("values of two shapes cannot be merged"),
        };
    }

    private static StructValue MergeFields(TermPool pool, Term condition, StructValue these, StructValue others)
    {
        ImmutableDictionary<string, CodeValue>.Builder merged = these.Fields.ToBuilder();
        foreach ((string name, CodeValue value) in these.Fields)
        {
            CodeValue other = others.Fields[name];
            if (!ReferenceEquals(value, other))
            {
                merged[name] = Merge(pool, condition, value, other);
            }
        }

        return new StructValue(merged.ToImmutable());
    }
}

/// <summary>A bool, an integer or an enumeration; of a text only whether it is null.</summary>
internal sealed class ScalarValue(Term term) : CodeValue
{
    public Term Term { get; } = term;
}

/// <summary>An unsigned 64-bit word, used as a set of bits; the first is the lowest.</summary>
internal sealed class BitsValue(ImmutableArray<Term> bits) : CodeValue
{
    public ImmutableArray<Term> Bits { get; } = bits;
}

/// <summary>A struct: fields, and properties that are nothing but fields, by name.</summary>
internal sealed class StructValue(ImmutableDictionary<string, CodeValue> fields) : CodeValue
{
    public ImmutableDictionary<string, CodeValue> Fields { get; } = fields;

    public StructValue(IEnumerable<KeyValuePair<string, CodeValue>> fields)
        : this(ImmutableDictionary.CreateRange(StringComparer.Ordinal, fields))
    {
    }
}

/// <summary>An inline array, all of its members.</summary>
internal sealed class ArrayValue(ImmutableArray<CodeValue> items) : CodeValue
{
    public ImmutableArray<CodeValue> Items { get; } = items;
}
