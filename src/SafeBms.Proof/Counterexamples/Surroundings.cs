using SafeBms.Proof.Sampling;
using SafeBms.Specification.Model;

namespace SafeBms.Proof.Counterexamples;

/// <summary>
/// A boat that behaves, more or less: contacts follow their coils, the bus fills while pre-charge is on, the batteries
/// are well. Without it nothing ever closes, and hardly any property is put to the test. It knows the signals by name;
/// those that a specification does not have are left out, and everything may be disturbed by the search.
/// </summary>
internal sealed class Surroundings
{
    private static readonly (string Output, string Contact)[] Pairs =
    [
        ("contactor_coil", "contactor_feedback"), ("precharge", "precharge_readback"),
        ("programmable_relay", "relay_readback"), ("allow_to_charge", "charge_readback"),
        ("allow_to_discharge", "discharge_readback"),
    ];

    private static readonly HashSet<string> UsuallyFalse = new(StringComparer.Ordinal)
    {
        "contactor_feedback", "precharge_readback", "relay_readback", "charge_readback", "discharge_readback",
        "acknowledge", "remote_high", "remote_low",
    };

    private readonly InputNames names;
    private readonly int[] outputs;
    private readonly int[] contacts;
    private readonly int bus;
    private readonly int battery;
    private readonly int current;
    private readonly int otherCurrent;
    private readonly int prechargeCurrent;

    public Surroundings(InputNames names, Func<string, int> output)
    {
        this.names = names;
        outputs = [.. Pairs.Select(pair => output(pair.Output))];
        contacts = [.. Pairs.Select(pair => names.IndexOf(pair.Contact))];
        bus = names.IndexOf("bus_voltage");
        battery = names.IndexOf("battery_voltage");
        current = names.IndexOf("pack_current");
        otherCurrent = names.IndexOf("pack_current_redundant");
        prechargeCurrent = names.IndexOf("precharge_current");
    }

    /// <summary>Outputs that something follows.</summary>
    public IReadOnlyList<int> Outputs => outputs;

    /// <summary>Whether a person presses it for a moment. Who leans on a button keeps a controller busy in every scan,
    /// and then no time can be leapt over.</summary>
    public bool IsPressed(int input) => names.Rows[input].Name is "acknowledge" or "mode_request";

    /// <summary>Which of the contacts are among these inputs.</summary>
    public static IReadOnlySet<int> ContactsAmong(IReadOnlySet<string> inputs) => Enumerable.Range(0, Pairs.Length)
        .Where(index => inputs.Contains(Pairs[index].Contact)).ToHashSet();

    /// <summary>The usual value of an input.</summary>
    public long Usual(int input, Func<string, long> parameter)
    {
        InputRow row = names.Rows[input];
        if (row.Info.Type.Kind == ValueKind.Bool)
        {
            return UsuallyFalse.Contains(row.Name) || row.Info.Safe != 0 ? 0 : 1;
        }

        return row.Field switch
        {
            "battery_voltage" => 3300 * parameter("series_cells"),
            "battery.cell.voltage" => 3300,
            "battery.temperature" or "internal_temperature" => 250,
            "state_of_charge" => 600,
            _ when row.Info.Type.Kind == ValueKind.Enum => row.Info.Safe,
            _ => Math.Clamp(0, row.Info.Type.Min, row.Info.Type.Max),
        };
    }

    /// <summary>What follows from outputs that have changed.</summary>
    /// <param name="habits">How quickly.</param>
    /// <param name="which">Index into <see cref="Outputs"/>.</param>
    /// <param name="isOn">Its new value.</param>
    /// <param name="valueOf">Present readings.</param>
    /// <param name="schedule">Takes input, delay in scans and value.</param>
    public void Follow(
        Habits habits, int which, bool isOn, Func<int, long> valueOf, Action<int, long, long> schedule)
    {
        if (contacts[which] >= 0 && habits.Follows[which])
        {
            schedule(contacts[which], habits.Delays[which], isOn ? 1 : 0);
        }

        switch (Pairs[which].Output)
        {
            case "precharge" when bus >= 0 && battery >= 0:
                if (isOn && habits.BusRise_ms >= 0)
                {
                    schedule(bus, habits.BusRise_ms, valueOf(battery) + habits.BusOffset_mV);
                }

                if (prechargeCurrent >= 0)
                {
                    schedule(prechargeCurrent, 0, isOn ? habits.PrechargeCurrent_mA : 0);
                }

                break;
            case "contactor_coil":
                if (bus >= 0)
                {
                    schedule(bus, isOn ? habits.Delays[which] : habits.BusFall_ms, isOn ? valueOf(battery) : 0);
                }

                foreach (int input in new[] { current, otherCurrent }.Where(input => input >= 0))
                {
                    schedule(input, habits.Delays[which], isOn ? habits.Current_mA : 0);
                }

                break;
        }
    }
}

/// <summary>How a boat behaves in one episode.</summary>
internal sealed class Habits
{
    /// <param name="dice">Chance.</param>
    /// <param name="doubted">Contacts that more often do not follow, by their places in
    /// <see cref="Surroundings.Outputs"/>.</param>
    public Habits(Dice dice, IReadOnlySet<int>? doubted = null)
    {
        for (int index = 0; index < Delays.Length; index++)
        {
            Delays[index] = dice.Of([1, 1, 2, 5, 10, 30, 60]);
            Follows[index] = dice.Percent(doubted?.Contains(index) == true ? 70 : 97);
        }

        BusRise_ms = dice.Of([1, 10, 30, 60, 400, 3000, -1]);
        BusFall_ms = dice.Of([1, 100, 1000, 5000, 60_000]);
        BusOffset_mV = dice.Of([0, 0, 0, -300, 600, 2000]);
        PrechargeCurrent_mA = dice.Of([0, 0, 0, 200, 1400, 5000]);
        Current_mA = dice.Of([0L, 0, 2000, -5000, 9000, -9000, 20_000, -100_000, 300_000]);
    }

    public int[] Delays { get; } = new int[5];

    public bool[] Follows { get; } = new bool[5];

    public int BusRise_ms { get; }

    public int BusFall_ms { get; }

    public int BusOffset_mV { get; }

    public long PrechargeCurrent_mA { get; }

    public long Current_mA { get; }
}
