using System.Text;

namespace SafeBms.Generator.Emit;

/// <summary>Lines of C# with indentation; knows the number of the next line, for the map from specification to
/// code.</summary>
internal sealed class CodeWriter
{
    private const int Width = 120;
    private readonly StringBuilder text = new();
    private int depth;
    private bool blankAllowed;

    /// <summary>Number of the line that is written next, from 1.</summary>
    public int NextLine { get; private set; } = 1;

    /// <summary>One line of code; too long ones are broken after their outermost <c>|</c>, <c>&amp;</c> or
    /// comma.</summary>
    public void Line(string line)
    {
        int space = Width - (depth * 4);
        if (line.Length <= space || line[0] is '#' or '/')
        {
            Raw(line);
            return;
        }

        List<string> parts = LineBreaker.Break(line, space - 4);
        Raw(parts[0]);
        depth++;
        foreach (string part in parts.Skip(1))
        {
            Raw(part);
        }

        depth--;
    }

    /// <summary>A comment, wrapped at the page width.</summary>
    public void Comment(string comment) => Prose("// ", comment);

    /// <summary>An XML summary.</summary>
    public void Summary(string summary) => Prose("/// ", "<summary>" + Escape(summary) + "</summary>");

    /// <summary>An empty line, unless one stands already or a block has just begun.</summary>
    public void Blank()
    {
        if (blankAllowed)
        {
            Append(string.Empty);
            blankAllowed = false;
        }
    }

    /// <summary>A header and its opening brace.</summary>
    public void Open(string header)
    {
        Line(header);
        Open();
    }

    /// <summary>An opening brace.</summary>
    public void Open()
    {
        Raw("{");
        depth++;
        blankAllowed = false;
    }

    /// <summary>The closing brace.</summary>
    public void Close(string brace = "}")
    {
        depth--;
        Raw(brace);
    }

    /// <summary>Indents the lines that follow, for <c>case</c> labels.</summary>
    public void Indent()
    {
        depth++;
        blankAllowed = false;
    }

    /// <summary>Ends <see cref="Indent"/>.</summary>
    public void Outdent() => depth--;

    /// <inheritdoc/>
    public override string ToString() => text.ToString();

    /// <summary>Text made safe for an XML comment.</summary>
    public static string Escape(string value) => value.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");

    private void Prose(string lead, string prose)
    {
        int space = Math.Max(40, Width - (depth * 4) - lead.Length);
        StringBuilder line = new();
        foreach (string word in prose.Split([' ', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > space)
            {
                Raw(lead + line);
                line.Clear();
            }

            line.Append(line.Length > 0 ? " " : string.Empty).Append(word);
        }

        Raw((lead + line).TrimEnd());
    }

    private void Raw(string line)
    {
        Append(new string(' ', depth * 4) + line);
        blankAllowed = line != "{";
    }

    private void Append(string line)
    {
        // A fixed line end: the same specification gives the same bytes on every machine.
        text.Append(line).Append('\n');
        NextLine++;
    }
}
