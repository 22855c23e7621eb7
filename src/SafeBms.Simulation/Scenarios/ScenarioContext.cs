using SafeBms.Simulation.Adapter;

namespace SafeBms.Simulation.Scenarios;

/// <summary>The values that explain most differences.</summary>
internal static class ScenarioContext
{
    private static readonly string[] Names =
    [
        "device_state", "first_cause", "contactor_coil", "contactor_feedback", "precharge", "programmable_relay",
        "allow_to_charge", "allow_to_discharge", "aux", "pre_alarm", "alarm", "pack_current", "battery_voltage",
        "bus_voltage", "boat.contact_closed", "boat.alternator_current", "boat.state_of_charge",
    ];

    public static IReadOnlyList<KeyValuePair<string, string>> Of(CoreNames names)
    {
        List<KeyValuePair<string, string>> context = [];
        foreach (string name in Names.Concat(names.Names.Where(IsState)))
        {
            if (names.TryResolve(name, out NamedValue value))
            {
                context.Add(KeyValuePair.Create(name, names.Text(value.Handle, names.Read(value.Handle))));
            }
        }

        return context;
    }

    // Machines of single batteries would fill the page.
    private static bool IsState(string name) =>
        name.EndsWith(".state", StringComparison.Ordinal) && !name.Contains('[', StringComparison.Ordinal);
}
