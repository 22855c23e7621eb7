using Microsoft.CodeAnalysis;

namespace SafeBms.Equivalence.Code;

/// <summary>The generated code holds something that is not understood; nothing may be concluded from it.</summary>
internal sealed class OutsideSubsetException(string place, string problem) : Exception($"{place}: {problem}")
{
    public OutsideSubsetException(SyntaxNode node, string problem)
        : this(PlaceOf(node), problem)
    {
    }

    /// <summary>File, line and column of a piece of code.</summary>
    public static string PlaceOf(SyntaxNode node)
    {
        FileLinePositionSpan span = node.GetLocation().GetLineSpan();
        return $"{span.Path}({span.StartLinePosition.Line + 1},{span.StartLinePosition.Character + 1})";
    }
}
