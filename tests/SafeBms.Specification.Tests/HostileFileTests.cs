using System.Text;
using SafeBms.Specification.Model;
using SafeBms.Specification.Tests.Support;
using Xunit;

namespace SafeBms.Specification.Tests;

/// <summary>Whatever the bytes of a file are, the outcome is a finding with a place, within a second.</summary>
public sealed class HostileFileTests
{
    private const string Target = "contactor.statemachine.yaml";

    // Looked up by name: the runner would copy the contents of every case into its list of tests.
    private static readonly List<(string Name, byte[] Content, string Id, int Line, int Column)> Cases =
    [
        ("empty", [], "SBMS006", 1, 1),
        ("only comments", Text("# nothing\n\n"), "SBMS006", 1, 1),
        ("only a document start", Text("---\n"), "SBMS006", 1, 1),
        ("10 MB", Text("a: " + new string('x', 10_000_000)), "SBMS001", 1, 1),
        ("binary", [0x7F, 0x45, 0x4C, 0x46, 0x02, 0xFF, 0xC0], "SBMS002", 1, 6),
        ("invalid UTF-8", [.. Text("a: 1\nb: "), 0xC3, 0x28], "SBMS002", 2, 4),
        ("overlong UTF-8", [.. Text("a: "), 0xC0, 0x80], "SBMS002", 1, 4),
        ("surrogate in UTF-8", [.. Text("a: "), 0xED, 0xA0, 0x80], "SBMS002", 1, 4),
        ("UTF-8 mark", [0xEF, 0xBB, 0xBF, .. Text("a: 1")], "SBMS003", 1, 1),
        ("UTF-16", [0xFF, 0xFE, 0x61, 0x00], "SBMS003", 1, 1),
        ("UTF-16, the other way around", [0xFE, 0xFF, 0x00, 0x61], "SBMS003", 1, 1),
        ("NUL", Text("a: 1\nb: \0"), "SBMS004", 2, 4),
        ("escaped NUL", Text("a: \"x\\0\""), "SBMS004", 1, 6),
        ("lonely surrogate", Text("a: \"\\uD800\""), "SBMS007", 1, 4),
        ("line separator", Text("a: x\u2028b: 2"), "SBMS004", 1, 5),
        ("carriage return alone", Text("a: 1\rb: 2"), "SBMS004", 1, 5),
        ("tab", Text("a:\n\tb: 1"), "SBMS005", 2, 1),
        ("tab behind a value", Text("a: 1\t# x"), "SBMS005", 1, 5),
        ("open bracket", Text("a: [1, 2"), "SBMS007", 1, 8),
        ("open quote", Text("a: \"x\n"), "SBMS007", 1, 4),
        ("anchor", Text("a: &x 1"), "SBMS008", 1, 4),
        ("alias bomb", Text(AliasBomb()), "SBMS008", 1, 4),
        ("alias as a key", Text("*a : 1"), "SBMS008", 1, 1),
        ("tag", Text("a: !!int 1"), "SBMS009", 1, 4),
        ("local tag", Text("a: !x {}"), "SBMS009", 1, 4),
        ("directive", Text("%YAML 1.1\n---\na: 1"), "SBMS009", 1, 1),
        ("two documents", Text("a: 1\n---\nb: 2"), "SBMS010", 2, 1),
        ("duplicate key", Text("a: 1\nb: 2\na: 3"), "SBMS011", 3, 1),
        ("merge key", Text("a: { <<: { b: 1 } }"), "SBMS012", 1, 6),
        ("33 levels", Text("a: " + new string('[', 33) + new string(']', 33)), "SBMS013", 1, 35),
        ("a hundred thousand levels", Text(new string('[', 100_000)), "SBMS013", 1, 33),
        ("list as a key", Text("? [a]\n: 1"), "SBMS014", 1, 3),
        ("unquoted comma", Text("a: { when: held(x, 3 s) }"), "SBMS015", 1, 20),
        ("a list", Text("- a\n- b"), "SBMS022", 1, 1),
        ("a text", Text("hello"), "SBMS022", 1, 1),
    ];

    public static TheoryData<string> Names() => [.. Cases.Select(item => item.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_hostile_file_is_one_finding_at_its_place(string name)
    {
        (_, byte[] content, string id, int line, int column) = Cases.Single(item => item.Name == name);
        Result<SpecificationModel> result = new SmallSpecification().Set(Target, content).Read();

        Diagnostic finding = Assert.Single(result.Diagnostics);
        Assert.Null(result.Value);
        Assert.Equal((id, Target, line, column), (finding.Id, finding.Span.File, finding.Span.Line, finding.Span.Column));
    }

    [Theory]
    [InlineData("((((((((((")]
    [InlineData("not not not not ")]
    [InlineData("- - - - - - ")]
    [InlineData("choose(choose(choose(")]
    [InlineData("a implies b implies ")]
    [InlineData("1 + ")]
    public void Endless_expressions_are_findings(string part)
    {
        string text = string.Concat(Enumerable.Repeat(part, 100_000 / part.Length));
        foreach (string expression in new[] { text, text[..3900] })
        {
            Result<SpecificationModel> result = new SmallSpecification()
                .With(Target, "when: relay_off >= alternator_lead_time", $"when: \"{expression}\"").Read();

            Assert.NotEmpty(result.Diagnostics);
            Assert.All(result.Diagnostics, finding => Assert.Equal(Target, finding.Span.File));
        }
    }

    [Fact]
    public void Every_damaged_byte_of_a_specification_is_survived()
    {
        // Every position of one file, with characters that mean something in YAML or in expressions.
        byte[] good = Text(new SmallSpecification().TextOf(Target));
        byte[] damages = Text("{]:-#'\"&,\0\t");
        for (int position = 0; position < good.Length; position += 7)
        {
            byte[] bad = [.. good];
            bad[position] = damages[position / 7 % damages.Length];
            Result<SpecificationModel> result = new SmallSpecification().Set(Target, bad).Read();

            Assert.True(result.Value is not null || result.Diagnostics.Count > 0);
            Assert.All(result.Diagnostics, finding => Assert.True(finding.Span is { Line: > 0, Column: > 0, Length: > 0 }));
        }
    }

    [Fact]
    public void Every_truncation_of_a_specification_is_survived()
    {
        foreach (string file in new[] { Target, "signals.yaml", "cells.properties.yaml" })
        {
            string text = new SmallSpecification().TextOf(file);
            for (int length = 0; length < text.Length; length += 23)
            {
                Result<SpecificationModel> result = new SmallSpecification().Set(file, text[..length]).Read();

                Assert.True(result.Value is not null || result.Diagnostics.Count > 0);
            }
        }
    }

    [Theory]
    [InlineData("\U0001F6A4")]
    [InlineData("\\U0001F6A4")]
    [InlineData("\\uD83D\\uDEA4")]
    public void A_character_of_two_halves_is_one_character(string boat)
    {
        SmallSpecification specification = new SmallSpecification().With(
            "products/small.product.yaml", "title: The small one", $"title: \"The small {boat}\"");

        Assert.Equal("The small \U0001F6A4", specification.Model().Products.Single().Title);
    }

    [Fact]
    public void Several_unreadable_files_are_found_in_one_run()
    {
        Result<SpecificationModel> result = new SmallSpecification().Set(Target, "a: [").Set("system.yaml", "a:\tb").Read();

        Assert.Equal(["SBMS007", "SBMS005"], result.Diagnostics.Select(finding => finding.Id));
    }

    [Fact]
    public void A_missing_file_is_one_finding_without_follow_ups()
    {
        foreach (string file in new[] { "requirements.yaml", "system.yaml" })
        {
            Diagnostic finding = new SmallSpecification().Remove(file).Single();

            Assert.Equal(("SBMS017", file), (finding.Id, finding.Span.File));
        }
    }

    [Fact]
    public void Windows_line_ends_are_read_like_others()
    {
        SmallSpecification windows = new();
        string text = windows.TextOf(Target);
        windows.Set(Target, text.Replace("\n", "\r\n", StringComparison.Ordinal));

        Assert.Equal(new SmallSpecification().Model(), windows.Model());
    }

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

    private static string AliasBomb()
    {
        StringBuilder text = new("a: &a0 [x]\n");
        for (int level = 1; level < 30; level++)
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"b{level}: &a{level} [*a{level - 1}, *a{level - 1}]\n");
        }

        return text.ToString();
    }
}
