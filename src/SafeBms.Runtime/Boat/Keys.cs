using SafeBms.Runtime.Mailbox;
using SafeBms.Simulation;

namespace SafeBms.Runtime.Boat;

/// <summary>
/// A key of the live view: something on the boat that it switches, a fault that it injects and removes, or a command
/// for the controller.
/// </summary>
/// <param name="Key">The key.</param>
/// <param name="Label">What it does.</param>
/// <param name="IsFault">True for a fault.</param>
public sealed record KeyBinding(char Key, string Label, bool IsFault)
{
    /// <summary>Switches on, or null if the key is a command.</summary>
    public Action<Plant>? On { get; init; }

    /// <summary>Switches off.</summary>
    public Action<Plant>? Off { get; init; }

    /// <summary>Whether a new boat has it switched on; null means no.</summary>
    public Func<Plant, bool>? IsOn { get; init; }

    /// <summary>What the controller is told, or none.</summary>
    public ControllerCommand Command { get; init; }
}

/// <summary>The keys of the live view.</summary>
public static class Keys
{
    /// <summary>Every key, in the order of the help line.</summary>
    public static IReadOnlyList<KeyBinding> All { get; } =
    [
        Switch('l', "load 60 A", p => p.Loads[0].On, (p, on) => p.Loads[0].On = on),
        Switch('i', "inverter 2 kW", p => p.Loads[1].On, (p, on) => p.Loads[1].On = on),
        Switch('a', "alternator", p => p.Alternator.Running, (p, on) => p.Alternator.Running = on),
        Switch('s', "solar", p => p.Solar.Running, (p, on) => p.Solar.Running = on),
        Switch('c', "shore charger", p => p.Shore.Running, (p, on) => p.Shore.Running = on),
        Switch('r', "remote", p => p.Inputs.RemoteBridged, (p, on) => p.Inputs.RemoteBridged = on),
        Push('k', "acknowledge", ControllerCommand.Acknowledge),
        Push('o', "mode on", ControllerCommand.On),
        Push('y', "mode standby", ControllerCommand.Standby),
        Push('f', "mode off", ControllerCommand.Off),
        Fault('1', "contactor welded", FaultId.MainContactorWelded),
        Fault('2', "contactor drops", FaultId.ContactorDrops),
        Fault('3', "feedback stuck on", FaultId.FeedbackStuck, (int)DigitalInput.ContactorFeedback, 1),
        Fault('4', "cell 3.85 V", FaultId.SensorStuckAtValue, Channel.Cell(0, 0), 3850),
        Fault('5', "cell 2.60 V", FaultId.SensorStuckAtValue, Channel.Cell(0, 1), 2600),
        Fault('6', "battery missing", FaultId.BatteryMissing),
        new('7', "cable broken", true)
        {
            On = p => p.Inputs.BatteryCableOk = false,
            Off = p => p.Inputs.BatteryCableOk = true,
        },
        Fault('8', "battery 0 degC", FaultId.SensorStuckAtValue, Channel.Temperature(0), 0),
        Fault('9', "shunt lost", FaultId.ShuntLost, Channel.PackCurrent),
    ];

    /// <summary>Sets the loads that the keys switch.</summary>
    public static void Prepare(Plant plant)
    {
        ArgumentNullException.ThrowIfNull(plant);
        plant.Loads[0].Kind = LoadKind.Current;
        plant.Loads[0].Value = 60_000;
        plant.Loads[1].Kind = LoadKind.Power;
        plant.Loads[1].Value = 2_000_000;
    }

    /// <summary>Number of a key in <see cref="All"/>, or -1.</summary>
    public static int IndexOf(char key)
    {
        for (int i = 0; i < All.Count; i++)
        {
            if (All[i].Key == key)
            {
                return i;
            }
        }

        return -1;
    }

    private static KeyBinding Switch(char key, string label, Func<Plant, bool> isOn, Action<Plant, bool> set) =>
        new(key, label, false) { On = p => set(p, true), Off = p => set(p, false), IsOn = isOn };

    private static KeyBinding Push(char key, string label, ControllerCommand command) =>
        new(key, label, false) { Command = command };

    private static KeyBinding Fault(char key, string label, FaultId id, int target = 0, int magnitude = 0) =>
        new(key, label, true)
        {
            On = p => p.Faults.Inject(id, target, magnitude),
            Off = p => p.Faults.Remove(id, target),
        };
}
