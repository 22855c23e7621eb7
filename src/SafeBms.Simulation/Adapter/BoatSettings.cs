using SafeBms.Simulation.Scenarios;

namespace SafeBms.Simulation.Adapter;

/// <summary>How a boat is described in a scenario's <c>boat:</c> and on the command line.</summary>
public static class BoatSettings
{
    private delegate PlantOptions Change(PlantOptions options, string value);

    private static readonly Dictionary<string, Change> Known = new(StringComparer.Ordinal)
    {
        ["seed"] = (o, v) => o with { Seed = (ulong)Math.Max(0, Values.Whole(v, "count")) },
        ["system_voltage"] = (o, v) => o with { SystemVoltage_V = Values.Whole(v, "mV") / 1000 },
        ["cells_per_battery"] = (o, v) => o with { CellsPerBattery = Values.Whole(v, "count") },
        ["parallel_strings"] = (o, v) => o with { ParallelStrings = Values.Whole(v, "count") },
        ["capacity"] = (o, v) => o with { Capacity_Ah = Values.Whole(v, "Ah") },
        ["state_of_charge"] = (o, v) => o with { InitialSoc_permille = Values.Whole(v, "permille") },
        ["capacity_spread"] = (o, v) => o with { CapacitySpread_permille = Values.Whole(v, "permille") },
        ["charge_spread"] = (o, v) => o with { SocSpread_permille = Values.Whole(v, "permille") },
        ["ambient"] = (o, v) => o with { Ambient_dC = Values.Whole(v, "dC") },
        ["own_consumption"] = (o, v) => o with { OwnConsumption_mA = Values.Whole(v, "mA") },
        ["load_capacitance"] = (o, v) => o with { LoadCapacitance_uF = Values.Whole(v, "uF") },
        ["load_resistance"] = (o, v) => o with { LoadResistance_mOhm = Resistance_mOhm(v) },
        ["precharge_limit"] = (o, v) => o with { PrechargeLimit_mA = Values.Whole(v, "mA") },
        ["pull_in"] = (o, v) => o with { PullIn_ms = Values.Duration(v) },
        ["drop_out"] = (o, v) => o with { DropOut_ms = Values.Duration(v) },
        ["bounces"] = (o, v) => o with { Bounces = Values.Whole(v, "count") },
        ["relay_delay"] = (o, v) => o with { RelayDelay_ms = Values.Duration(v) },
        ["alternator_on_relay"] = (o, v) => o with { AlternatorOnRelay = Values.Switch(v) },
        ["inrush_weld"] = (o, v) => o with { InrushWeld_A = Values.Whole(v, "mA") / 1000 },
        ["noise"] = (o, v) => o with { Sensors = Values.Switch(v) ? new SensorOptions() : SensorOptions.Quiet },
    };

    /// <summary>Every name, in alphabetical order.</summary>
    public static IEnumerable<string> Names => Known.Keys.Order(StringComparer.Ordinal);

    /// <summary>Applies settings and checks the boat that they make.</summary>
    /// <exception cref="ScenarioException">A name or value is wrong, or such a boat is impossible.</exception>
    public static PlantOptions Apply(PlantOptions start, IReadOnlyList<Setting> settings)
    {
        ArgumentNullException.ThrowIfNull(start);
        ArgumentNullException.ThrowIfNull(settings);
        List<ScenarioProblem> problems = [];
        PlantOptions options = start;
        foreach (Setting setting in settings)
        {
            if (!Known.TryGetValue(setting.Name, out Change? apply))
            {
                problems.Add(new ScenarioProblem(setting.Line, setting.Column,
                    $"A boat has no '{setting.Name}'.{Suggest.Nearest(setting.Name, Known.Keys)} "
                    + $"Possible are {string.Join(", ", Names)}."));
                continue;
            }

            try
            {
                options = apply(options, setting.Value);
            }
            catch (FormatException problem)
            {
                problems.Add(new ScenarioProblem(setting.ValueLine, setting.ValueColumn, problem.Message));
            }
        }

        if (problems.Count == 0)
        {
            CheckPossible(options, settings, problems);
        }

        return problems.Count == 0 ? options : throw new ScenarioException(problems);
    }

    private static void CheckPossible(PlantOptions options, IReadOnlyList<Setting> settings,
        List<ScenarioProblem> problems)
    {
        try
        {
            options.Validate();
        }
        catch (ArgumentException problem)
        {
            int line = settings.Count > 0 ? settings[0].Line : 1;
            problems.Add(new ScenarioProblem(line, 1, FirstLine(problem.Message)));
        }
    }

    internal static int Resistance_mOhm(string text) =>
        text.EndsWith("mohm", StringComparison.Ordinal)
            ? Values.Whole(text, "mohm")
            : checked(Values.Whole(text, "ohm") * 1000);

    // The framework appends the parameter's name, which means nothing to the reader of a scenario.
    internal static string FirstLine(string message)
    {
        int end = message.IndexOf(" (Parameter", StringComparison.Ordinal);
        return end < 0 ? message : message[..end];
    }
}
