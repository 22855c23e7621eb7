using Microsoft.CodeAnalysis;
using SafeBms.Equivalence.Code;
using SafeBms.Equivalence.Terms;

namespace SafeBms.Equivalence.Units;

/// <summary>Values of C# types of which nothing at all is known.</summary>
internal static class Raw
{
    private const int WordBits = 64;

    /// <summary>Any bits in the shape of a type.</summary>
    public static CodeValue Any(Facts facts, ITypeSymbol type, string name) => Shapes.Build(type, name, (path, leaf) =>
    {
        if (Shapes.Range(leaf) is var (min, max))
        {
            return new ScalarValue(facts.Number(path, min, max));
        }

        return leaf.SpecialType == SpecialType.System_UInt64
            ? new BitsValue([.. Enumerable.Range(0, WordBits).Select(bit => facts.Truth($"{path}:{bit}"))])
            : new ScalarValue(facts.Truth(path));
    });
}
