using System.Diagnostics;
using System.Text;
using Xunit;

namespace SafeBms.Specification.Tests.Diagnostics;

/// <summary>
/// Whatever bytes a file holds: a finding in that file, within a second, and never an exception. Each input is tried as every
/// kind of file, because each kind has a reader of its own behind the common one.
/// </summary>
public sealed class HostileFileTests
{
    // The promise is a second on an idle machine; a test machine that is shared gets more before the test fails.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    private static readonly string[] Kinds =
    [
        "signals.yaml", "parameters.yaml", "requirements.yaml", "system.yaml", "contactor.statemachine.yaml",
        "ordering.properties.yaml", "products/small-boat-12.product.yaml",
    ];

    private static readonly Dictionary<string, Func<byte[]>> Inputs = new(StringComparer.Ordinal)
    {
        ["empty"] = () => [],
        ["one newline"] = () => Text("\n"),
        ["only a comment"] = () => Text("# nothing\n"),
        ["random bytes"] = () => RandomBytes(65_536),
        ["an executable's head"] = () => [0x7F, .. Text("ELF"), 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 0, 62, 0],
        ["10 MB of text"] = () => Text(new string('a', 10_000_000)),
        ["10 MB of brackets"] = () => Text(new string('[', 10_000_000)),
        ["deep flow nesting"] = () => Text("a: " + new string('[', 100_000)),
        ["deep flow nesting, closed"] = () => Text("a: " + new string('[', 50_000) + new string(']', 50_000)),
        ["deep block nesting"] = () => Text(string.Concat(Enumerable.Range(0, 900).Select(level => new string(' ', level) + "a:\n"))),
        ["deep mapping in braces"] = () => Text(string.Concat(Enumerable.Repeat("{a: ", 50_000))),
        ["alias bomb"] = () => Text(AliasBomb()),
        ["byte-order mark, UTF-8"] = () => [0xEF, 0xBB, 0xBF, .. Text("a: 1\n")],
        ["UTF-16"] = () => [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("a: 1\n")],
        ["UTF-32"] = () => [0xFF, 0xFE, 0, 0, .. Encoding.UTF32.GetBytes("a: 1\n")],
        ["tabs"] = () => Text("a:\n\tb: 1\n"),
        ["invalid UTF-8"] = () => [.. Text("a: "), 0xC3, 0x28, (byte)'\n'],
        ["overlong UTF-8"] = () => [.. Text("a: "), 0xC0, 0xAF, (byte)'\n'],
        ["a lone surrogate"] = () => [.. Text("a: "), 0xED, 0xA0, 0x80, (byte)'\n'],
        ["cut in the middle of a character"] = () => [.. Text("a: "), 0xE2, 0x82],
        ["NUL"] = () => Text("a: \0\n"),
        ["lone carriage return"] = () => Text("a: 1\rb: 2\r"),
        ["next-line character"] = () => Text("a: 1\u0085b: 2\n"),
        ["line separator"] = () => Text("a: 1\u2028b: 2\n"),
        ["text that runs backwards"] = () => Text("a: \u202Etxet\u202C\n"),
        ["a huge scalar"] = () => Text("a: \"" + new string('x', 900_000) + "\"\n"),
        ["a huge key"] = () => Text(new string('k', 900_000) + ": 1\n"),
        ["a huge number"] = () => Text("a: " + new string('9', 900_000) + "\n"),
        ["100,000 keys"] = () => Text(string.Concat(Enumerable.Range(0, 100_000).Select(index => $"k{index}: 1\n"))),
        ["100,000 equal keys"] = () => Text(string.Concat(Enumerable.Repeat("k: 1\n", 100_000))),
        ["100,000 documents"] = () => Text(string.Concat(Enumerable.Repeat("---\n", 100_000))),
        ["an unclosed quote"] = () => Text("a: \"" + new string('\n', 100_000)),
        ["an unclosed block"] = () => Text("a: |\n" + string.Concat(Enumerable.Repeat("  line\n", 50_000))),
        ["a complex key"] = () => Text("? [a, b]\n: 1\n"),
        ["a key of keys"] = () => Text(string.Concat(Enumerable.Repeat("? ", 20_000)) + "a\n"),
        ["tags"] = () => Text("a: !!python/object:os.system [ls]\n"),
        ["a directive"] = () => Text("%YAML 1.1\n---\na: 1\n"),
        ["a merge key"] = () => Text("a: &x {b: 1}\nc: {<<: *x}\n"),
        ["a sequence at the top"] = () => Text("- a\n- b\n"),
        ["a scalar at the top"] = () => Text("just text\n"),
        ["100,000 dashes"] = () => Text(string.Concat(Enumerable.Repeat("- ", 100_000))),
    };

    public static TheoryData<string> Names() => [.. Inputs.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_hostile_file_of_any_kind_gives_a_finding_in_time_and_no_model(string name)
    {
        byte[] content = Inputs[name]();
        foreach (string kind in Kinds)
        {
            SmallBoat boat = new SmallBoat().With(kind, content);
            Stopwatch watch = Stopwatch.StartNew();
            Result<SafeBms.Specification.Model.SpecificationModel> result = SpecificationReader.Read(boat.Files);
            watch.Stop();
            Assert.True(watch.Elapsed < Patience, $"{name} as {kind} took {watch.ElapsedMilliseconds} ms");
            Assert.Null(result.Value);
            Assert.Contains(result.Diagnostics, finding => finding.Span.File == kind && finding.IsError);
            Assert.True(result.Diagnostics.Count <= 20_000, $"{name} as {kind}: {result.Diagnostics.Count} findings");
            Assert.All(result.Diagnostics, finding => Assert.InRange(finding.Message.Length, 1, 2_000));
        }
    }

    [Theory]
    [InlineData("parentheses", "(", ")")]
    [InlineData("negations", "not ", "")]
    [InlineData("minus signs", "- ", "")]
    [InlineData("calls", "abs(", ")")]
    public void A_deeply_nested_expression_is_refused_before_it_can_exhaust_the_stack(string what, string open, string close)
    {
        string expression = string.Concat(Enumerable.Repeat(open, 100_000)) + "1" + string.Concat(Enumerable.Repeat(close, 100_000));
        IReadOnlyList<Diagnostic> findings = WithExpression(expression);
        Assert.True(findings.Any(finding => finding.Id == "SBMS042"), $"{what}: {findings[0].Id} {findings[0].Message}");
    }

    [Theory]
    [InlineData(" and ")]
    [InlineData(" or ")]
    [InlineData(" implies ")]
    [InlineData(" + ")]
    public void A_long_chain_of_operators_below_the_length_limit_does_no_harm(string sign)
    {
        string expression = string.Join(sign, Enumerable.Repeat("a", 3_900 / (sign.Length + 1)));
        Assert.NotEmpty(WithExpression(expression));
    }

    [Fact]
    public void Random_damage_to_valid_files_never_throws()
    {
        const int Seed = 20210517;
        Random random = new(Seed);
        IReadOnlyList<SpecificationFile> files = new SmallBoat().Files;
        for (int round = 0; round < 400; round++)
        {
            int index = random.Next(files.Count);
            byte[] content = [.. files[index].Content];
            for (int damage = random.Next(1, 6); damage > 0; damage--)
            {
                content = Damage(content, random);
            }

            List<SpecificationFile> damaged = [.. files];
            damaged[index] = new SpecificationFile(files[index].Path, content);
            Exception? problem = Record.Exception(() => SpecificationReader.Read(damaged));
            Assert.True(problem is null, $"seed {Seed}, round {round}, {files[index].Path}: {problem}\n{Encoding.UTF8.GetString(content)}");
        }
    }

    private static byte[] Damage(byte[] content, Random random)
    {
        int at = random.Next(content.Length);
        switch (random.Next(4))
        {
            case 0:
                content[at] = (byte)random.Next(32, 127);
                return content;
            case 1:
                return [.. content[..at], .. content[Math.Min(content.Length, at + random.Next(1, 12))..]];
            case 2:
                int from = random.Next(content.Length);
                return [.. content[..at], .. content[from..Math.Min(content.Length, from + random.Next(1, 40))], .. content[at..]];
            default:
                return [.. content[..at], .. Text("{}[]:,\"'#-|>&*!%@`\n "[random.Next(20)].ToString()), .. content[at..]];
        }
    }

    private static IReadOnlyList<Diagnostic> WithExpression(string expression) => SpecificationReader.Read(new SmallBoat().AddMachine(
        "example",
        "machine: example\npurpose: \"Hostile.\"\nhazards: [H1]\nuses: { a: charge-permit.allowed }\noutputs:\n"
        + $"  shown: {{ type: bool, initial: false, drives: alarm, is: \"{expression}\" }}\n").Files).Diagnostics is { Count: > 0 } findings
        ? findings
        : [new Diagnostic("none", "no finding", string.Empty, string.Empty, false, default)];

    private static string AliasBomb()
    {
        StringBuilder text = new("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for (int level = 1; level < 12; level++)
        {
            string aliases = string.Join(", ", Enumerable.Repeat($"*a{level - 1}", 9));
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"a{level}: &a{level} [{aliases}]\n");
        }

        return text.ToString();
    }

    private static byte[] RandomBytes(int count)
    {
        byte[] bytes = new byte[count];
        new Random(4711).NextBytes(bytes);
        return bytes;
    }

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);
}
