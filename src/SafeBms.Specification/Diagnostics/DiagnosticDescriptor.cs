using System.Globalization;
using SafeBms.Specification.Model;

namespace SafeBms.Specification;

/// <summary>A rule of the language: what is said when it is broken.</summary>
/// <param name="Id">Stable id, <c>SBMS001</c> and so on; never reused.</param>
/// <param name="Title">The rule in a few words.</param>
/// <param name="MessageFormat">What is wrong, with places for the names concerned.</param>
/// <param name="Why">Why it matters.</param>
/// <param name="Remedy">What to do.</param>
/// <param name="IsError">False for a warning.</param>
public sealed record DiagnosticDescriptor(
    string Id, string Title, string MessageFormat, string Why, string Remedy, bool IsError = true)
{
    /// <summary>The finding of this rule at a place.</summary>
    public Diagnostic At(SourceSpan span, params object[] arguments) =>
        new(Id, string.Format(CultureInfo.InvariantCulture, MessageFormat, arguments), Why, Remedy, IsError, span);
}
