using SafeBms.Simulation;
using SafeBms.Simulation.Adapter;

namespace SafeBms.Runtime.Scanning;

/// <summary>
/// A key of the live view: something on the boat that it switches, or a fault that it injects and removes.
/// </summary>
/// <param name="Key">The key.</param>
/// <param name="Label">What it switches.</param>
/// <param name="IsFault">True for a fault.</param>
/// <param name="On">Switches on.</param>
/// <param name="Off">Switches off, or null for a push.</param>
public sealed record KeyBinding(char Key, string Label, bool IsFault, Action<SimulatedBoat> On,
    Action<SimulatedBoat>? Off);

/// <summary>The keys of the live view.</summary>
public static class Keys
{
    /// <summary>Every key, in the order of the help line.</summary>
    public static IReadOnlyList<KeyBinding> All { get; } =
    [
        Switch('l', "load 60 A", b => b.Plant.Loads[0].On = true, b => b.Plant.Loads[0].On = false),
        Switch('i', "inverter 2 kW", b => b.Plant.Loads[1].On = true, b => b.Plant.Loads[1].On = false),
        Switch('a', "alternator", b => b.Plant.Alternator.Running = true, b => b.Plant.Alternator.Running = false),
        Switch('s', "solar", b => b.Plant.Solar.Running = true, b => b.Plant.Solar.Running = false),
        Switch('c', "shore charger", b => b.Plant.Shore.Running = true, b => b.Plant.Shore.Running = false),
        Switch('r', "remote", b => b.Plant.Inputs.RemoteBridged = true, b => b.Plant.Inputs.RemoteBridged = false),
        Push('k', "acknowledge", b => b.Requests.Acknowledge = true),
        Push('o', "mode on", b => b.Requests.Mode = 3),
        Push('y', "mode standby", b => b.Requests.Mode = 252),
        Push('f', "mode off", b => b.Requests.Mode = 4),
        Fault('1', "contactor welded", FaultId.MainContactorWelded),
        Fault('2', "contactor drops", FaultId.ContactorDrops),
        Fault('3', "feedback stuck on", FaultId.FeedbackStuck, (int)DigitalInput.ContactorFeedback, 1),
        Fault('4', "cell 3.85 V", FaultId.SensorStuckAtValue, Channel.Cell(0, 0), 3850),
        Fault('5', "cell 2.60 V", FaultId.SensorStuckAtValue, Channel.Cell(0, 1), 2600),
        Fault('6', "battery missing", FaultId.BatteryMissing),
        new('7', "cable broken", true,
            b => b.Plant.Inputs.BatteryCableOk = false, b => b.Plant.Inputs.BatteryCableOk = true),
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

    private static KeyBinding Switch(char key, string label, Action<SimulatedBoat> on, Action<SimulatedBoat> off) =>
        new(key, label, false, on, off);

    private static KeyBinding Push(char key, string label, Action<SimulatedBoat> push) =>
        new(key, label, false, push, null);

    private static KeyBinding Fault(char key, string label, FaultId id, int target = 0, int magnitude = 0) =>
        new(key, label, true, b => b.Plant.Faults.Inject(id, target, magnitude), b =>
            b.Plant.Faults.Remove(id, target));
}
