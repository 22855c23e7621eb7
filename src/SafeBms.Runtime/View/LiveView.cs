using System.Globalization;
using SafeBms.Runtime.Boat;
using SafeBms.Runtime.Mailbox;
using SafeBms.Runtime.Scanning;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace SafeBms.Runtime.View;

/// <summary>
/// The picture of a running controller: machines, cells, currents, alarms, first cause, scan times, keys.
/// </summary>
internal static class LiveView
{
    private const int HistogramWidth = 30;

    /// <summary>The picture of one moment, as wide and high as the terminal.</summary>
    public static IRenderable Picture(Snapshot s, long switches, int height)
    {
        Layout layout = new Layout().SplitRows(
            new Layout("head").Size(4),
            new Layout("body").SplitColumns(
                new Layout("machines").Size(46),
                new Layout("middle").SplitRows(new Layout("boat").Size(11), new Layout("cells")),
                new Layout("right").SplitRows(new Layout("alarms").Size(13), new Layout("scan"))),
            new Layout("keys").Size(5));
        layout["head"].Update(Head(s));
        layout["machines"].Update(Machines(s, Math.Max(4, height - 11)));
        layout["boat"].Update(Boat(s));
        layout["cells"].Update(Cells(s, Math.Max(2, height - 24)));
        layout["alarms"].Update(Alarms(s));
        layout["scan"].Update(Scan(s, Math.Max(4, height - 29)));
        layout["keys"].Update(KeyHelp(switches));
        return layout;
    }

    private static Panel Head(Snapshot s)
    {
        string state = s.OutputText("device_state");
        string colour = state switch
        {
            "running" => "green",
            "error" => "red",
            _ => "yellow",
        };
        string stopping = s[Figure.Stopping] != 0
            ? "  [yellow]ordered shutdown: alternator first, contactor 2 s later[/]" : "";
        string outputs = string.Join("  ", new[]
        {
            Lamp(s, "contactor_coil", "contactor"), Lamp(s, "precharge", "pre-charge"),
            Lamp(s, "programmable_relay", "relay"), Lamp(s, "allow_to_charge", "ATC"),
            Lamp(s, "allow_to_discharge", "ATD"), Lamp(s, "aux", "AUX"), Lamp(s, "pre_alarm", "pre-alarm"),
        });
        return Box("SafeBms " + s.Product, new Markup(
            $"[bold {colour}]{Markup.Escape(state)}[/]  {Format.Time(s[Figure.Scans])}{stopping}\n{outputs}"));
    }

    private static Panel Machines(Snapshot s, int rows)
    {
        Table table = new Table().NoBorder().HideHeaders().AddColumn("machine").AddColumn("state");
        List<(string Machine, string State)> states = [.. s.States()];
        foreach ((string machine, string state) in states.Take(states.Count > rows ? rows - 1 : rows))
        {
            table.AddRow(Markup.Escape(machine), $"[aqua]{Markup.Escape(state)}[/]");
        }

        if (states.Count > rows)
        {
            table.AddRow($"[grey]and {states.Count - rows + 1} more[/]", "");
        }

        return Box("Machines", table);
    }

    private static Panel Boat(Snapshot s)
    {
        Grid grid = new Grid().AddColumn().AddColumn();
        Row("battery", Format.Volt(s.Input("battery_voltage")));
        Row("system", Format.Volt(s.Input("bus_voltage")));
        Row("current", Format.Ampere(s.Input("pack_current")));
        Row("pre-charge", Format.Ampere(s.Input("precharge_current")));
        Row("state of charge", Format.Percent(s.Input("state_of_charge")));
        Row("controller", Format.Celsius(s.Input("internal_temperature")));
        Row("charge limit",
            $"{Format.Volt(s.Output("charge_voltage_limit"))} {Format.Ampere(s.Output("charge_current_limit"))}");
        Row("discharge limit", Format.Ampere(s.Output("discharge_current_limit")));
        return Box("Boat", grid);

        void Row(string name, string value) => grid.AddRow(name, $"[bold]{Markup.Escape(value)}[/]");
    }

    private static Panel Cells(Snapshot s, int rows)
    {
        Table table =
            new Table().NoBorder().HideHeaders().AddColumn("battery").AddColumn("cells").AddColumn("temperature");
        for (int b = 0; b < Math.Min(rows, s[Figure.Batteries]); b++)
        {
            string cells = string.Join(" ", Enumerable.Range(0, (int)s[Figure.Cells]).Select(c => Cell(s.Cell(b, c))));
            long? temperature = s.Temperature(b);
            table.AddRow(
                string.Create(CultureInfo.InvariantCulture, $"{b}"), cells,
                temperature is null ? "[red]--[/]" : $"{temperature / 10} degC");
        }

        return Box("Cells in mV", table);
    }

    private static string Cell(long? voltage) => voltage switch
    {
        null => "[red]----[/]",
        >= 3750 or <= 2800 => $"[red]{voltage}[/]",
        >= 3600 or <= 3100 => $"[yellow]{voltage}[/]",
        _ => $"[green]{voltage}[/]",
    };

    private static Panel Alarms(Snapshot s)
    {
        Grid grid = new Grid().AddColumn().AddColumn();
        foreach (string name in new[]
        {
            "contactor_alarm", "cell_voltage_alarm", "temperature_alarm", "current_alarm", "battery_data_alarm",
            "low_charge_alarm", "internal_alarm",
        })
        {
            string colour = s.Output(name) switch
            {
                0 => "green",
                1 => "yellow",
                _ => "red",
            };
            grid.AddRow(name[..^6].Replace('_', ' '), $"[{colour}]{Markup.Escape(s.OutputText(name))}[/]");
        }

        return Box("Alarms and first cause", new Rows(grid, new Markup(Markup.Escape(CauseText.Sentence(s)))));
    }

    private static Panel Scan(Snapshot s, int rows)
    {
        List<string> lines =
        [
            $"median {Format.Duration(s[Figure.Median_ns])}, 99.9 % {Format.Duration(s[Figure.Quantile999_ns])}, "
            + $"max {Format.Duration(s[Figure.Maximum_ns])}",
            $"late {s[Figure.LateScans]}, overruns {s[Figure.Overruns]}, allocated {s[Figure.Allocated]} B, "
            + $"violations {s[Figure.Violations]}",
            RealTime(s),
        ];
        lines.AddRange(Bars(s.Histogram, rows - 3));
        return Box("Scan time", new Markup(Markup.Escape(string.Join('\n', lines))));
    }

    private static string RealTime(Snapshot s)
    {
        IReadOnlyList<string> refused = StatusText.Refused(s);
        return refused.Count == 0 ? "real time granted" : "no real time: " + string.Join(", ", refused);
    }

    /// <summary>A bar for each used column of the histogram, as many as fit; the length is logarithmic.</summary>
    internal static IEnumerable<string> Bars(ReadOnlySpan<long> columns, int rows)
    {
        List<string> bars = [];
        long most = 1;
        foreach (long count in columns)
        {
            most = Math.Max(most, count);
        }

        for (int i = 0; i < columns.Length; i++)
        {
            if (columns[i] > 0)
            {
                int length = (int)Math.Ceiling(Math.Log2(columns[i] + 1) / Math.Log2(most + 1) * HistogramWidth);
                bars.Add($"{Format.Duration(Publisher.ColumnStart_ns(i)),8} {new string('#', length)} {columns[i]}");
            }
        }

        return bars.Take(Math.Max(0, rows));
    }

    private static Panel KeyHelp(long switches)
    {
        IEnumerable<string> keys = Keys.All.Select((binding, index) =>
        {
            bool on = ((switches >> index) & 1) != 0;
            string label = Markup.Escape(binding.Label);
            string shown = on ? $"[{(binding.IsFault ? "red" : "green")}]{label}[/]" : label;
            return $"[bold]{binding.Key}[/] {shown}";
        });
        return Box("Keys", new Markup(string.Join("  ", keys) + "  [bold]q[/] ordered shutdown"));
    }

    private static string Lamp(Snapshot s, string output, string label) =>
        s.Output(output) != 0 ? $"[bold green]{label} on[/]" : $"[grey]{label} off[/]";

    private static Panel Box(string title, IRenderable content) =>
        new(content) { Header = new PanelHeader(Markup.Escape(title)), Expand = true };
}
