namespace SafeBms.Specification;

/// <summary>Every rule of the language, one descriptor each. Ids are stable: a rule that goes away leaves a
/// gap.</summary>
public static partial class DiagnosticCatalogue
{
    // With a constructor the rules exist as soon as anything of this class is asked for; without it, All alone would be
    // empty.
    static DiagnosticCatalogue()
    {
    }

    /// <summary>All rules, by id.</summary>
    public static IReadOnlyList<DiagnosticDescriptor> All =>
        [.. Registry.Rules.OrderBy(rule => rule.Id, StringComparer.Ordinal)];

    private static DiagnosticDescriptor Rule(string id, string title, string message, string why, string remedy)
    {
        DiagnosticDescriptor rule = new(id, title, message, why, remedy);
        Registry.Rules.Add(rule);
        return rule;
    }

    // A class of its own, so that the list exists before the first rule, in whatever order the files are compiled.
    private static class Registry
    {
        public static readonly List<DiagnosticDescriptor> Rules = [];
    }
}
