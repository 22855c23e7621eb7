using System.Globalization;
using SafeBms.Core;
using SafeBms.Devices.Lines;

namespace SafeBms.Runtime.Configuration;

/// <summary>
/// An installation as a flat list of keys and values: what is shown, and what two versions differ in.
/// </summary>
public static class EffectiveValues
{
    /// <summary>Every value that holds, defaults included, in the order of a configuration file.</summary>
    public static IReadOnlyList<(string Key, string Value)> Of(Installation installation)
    {
        ArgumentNullException.ThrowIfNull(installation);
        List<(string Key, string Value)> values =
        [
            ("product", installation.Product),
            ("profile", ConfigurationKeys.Profiles.Of(installation.Profile)),
            ("run_directory", installation.RunDirectory),
            ("state_directory", installation.StateDirectory),
        ];
        ParameterSet parameters = installation.CoreParameters;
        for (int i = 0; i < ParameterTable.Count; i++)
        {
            string text = ParameterTable.Text(i, ParameterTable.Get(parameters, i));
            values.Add(("parameters." + ParameterTable.Name(i), text));
        }

        Lines(installation.Lines, values);
        Buses(installation, values);
        values.Add(("watchdog", installation.Watchdog is { } dog
            ? string.Create(CultureInfo.InvariantCulture, $"{dog.Device}, timeout {dog.Timeout_s} s") : "none"));
        values.Add(("real_time.required", Word(installation.RealTime.Required)));
        values.Add(("real_time.priority", Number(installation.RealTime.Priority)));
        values.Add(("real_time.cpu", installation.RealTime.Cpu is { } cpu ? Number(cpu) : "any"));
        values.Add(("guard.scale", Number(installation.Guard.Scale)));
        foreach ((string name, string value) in (installation.Simulation?.Boat ?? []).Select(s => (s.Name, s.Value)))
        {
            values.Add(("simulation.boat." + name, value));
        }

        foreach ((string name, string value) in (installation.Simulation?.Set ?? []).Select(s => (s.Name, s.Value)))
        {
            values.Add(("simulation.set." + name, value));
        }

        return values;
    }

    /// <summary>What differs; null stands for a key that one of them does not have.</summary>
    public static IReadOnlyList<(string Key, string? Before, string? After)> Differences(
        IReadOnlyList<(string Key, string Value)> before, IReadOnlyList<(string Key, string Value)> after)
    {
        Dictionary<string, string> old = before.ToDictionary(v => v.Key, v => v.Value, StringComparer.Ordinal);
        Dictionary<string, string> present = after.ToDictionary(v => v.Key, v => v.Value, StringComparer.Ordinal);
        return
        [
            .. after.Where(v => old.GetValueOrDefault(v.Key) != v.Value)
                .Select(v => (v.Key, old.GetValueOrDefault(v.Key), (string?)v.Value)),
            .. before.Where(v => !present.ContainsKey(v.Key)).Select(v => (v.Key, (string?)v.Value, (string?)null)),
        ];
    }

    private static void Lines(LinesConfiguration lines, List<(string Key, string Value)> values)
    {
        values.Add(("lines.driver", ConfigurationKeys.LineDrivers.Of(lines.Driver)));
        if (lines.Driver == LineDriver.Gpio)
        {
            values.Add(("lines.outputs_chip", lines.OutputsChip));
            values.Add(("lines.inputs_chip", lines.InputsChip));
        }

        foreach (OutputLine line in Enum.GetValues<OutputLine>())
        {
            OutputLineConfiguration? output = lines.Outputs.FirstOrDefault(o => o.Line == line);
            values.Add(("lines.outputs." + ConfigurationKeys.NameOf(line), output is null ? "not wired"
                : output.Request is { } request
                    ? $"{Line(request)}, drive {ConfigurationKeys.Drives.Of(request.Drive)}"
                    : "virtual"));
        }

        foreach (InputLineConfiguration input in lines.Inputs)
        {
            values.Add(("lines.inputs." + ConfigurationKeys.NameOf(input.Line), input.Origin switch
            {
                InputOrigin.ConstantOff => "always off",
                InputOrigin.ConstantOn => "always on",
                InputOrigin.ReadBackOfOutput => $"read-back of {ConfigurationKeys.NameOf(input.Follows!.Value)}",
                _ => input.Request is { } request ? Line(request) : "virtual",
            }));
        }

        if (lines.Heartbeat is { } heartbeat)
        {
            values.Add(("lines.heartbeat", Line(heartbeat)));
        }
    }

    private static void Buses(Installation installation, List<(string Key, string Value)> values)
    {
        foreach (BusConfiguration bus in installation.Buses)
        {
            values.Add(($"buses.{bus.Name}", $"{ConfigurationKeys.BusDrivers.Of(bus.Driver)} {bus.Interface}"));
        }

        int index = 0;
        foreach (SourceConfiguration source in installation.Sources.List)
        {
            string key = string.Create(CultureInfo.InvariantCulture, $"sources[{index++}]");
            values.Add((key + ".kind", ConfigurationKeys.SourceKinds.Of(source.Kind)));
            values.Add((key + ".bus", source.Bus));
            values.Add((key + ".period", string.Create(CultureInfo.InvariantCulture,
                $"{source.Period_ms} ms (stale after {source.StaleAfter_ms} ms)")));
            values.Add((key + ".feeds", string.Join(", ", source.Feeds.Select(ConfigurationKeys.Quantities.Of))));
            if (source.BaseId is { } id)
            {
                values.Add((key + ".base_id", string.Create(CultureInfo.InvariantCulture, $"0x{id:X}")));
            }

            if (source.Batteries > 0)
            {
                int last = source.FirstBattery + source.Batteries - 1;
                values.Add((key + ".batteries", string.Create(CultureInfo.InvariantCulture,
                    $"{source.FirstBattery} to {last}, {source.Cells} cells each")));
            }

            if (source.Kind == SourceKind.IvtS)
            {
                values.Add((key + ".endian", ConfigurationKeys.ByteOrders.Of(source.Endian)));
            }
        }

        values.Add(("not_available", installation.Sources.NotAvailable.Count == 0 ? "nothing"
            : string.Join(", ", installation.Sources.NotAvailable.Select(ConfigurationKeys.Quantities.Of))));
    }

    private static string Line(LineRequest request) =>
        $"line {request.Line}{(request.ActiveLow ? ", active low" : "")}, bias "
        + ConfigurationKeys.Biases.Of(request.Bias);

    private static string Word(bool value) => ConfigurationKeys.Switches.Of(value);

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
