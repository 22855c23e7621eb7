namespace SafeBms.Specification.Tests.Diagnostics;

/// <summary>Every rule's example, by id.</summary>
internal static class DiagnosticCases
{
    internal static IReadOnlyDictionary<string, DiagnosticCase> ById { get; } =
        new SortedDictionary<string, DiagnosticCase>(
            FormCases.All().Concat(ExpressionCases.All()).Concat(WiringCases.All()).Concat(MachineCases.All()).Concat(AssuranceCases.All())
                .ToDictionary(item => item.Id, StringComparer.Ordinal),
            StringComparer.Ordinal);
}
