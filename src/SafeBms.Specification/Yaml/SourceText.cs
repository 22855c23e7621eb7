using SafeBms.Specification.Model;

namespace SafeBms.Specification.Yaml;

/// <summary>The text of a file with its line starts; lines end with LF or CR LF.</summary>
internal sealed class SourceText
{
    private readonly List<int> lineStarts = [0];

    /// <summary>Indexes the lines of a text.</summary>
    public SourceText(string file, string text)
    {
        File = file;
        Text = text;
        for (int index = 0; index < text.Length; index++)
        {
            if (text[index] == '\n')
            {
                lineStarts.Add(index + 1);
            }
        }
    }

    /// <summary>Path of the file.</summary>
    public string File { get; }

    /// <summary>The characters.</summary>
    public string Text { get; }

    /// <summary>Offset of a place; line and column count from 1 and are clamped into the text.</summary>
    public int OffsetOf(long line, long column)
    {
        int index = (int)Math.Max(0, Math.Min(line - 1, lineStarts.Count - 1));
        return (int)Math.Max(0, Math.Min(lineStarts[index] + Math.Max(0, column - 1), Text.Length));
    }

    /// <summary>The span that starts at an offset.</summary>
    public SourceSpan SpanAt(int offset, int length)
    {
        int line = lineStarts.BinarySearch(offset);
        line = line >= 0 ? line : ~line - 1;
        return new SourceSpan(File, line + 1, offset - lineStarts[line] + 1, Math.Max(length, 1));
    }
}
