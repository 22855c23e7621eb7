using SafeBms.Specification.Model;
using Xunit;

namespace SafeBms.Specification.Tests.Support;

/// <summary>The small specification with one wrong text, in which the mark § stands right before the place that must be
/// reported.</summary>
internal sealed class MarkedBoat
{
    private const char Mark = '§';

    // What is not understood reads nothing; that others are then unread is no finding of its own.
    private static readonly string[] Unread =
        ["SBMS104", "SBMS105", "SBMS106", "SBMS107", "SBMS108", "SBMS130", "SBMS131", "SBMS132"];

    private readonly IReadOnlyList<SpecificationFile> files;

    private MarkedBoat(SmallBoat boat, string file, (int Line, int Column) place = default)
    {
        if (place.Line > 0)
        {
            (files, Place) = (boat.Files, (file, place.Line, place.Column));
            return;
        }

        string text = boat.Text(file);
        int mark = text.IndexOf(Mark, StringComparison.Ordinal);
        if (mark < 0)
        {
            throw new InvalidOperationException($"{file}: no place is marked");
        }

        boat.With(file, text.Remove(mark, 1));
        files = boat.Files;
        Place = (file, text[..mark].Count(item => item == '\n') + 1, mark - text.LastIndexOf('\n', mark));
    }

    /// <summary>File, line and column of the mark.</summary>
    internal (string File, int Line, int Column) Place { get; }

    /// <summary>What is found, with the model if it is any good.</summary>
    internal Result<SpecificationModel> Read() => SpecificationReader.Read(files);

    /// <summary>Replaces the only occurrence of a text.</summary>
    /// <param name="file">The file.</param>
    /// <param name="from">What stands there.</param>
    /// <param name="to">What is to stand there.</param>
    /// <param name="place">The place that must be reported, where no text of the change is at it.</param>
    internal static MarkedBoat Edit(string file, string from, string to, (int Line, int Column) place = default) =>
        new(new SmallBoat().Edit(file, from, to), file, place);

    /// <summary>Adds a machine at the end of the order.</summary>
    internal static MarkedBoat Machine(string name, string text) =>
        new(new SmallBoat().AddMachine(name, text), $"{name}.statemachine.yaml");

    /// <summary>Adds a file, or replaces it.</summary>
    internal static MarkedBoat With(string file, string text) => new(new SmallBoat().With(file, text), file);

    /// <summary>The only thing that is wrong, apart from what is unread because of it; fails if it is not at the
    /// mark.</summary>
    internal Diagnostic Fault()
    {
        Diagnostic[] faults = [.. Read().Diagnostics.Where(finding => !Unread.Contains(finding.Id))];
        Assert.True(
            faults.Length == 1 && (faults[0].Span.File, faults[0].Span.Line, faults[0].Span.Column) == Place,
            $"one finding was expected, at {Place}, found:\n{List(faults)}");
        return faults[0];
    }

    /// <summary>Findings as text, for messages of tests.</summary>
    internal static string List(IEnumerable<Diagnostic> findings) =>
        string.Join('\n', findings.Select(finding => $"{finding.Span}: {finding.Id} {finding.Message}"));
}
