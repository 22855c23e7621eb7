using System.Globalization;
using Microsoft.CodeAnalysis;
using SafeBms.Equivalence.Code;
using SafeBms.Equivalence.Terms;

namespace SafeBms.Equivalence.Units;

/// <summary>
/// Parts that are compared on their own, as functions of which only one thing is known here: the same arguments give
/// the same results. The composition of the code and that of the specification both call them.
/// </summary>
/// <param name="facts">The pool of the composition.</param>
/// <param name="properties">Number of properties; bits beyond them are never set, which is shown with the
/// monitors.</param>
internal sealed class Summaries(Facts facts, int properties) : ICallSummary
{
    private const string MachineSuffix = "Machine";
    private readonly Dictionary<string, List<CodeValue>> known = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public bool Handles(IMethodSymbol method)
    {
        string type = method.ContainingType.Name;
        return method.Name switch
        {
            "Scan" or "Reset" when type.EndsWith(MachineSuffix, StringComparison.Ordinal) => true,
            "Update" => type == "Validity",
            "Step" or "Reset" => type == "Monitors",
            "TryValidate" => type == "ParameterSet",
            _ => false,
        };
    }

    /// <inheritdoc/>
    public CodeValue? Call(
        Executor executor, IMethodSymbol method, IReadOnlyList<Argument> arguments, SyntaxNode node)
    {
        List<Argument> written = [.. arguments.Where(argument => IsWritten(argument.Parameter))];
        foreach (Argument target in written)
        {
            if (arguments.Any(other => other.Parameter.Ordinal != target.Parameter.Ordinal
                && other.Place is { } place && place.Overlaps(target.Place!)))
            {
                throw new OutsideSubsetException(node, $"{target.Parameter.Name} is handed over twice");
            }
        }

        List<CodeValue> results = Apply(
            method, [.. arguments.Select(argument => argument.Value ?? executor.Read(argument.Place!))]);
        for (int index = 0; index < written.Count; index++)
        {
            executor.Write(written[index].Place!, results[index]);
        }

        return method.ReturnsVoid ? null : results[^1];
    }

    /// <summary>New values of what is handed over by reference, in order, and last the result.</summary>
    public List<CodeValue> Apply(IMethodSymbol method, IReadOnlyList<CodeValue> arguments)
    {
        string name = $"{method.ContainingType.Name}.{method.Name}";
        IEnumerable<string> read = method.Parameters.Zip(arguments)
            .Where(pair => !IsOnlyWritten(pair.First))
            .SelectMany(pair => Shapes.Leaves(pair.Second, string.Empty))
            .Select(leaf => leaf.Term.Id.ToString(CultureInfo.InvariantCulture));
        string key = name + "(" + string.Join(',', read) + ")";
        if (!known.TryGetValue(key, out List<CodeValue>? results))
        {
            string prefix = string.Create(CultureInfo.InvariantCulture, $"{name}#{known.Count}");
            results = [.. method.Parameters.Where(IsWritten).Select(
                parameter => New(parameter.Type, $"{prefix}.{parameter.Name}"))];
            if (!method.ReturnsVoid)
            {
                results.Add(New(method.ReturnType, prefix));
            }

            known.Add(key, results);
        }

        return results;
    }

    private static bool IsWritten(IParameterSymbol parameter) => parameter.RefKind is RefKind.Ref or RefKind.Out;

    // The bits of the monitors are set anew in every step, which is shown with the monitors.
    private static bool IsOnlyWritten(IParameterSymbol parameter) =>
        parameter.RefKind == RefKind.Out || parameter.Type.Name == "Bits";

    private CodeValue New(ITypeSymbol type, string name)
    {
        CodeValue any = Raw.Any(facts, type, name);
        return type.Name != "Bits" ? any : new ArrayValue([.. ((ArrayValue)any).Items.Select(
            (word, index) => new BitsValue([.. ((BitsValue)word).Bits.Select(
                (bit, at) => (index * 64) + at < properties ? bit : facts.Pool.False)]))]);
    }
}
