using System.Text;

namespace SafeBms.Workbench.Review;

/// <summary>Builds a page: everything that comes from the specification goes through <see cref="Escape"/>.</summary>
internal sealed class Html
{
    private readonly StringBuilder text = new();

    /// <summary>Adds markup as it is.</summary>
    internal Html Raw(string markup)
    {
        text.Append(markup);
        return this;
    }

    /// <summary>Adds an element that holds text.</summary>
    internal Html Element(string tag, string content, string attributes = "")
    {
        string space = attributes.Length > 0 ? " " : string.Empty;
        text.Append('<').Append(tag).Append(space).Append(attributes).Append('>');
        text.Append(Escape(content)).Append("</").Append(tag).Append('>');
        return this;
    }

    /// <summary>Opens a table with these column heads.</summary>
    internal Html Table(string kind, params string[] heads)
    {
        text.Append("<div class=\"scroll\"><table class=\"").Append(kind).Append("\"><thead><tr>");
        foreach (string head in heads)
        {
            Element("th", head, "scope=\"col\"");
        }

        text.Append("</tr></thead><tbody>\n");
        return this;
    }

    /// <summary>A row; each cell is markup.</summary>
    internal Html Row(string id, params string[] cells)
    {
        text.Append(id.Length > 0 ? $"<tr id=\"{Escape(id)}\">" : "<tr>");
        foreach (string cell in cells)
        {
            text.Append("<td>").Append(cell).Append("</td>");
        }

        text.Append("</tr>\n");
        return this;
    }

    internal Html EndTable() => Raw("</tbody></table></div>\n");

    internal static string Code(string content) => $"<code>{Escape(content)}</code>";

    internal static string Link(string target, string content) =>
        $"<a href=\"#{Escape(target)}\">{Escape(content)}</a>";

    internal static string Escape(string content) => content
        .Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal)
        .Replace("\"", "&quot;", StringComparison.Ordinal);

    public override string ToString() => text.ToString();
}
