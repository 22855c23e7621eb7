using System.Text;

namespace SafeBms.Specification.Tests.Diagnostics;

/// <summary>
/// One rule's failing example and its passing twin: the small specification with one place written wrongly and rightly.
/// In a failing text the mark § stands right before the place that must be reported.
/// </summary>
internal sealed class DiagnosticCase
{
    private const char Mark = '§';
    private readonly Func<SmallBoat> failing;
    private readonly Func<SmallBoat> passing;

    private DiagnosticCase(string id, string file, (string Bad, string Good) shown, (Func<SmallBoat> Bad, Func<SmallBoat> Good) boats)
    {
        Id = id;
        File = file;
        Failing = shown.Bad.Replace(Mark.ToString(), string.Empty, StringComparison.Ordinal);
        Passing = shown.Good;
        failing = boats.Bad;
        passing = boats.Good;
        SmallBoat boat = failing();
        (Line, Column) = boat.Contains(file) ? Place(boat.Text(file)) : (1, 1);
    }

    private DiagnosticCase(DiagnosticCase other, int line, int column)
    {
        (Id, File, Failing, Passing, failing, passing) = (other.Id, other.File, other.Failing, other.Passing, other.failing, other.passing);
        (Line, Column) = (line, column);
    }

    internal string Id { get; }

    /// <summary>The file that the finding is reported in.</summary>
    internal string File { get; }

    internal int Line { get; }

    internal int Column { get; }

    /// <summary>What a page shows as wrong and as right.</summary>
    internal string Failing { get; }

    internal string Passing { get; }

    internal IReadOnlyList<SpecificationFile> FailingFiles() => Unmarked(failing());

    internal IReadOnlyList<SpecificationFile> PassingFiles() => passing().Files;

    /// <summary>A text of the small specification is replaced; the right one is what stands there unless another is given.</summary>
    internal static DiagnosticCase Edit(string id, string file, string from, string bad, string? good = null) => new(
        id, file, (bad, good ?? from),
        (() => new SmallBoat().Edit(file, from, bad), () => good is null ? new SmallBoat() : new SmallBoat().Edit(file, from, good)));

    /// <summary>The change is made in one file and reported in another one, at its first character or at the marked text there.</summary>
    internal static DiagnosticCase Elsewhere(string id, string file, string from, string bad, string reportedIn, string at) => new(
        id, reportedIn, (bad, from),
        (() => new SmallBoat().Edit(file, from, bad).Edit(reportedIn, at, Mark + at), () => new SmallBoat()));

    /// <summary>A machine is added at the end of the order.</summary>
    internal static DiagnosticCase Machine(string id, string bad, string good) => new(
        id, "example.statemachine.yaml", (bad, good),
        (() => new SmallBoat().AddMachine("example", bad), () => new SmallBoat().AddMachine("example", good)));

    /// <summary>A block that computes one bool from these uses.</summary>
    internal static DiagnosticCase Expression(string id, string uses, string bad, string good, string? goodUses = null) =>
        Machine(id, Block(uses, bad), Block(goodUses ?? uses, good));

    /// <summary>A file is added or replaced.</summary>
    internal static DiagnosticCase Whole(string id, string file, string bad, string good) => new(
        id, file, (bad, good), (() => new SmallBoat().With(file, bad), () => new SmallBoat().With(file, good)));

    /// <summary>A file with bytes that cannot be shown; the finding is at the given place.</summary>
    internal static DiagnosticCase Bytes(string id, string file, byte[] bad, string shown, byte[] good, string goodShown) => new(
        id, file, (shown, goodShown), (() => new SmallBoat().With(file, bad), () => new SmallBoat().With(file, good)));

    /// <summary>A file has a name that is none; the right one has another.</summary>
    internal static DiagnosticCase Name(string id, string bad, string good, string text) => new(
        id, bad, ($"# {bad}\n{text}", $"# {good}\n{text}"), (() => new SmallBoat().With(bad, text), () => new SmallBoat().With(good, text)));

    /// <summary>The same with the place said instead of marked.</summary>
    internal DiagnosticCase At(int line, int column) => new(this, line, column);

    /// <summary>A file is missing.</summary>
    internal static DiagnosticCase Missing(string id, string file) => new(
        id, file, ($"# there is no {file}", new SmallBoat().Text(file).TrimEnd()),
        (() => new SmallBoat().Without(file), () => new SmallBoat()));

    public override string ToString() => Id;

    private static string Block(string uses, string expression) => $$"""
        machine: example
        purpose: "Shows one rule."
        hazards: [H1]
        uses: { {{uses}} }
        outputs:
          shown: { type: bool, initial: false, drives: alarm, is: "{{expression}}" }

        """;

    private static (int Line, int Column) Place(string text)
    {
        int index = text.IndexOf(Mark, StringComparison.Ordinal);
        if (index < 0)
        {
            return (1, 1);
        }

        string before = text[..index];
        return (before.Count(character => character == '\n') + 1, index - before.LastIndexOf('\n'));
    }

    private static IReadOnlyList<SpecificationFile> Unmarked(SmallBoat boat) =>
        [.. boat.Files.Select(file => new SpecificationFile(file.Path, Unmarked(file.Content)))];

    private static byte[] Unmarked(byte[] content)
    {
        byte[] mark = Encoding.UTF8.GetBytes([Mark]);
        int index = content.AsSpan().IndexOf(mark);
        return index < 0 ? content : [.. content[..index], .. content[(index + mark.Length)..]];
    }
}
