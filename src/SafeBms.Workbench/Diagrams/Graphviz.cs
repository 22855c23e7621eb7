using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using SafeBms.Workbench.Review;

namespace SafeBms.Workbench.Diagrams;

/// <summary>Runs Graphviz' <c>dot</c>, which lays a diagram out.</summary>
public static partial class Graphviz
{
    private const int Patience_ms = 60_000;

    /// <summary>The drawing as an <c>svg</c> element without head, comments and size in points.</summary>
    /// <param name="source">Text for <c>dot</c>.</param>
    /// <param name="title">What the drawing shows, for those who hear the page.</param>
    /// <param name="program">The program; another name only in tests.</param>
    /// <exception cref="UnusableException">Graphviz is missing or has refused the text.</exception>
    public static string Render(string source, string title, string program = "dot")
    {
        string drawn = Execute(source, program);
        int start = drawn.IndexOf("<svg", StringComparison.Ordinal);
        if (start < 0)
        {
            throw new UnusableException($"Graphviz gave no drawing of {title}");
        }

        string svg = Comment().Replace(drawn[start..], string.Empty).Replace("\r\n", "\n", StringComparison.Ordinal);
        svg = GraphTitle().Replace(svg, "<title>" + title + "</title>", 1);
        svg = ElementTitle().Replace(svg, string.Empty);
        svg = ElementId().Replace(svg, string.Empty);
        return Size().Replace(svg, Fitted, 1).Trim() + "\n";
    }

    // A small machine is not blown up to the page's width; a large one shrinks a little and then scrolls.
    private static string Fitted(Match match)
    {
        double width_pt = double.Parse(match.Groups["width"].Value, CultureInfo.InvariantCulture);
        string least_pt = (0.72 * width_pt).ToString("0", CultureInfo.InvariantCulture);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"<svg role=\"img\" style=\"width:{width_pt:0}pt;max-width:max(100%, {least_pt}pt)\"");
    }

    /// <summary>A file of its own from a drawing: with the style inside.</summary>
    public static string Standalone(string svg)
    {
        ArgumentNullException.ThrowIfNull(svg);
        int end = svg.IndexOf('>', StringComparison.Ordinal) + 1;
        string style = $"<style>\n{ReviewStyle.Diagram}\n</style>";
        return $"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{svg[..end]}\n{style}{svg[end..]}";
    }

    private static string Execute(string source, string program)
    {
        ProcessStartInfo start = new(program, ["-Tsvg"])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        try
        {
            using Process process = Process.Start(start) ?? throw new UnusableException($"'{program}' did not start");
            Task<string> drawn = process.StandardOutput.ReadToEndAsync();
            Task<string> complaint = process.StandardError.ReadToEndAsync();
            process.StandardInput.Write(source);
            process.StandardInput.Close();
            if (!process.WaitForExit(Patience_ms))
            {
                process.Kill();
                throw new UnusableException($"'{program}' has not finished within {Patience_ms / 1000} s");
            }

            return process.ExitCode == 0
                ? drawn.Result
                : throw new UnusableException($"'{program}' has refused the diagram: {complaint.Result.Trim()}");
        }
        catch (Win32Exception problem)
        {
            throw new UnusableException(
                $"Graphviz is missing: '{program}' cannot be started. Install the Debian package graphviz "
                + "(apt-get install graphviz), or use --format mermaid, which does not need it", problem);
        }
    }

    [GeneratedRegex("<!--.*?-->\n?", RegexOptions.Singleline)]
    private static partial Regex Comment();

    [GeneratedRegex("<title>machine</title>")]
    private static partial Regex GraphTitle();

    // Names of nodes and arrows are the tool's own; as tooltips they would only confuse.
    [GeneratedRegex("<title>[sp][0-9t][^<]*</title>\n?")]
    private static partial Regex ElementTitle();

    // Graphviz counts from 1 in each drawing; a page with several of them would have every id several times.
    [GeneratedRegex(" id=\"(graph|node|edge|clust)[0-9]+\"")]
    private static partial Regex ElementId();

    [GeneratedRegex("<svg width=\"(?<width>[0-9.]+)pt\" height=\"[0-9.]+pt\"")]
    private static partial Regex Size();
}
