using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit;

namespace SafeBms.Tidy.Tests;

/// <summary>Style is a test: what cannot be held by habit is held here.</summary>
public class StyleTests
{
    private const int FileLines_max = 400;
    private const int FunctionLines_max = 70;
    private const int LineColumns_max = 120;

    [Fact]
    public void No_file_is_longer_than_one_story()
    {
        IEnumerable<string> offenders = Repository.Sources("src")
            .Select(path => (path, lines: Repository.Read(path).Split('\n').Length))
            .Where(file => file.lines > FileLines_max)
            .Select(file => $"{file.path}: {file.lines} lines");
        Assert.Empty(offenders);
    }

    [Fact]
    public void No_line_is_wider_than_the_page()
    {
        IEnumerable<string> offenders =
            from path in Repository.Sources("src")
            from line in Repository.Read(path).Split('\n').Select((text, index) => (text, number: index + 1))
            where line.text.Length > LineColumns_max
            select $"{path}({line.number}): {line.text.Length} columns";
        Assert.Empty(offenders);
    }

    [Fact]
    public void Every_function_fits_on_a_screen()
    {
        IEnumerable<string> offenders =
            from path in Repository.Sources("src")
            from function in Functions(path)
            let span = function.GetLocation().GetLineSpan()
            let lines = span.EndLinePosition.Line - span.StartLinePosition.Line + 1
            where lines > FunctionLines_max
            select $"{path}({span.StartLinePosition.Line + 1}): {lines} lines";
        Assert.Empty(offenders);
    }

    [Fact]
    public void Nothing_is_left_for_later()
    {
        string[] marks = ["TO" + "DO", "FIX" + "ME", "HA" + "CK", "NotImplemented" + "Exception"];
        IEnumerable<string> offenders =
            from path in Repository.Sources("src").Concat(Repository.Sources("tests"))
            from line in Repository.Read(path).Split('\n').Select((text, index) => (text, number: index + 1))
            where marks.Any(mark => line.text.Contains(mark, StringComparison.Ordinal))
            select $"{path}({line.number})";
        Assert.Empty(offenders);
    }

    [Fact]
    public void No_test_is_skipped_or_sleeps()
    {
        string[] marks = ["Skip" + " =", "Thread" + ".Sleep", "Task" + ".Delay", "DateTime" + ".Now", "DateTime" + ".UtcNow"];
        IEnumerable<string> offenders =
            from path in Repository.Sources("tests")
            from line in Repository.Read(path).Split('\n').Select((text, index) => (text, number: index + 1))
            where marks.Any(mark => line.text.Contains(mark, StringComparison.Ordinal))
            select $"{path}({line.number})";
        Assert.Empty(offenders);
    }

    private static IEnumerable<SyntaxNode> Functions(string path) =>
        CSharpSyntaxTree.ParseText(Repository.Read(path)).GetRoot().DescendantNodes()
            .Where(node => node is BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax or AccessorDeclarationSyntax);
}
