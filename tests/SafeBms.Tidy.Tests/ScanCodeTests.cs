using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit;

namespace SafeBms.Tidy.Tests;

/// <summary>
/// The hand-written part of the safety core uses nothing that a scan may not use. The generated part and the compiled
/// instructions are looked at in SafeBms.Core.Tests.
/// </summary>
public class ScanCodeTests
{
    private static readonly string[] BannedNamespaces =
        ["System.IO", "System.Linq", "System.Threading", "System.Reflection", "System.Collections", "System.Net", "System.Diagnostics.Process"];

    private static readonly string[] BannedTypes =
        ["DateTime", "DateTimeOffset", "Stopwatch", "Random", "Thread", "Task", "Console", "Environment", "GC", "Guid"];

    [Fact]
    [Requirement("REQ-S-RUN-06")]
    public void The_core_imports_nothing_that_allocates_blocks_or_reads_a_clock()
    {
        IEnumerable<string> offenders =
            from path in Repository.Sources("src/SafeBms.Core")
            from import in Root(path).DescendantNodes().OfType<UsingDirectiveSyntax>()
            where BannedNamespaces.Any(name => import.Name?.ToString().StartsWith(name, StringComparison.Ordinal) == true)
            select $"{path}: {import}";
        Assert.Empty(offenders);
    }

    [Fact]
    public void The_core_names_no_banned_type()
    {
        IEnumerable<string> offenders =
            from path in Repository.Sources("src/SafeBms.Core")
            from name in Root(path).DescendantNodes().OfType<IdentifierNameSyntax>()
            where BannedTypes.Contains(name.Identifier.Text, StringComparer.Ordinal)
            select $"{path}: {name.Identifier.Text}";
        Assert.Empty(offenders);
    }

    [Fact]
    public void The_core_has_no_floating_point_no_lock_and_no_exception()
    {
        IEnumerable<string> offenders =
            from path in Repository.Sources("src/SafeBms.Core")
            from node in Root(path).DescendantNodes()
            where node is LockStatementSyntax or ThrowStatementSyntax or ThrowExpressionSyntax or TryStatementSyntax or LambdaExpressionSyntax
                || (node is PredefinedTypeSyntax type && type.Keyword.Kind() is SyntaxKind.FloatKeyword or SyntaxKind.DoubleKeyword or SyntaxKind.DecimalKeyword)
            select $"{path}: {node.Kind()}";
        Assert.Empty(offenders);
    }

    [Fact]
    public void The_simulation_is_deterministic_by_construction()
    {
        string[] clocks = ["DateTime", "DateTimeOffset", "Stopwatch", "Random", "Environment", "Guid"];
        IEnumerable<string> offenders =
            from path in Repository.Sources("src/SafeBms.Simulation")
            from name in Root(path).DescendantNodes().OfType<IdentifierNameSyntax>()
            where clocks.Contains(name.Identifier.Text, StringComparer.Ordinal)
            select $"{path}: {name.Identifier.Text}";
        Assert.Empty(offenders);
    }

    private static SyntaxNode Root(string path) => CSharpSyntaxTree.ParseText(Repository.Read(path)).GetRoot();
}
