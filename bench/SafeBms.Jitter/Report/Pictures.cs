using System.Globalization;
using System.Text;

namespace SafeBms.Jitter.Report;

/// <summary>Histograms, both axes logarithmic, as SVG.</summary>
internal static class Pictures
{
    private const int Width = 860;
    private const int Height = 400;
    private const int Left = 70;
    private const int Right = 20;
    private const int Top = 46;
    private const int Bottom = 56;
    private const int BinsADecade = 10;

    // Told apart also by those who see few colours, and on paper.
    private static readonly Dictionary<string, (string Colour, string Dash)> Styles = new(StringComparer.Ordinal)
    {
        [Running.Contestant.SafeBms] = ("#c1272d", ""),
        [Running.Contestant.Bare] = ("#e69f00", ""),
        [Running.Contestant.C] = ("#0072b2", ""),
        [Running.Contestant.Cyclictest] = ("#444444", "5 3"),
    };

    /// <summary>The pictures of a report: wake-up and duration under each load.</summary>
    public static IReadOnlyList<(string File, string Title, string Svg)> Of(JitterReport report)
    {
        List<(string, string, string)> pictures = [];
        foreach (LoadResult load in report.Loads)
        {
            pictures.Add(($"wake-{load.Load}.svg", $"Wake-up after the planned instant, {load.Load}", Draw(
                $"Wake-up after the planned instant, {load.Load}", [.. load.Series.Select(series => (series, series.Wake))], 1000)));
            pictures.Add(($"duration-{load.Load}.svg", $"Duration of the scan, {load.Load}", Draw(
                $"Duration of the scan, {load.Load}", [.. load.Series.Where(series => series.Duration is not null).Select(series => (series, series.Duration!))], 100)));
        }

        return pictures;
    }

    /// <summary>Counts in bins that are equally wide on a logarithmic axis; the first takes everything below it.</summary>
    public static int[] Bins(Distribution values, long from_ns, int bins)
    {
        int[] counts = new int[bins];
        foreach (long value_ns in values.Sorted_ns)
        {
            double at = Math.Log10(Math.Max(value_ns, from_ns) / (double)from_ns) * BinsADecade;
            counts[Math.Clamp((int)at, 0, bins - 1)]++;
        }

        return counts;
    }

    private static string Draw(string title, IReadOnlyList<(Series Series, Distribution Values)> all, long from_ns)
    {
        int decades = Math.Max(2, (int)Math.Ceiling(Math.Log10((all.Max(one => one.Values.Maximum_ns) + 1) / (double)from_ns)));
        int bins = decades * BinsADecade;
        int[][] counts = [.. all.Select(one => Bins(one.Values, from_ns, bins))];
        int countDecades = Math.Max(1, (int)Math.Ceiling(Math.Log10(counts.Max(one => one.Max()) + 1)));
        Frame frame = new(decades, countDecades);

        StringBuilder svg = new();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" width=\"{Width}\" height=\"{Height}\" role=\"img\" font-family=\"sans-serif\" font-size=\"12\">\n");
        svg.Append(CultureInfo.InvariantCulture, $"<title>{title}</title>\n<rect width=\"{Width}\" height=\"{Height}\" fill=\"#ffffff\"/>\n");
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left}\" y=\"20\" font-size=\"15\" font-weight=\"bold\">{title}</text>\n");
        Grid(svg, frame, from_ns);
        for (int index = 0; index < all.Count; index++)
        {
            (string colour, string dash) = Styles[all[index].Series.Name];
            svg.Append(CultureInfo.InvariantCulture, $"<path d=\"{Steps(counts[index], frame)}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"1.8\"{(dash.Length > 0 ? $" stroke-dasharray=\"{dash}\"" : "")}/>\n");
            MarkMaximum(svg, all[index].Values.Maximum_ns, from_ns, frame, colour);
        }

        Legend(svg, all);
        svg.Append("</svg>\n");
        return svg.ToString();
    }

    // Steps between bins; an empty bin touches the bottom.
    private static string Steps(int[] counts, Frame frame)
    {
        StringBuilder path = new();
        path.Append(CultureInfo.InvariantCulture, $"M{frame.X(0):0.0} {frame.Y(0):0.0}");
        for (int bin = 0; bin < counts.Length; bin++)
        {
            double y = frame.Y(counts[bin]);
            path.Append(CultureInfo.InvariantCulture, $" L{frame.X(bin):0.0} {y:0.0} L{frame.X(bin + 1):0.0} {y:0.0}");
        }

        path.Append(CultureInfo.InvariantCulture, $" L{frame.X(counts.Length):0.0} {frame.Y(0):0.0}");
        return path.ToString();
    }

    private static void MarkMaximum(StringBuilder svg, long maximum_ns, long from_ns, Frame frame, string colour)
    {
        double x = frame.X(Math.Max(0, Math.Log10(Math.Max(maximum_ns, 1) / (double)from_ns) * BinsADecade));
        double y = frame.Y(0);
        svg.Append(CultureInfo.InvariantCulture, $"<path d=\"M{x:0.0} {y - 9:0.0} l-4 -9 l8 0 z\" fill=\"{colour}\"/>\n");
    }

    private static void Grid(StringBuilder svg, Frame frame, long from_ns)
    {
        for (int decade = 0; decade <= frame.Decades; decade++)
        {
            double x = frame.X(decade * BinsADecade);
            svg.Append(CultureInfo.InvariantCulture, $"<path d=\"M{x:0.0} {Top} V{Height - Bottom}\" stroke=\"#dddddd\"/>\n");
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{x:0.0}\" y=\"{Height - Bottom + 18}\" text-anchor=\"middle\">{Label(from_ns * Math.Pow(10, decade))}</text>\n");
        }

        for (int decade = 0; decade <= frame.CountDecades; decade++)
        {
            double y = frame.Y(Math.Pow(10, decade));
            svg.Append(CultureInfo.InvariantCulture, $"<path d=\"M{Left} {y:0.0} H{Width - Right}\" stroke=\"#dddddd\"/>\n");
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left - 8}\" y=\"{y + 4:0.0}\" text-anchor=\"end\">{Math.Pow(10, decade):0}</text>\n");
        }

        svg.Append(CultureInfo.InvariantCulture, $"<path d=\"M{Left} {Top} V{Height - Bottom} H{Width - Right}\" fill=\"none\" stroke=\"#333333\"/>\n");
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{(Left + Width - Right) / 2}\" y=\"{Height - 14}\" text-anchor=\"middle\">time (logarithmic); a triangle marks the maximum</text>\n");
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"18\" y=\"{(Top + Height - Bottom) / 2}\" text-anchor=\"middle\" transform=\"rotate(-90 18 {(Top + Height - Bottom) / 2})\">cycles (logarithmic)</text>\n");
    }

    private static void Legend(StringBuilder svg, IReadOnlyList<(Series Series, Distribution Values)> all)
    {
        int x = Left;
        foreach ((Series series, _) in all)
        {
            (string colour, string dash) = Styles[series.Name];
            svg.Append(CultureInfo.InvariantCulture, $"<path d=\"M{x} 34 h24\" stroke=\"{colour}\" stroke-width=\"2.5\"{(dash.Length > 0 ? $" stroke-dasharray=\"{dash}\"" : "")}/>\n");
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{x + 30}\" y=\"38\">{series.Title}</text>\n");
            x += 150;
        }
    }

    private static string Label(double value_ns) => value_ns switch
    {
        < 1000 => string.Create(CultureInfo.InvariantCulture, $"{value_ns:0} ns"),
        < 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{value_ns / 1000:0} us"),
        < 1_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{value_ns / 1_000_000:0} ms"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{value_ns / 1_000_000_000:0} s"),
    };

    private sealed record Frame(int Decades, int CountDecades)
    {
        public double X(double bin) => Left + ((Width - Left - Right) * bin / (Decades * BinsADecade));

        // One cycle is a line above the bottom, so that it differs from none.
        public double Y(double count)
        {
            double part = count < 1 ? 0 : (Math.Log10(count) + 0.4) / (CountDecades + 0.4);
            return Height - Bottom - ((Height - Bottom - Top) * part);
        }
    }
}
