using SafeBms.Laboratory;
using SafeBms.Specification.Model;

namespace SafeBms.Mutation.Nets;

/// <summary>
/// Raw inputs without a boat, for the properties that hold for all inputs: something that behaves like a boat until
/// values jump to the thresholds of the specification and beyond, stay there for its durations, go silent, or contacts
/// stick. Repeats from its seed. Inputs that the specification does not have are left out.
/// </summary>
internal sealed class Storm
{
    private const int ContactorDelay_ms = 15;
    private const int RelayDelay_ms = 8;

    private static readonly string[] Followed =
        ["contactor_coil", "precharge", "programmable_relay", "allow_to_charge", "allow_to_discharge"];

    private readonly ILoadedCore core;
    private readonly StormChannel[] channels;
    private readonly Dictionary<string, StormChannel> byName;
    private readonly StormChannel[] cells;
    private readonly long[] durations_ms;
    private readonly Random random;
    private readonly Dictionary<string, StormContact> contacts = new(StringComparer.Ordinal);
    private long nextFault_ms;
    private long nextOperator_ms;
    private long remoteBack_ms = 60;
    private long openSince_ms;
    private long bus_mV;
    private long load_mA = -20_000;

    internal Storm(SpecificationModel model, ILoadedCore core, int seed)
    {
        this.core = core;
        random = new Random(seed);
        channels = StormChannel.All(model, core);
        byName = channels.ToDictionary(channel => channel.Name, StringComparer.Ordinal);
        cells = [.. channels.Where(channel => channel.Name.Contains(".cell[", StringComparison.Ordinal))];
        durations_ms = [.. model.Parameters.Parameters
            .Where(parameter => parameter.Type.Unit == "ms" && parameter.Default is > 0 and <= 40_000)
            .Select(parameter => parameter.Default).Distinct().Order()];
        foreach (string output in Followed)
        {
            contacts[output] = new StormContact(output == "contactor_coil" ? ContactorDelay_ms : RelayDelay_ms);
        }

        nextFault_ms = random.Next(100, 12_000);
        nextOperator_ms = random.Next(9_000, 30_000);
        foreach (StormChannel channel in channels)
        {
            channel.Offset_ms = random.Next(channel.Period_ms);
        }
    }

    /// <summary>A small bank and short times, as far as the specification has these and takes them.</summary>
    internal static void Start(ILoadedCore core, int seed)
    {
        (string Name, long Value)[] wanted =
        [
            ("battery_count", 1), ("cells_per_battery", 4), ("series_cells", 4), ("parallel_strings", 1),
            ("reclose_time", 1_000), ("precharge_retry_time", 5_000), ("permit_return_time", 10_000),
            ("relay_mode", seed % 5 == 0 ? 1 : 0),
        ];
        Dictionary<string, long> known = wanted.Where(item => core.Names.Parameter(item.Name) >= 0)
            .ToDictionary(item => item.Name, item => item.Value, StringComparer.Ordinal);
        if (core.Start(parameters: known, retained: new Dictionary<string, long>()) is not null
            && core.Start(retained: new Dictionary<string, long>()) is string problem)
        {
            throw new InvalidOperationException(problem);
        }
    }

    /// <summary>Sets the inputs of the next scan.</summary>
    internal void Next(long scan)
    {
        Operate(scan);
        if (scan >= nextFault_ms)
        {
            Break(scan);
            nextFault_ms = scan + (random.Next(3) == 0 ? random.Next(1, 60) : random.Next(300, 4_000));
        }

        React(scan);
        foreach (StormChannel channel in channels)
        {
            channel.Write(core, scan);
        }
    }

    private bool IsOn(string output)
    {
        int index = core.Names.Output(output);
        return index >= 0 && core.Output(index) != 0;
    }

    private void Set(string name, long value)
    {
        if (byName.TryGetValue(name, out StormChannel? channel))
        {
            channel.Nominal = value;
        }
    }

    // Acknowledges now and then; switches off and on when it has been open for long, and sometimes for no reason.
    private void Operate(long scan)
    {
        openSince_ms = IsOn("contactor_coil") ? scan : openSince_ms;
        Set("acknowledge", 0);
        Set("mode_request", 0);
        if (scan - openSince_ms > 12_000)
        {
            openSince_ms = scan;
            Set("acknowledge", 1);
            remoteBack_ms = scan + random.Next(1, 400);
        }

        if (scan >= nextOperator_ms)
        {
            nextOperator_ms = scan + random.Next(500, 20_000);
            switch (random.Next(4))
            {
                case 0: Set("acknowledge", 1); break;
                case 1: Ask(); break;
                case 2: remoteBack_ms = scan + Duration(); break;
                default: Load(); break;
            }
        }

        Set("remote_bridged", scan >= remoteBack_ms ? 1 : 0);
    }

    // Mostly what a boat takes or gives, sometimes more than a contactor carries.
    private void Load() =>
        load_mA = random.Next(random.Next(4) == 0 ? 700_000 : 60_000) * (1 - (2 * random.Next(2)));

    private void Ask()
    {
        if (byName.TryGetValue("mode_request", out StormChannel? mode))
        {
            mode.Nominal = Pick(mode.Candidates);
        }
    }

    // What a sound installation answers.
    private void React(long scan)
    {
        bool closed = contacts["contactor_coil"].Follow(IsOn("contactor_coil"), scan);
        bool precharge = contacts["precharge"].Follow(IsOn("precharge"), scan);
        bool charge = contacts["allow_to_charge"].Follow(IsOn("allow_to_charge"), scan);
        bool discharge = contacts["allow_to_discharge"].Follow(IsOn("allow_to_discharge"), scan);
        long battery_mV = cells.Length == 0 ? 13_200 : cells[0].Nominal * 4;
        bus_mV = closed ? battery_mV
            : precharge ? bus_mV + ((battery_mV - bus_mV + 79) / 80)
            : bus_mV - ((bus_mV + 499) / 500);
        long current_mA = !closed || (load_mA > 0 && !charge) || (load_mA < 0 && !discharge) ? 0 : load_mA;
        Set("battery_voltage", battery_mV);
        Set("bus_voltage", bus_mV);
        Set("pack_current", current_mA);
        Set("pack_current_redundant", current_mA);
        Set("precharge_current", precharge ? Math.Max(0, battery_mV - bus_mV) / 20 : 0);
        Set("contactor_feedback", closed ? 1 : 0);
        Set("precharge_readback", precharge ? 1 : 0);
        Set("relay_readback", contacts["programmable_relay"].Follow(IsOn("programmable_relay"), scan) ? 1 : 0);
        Set("charge_readback", charge ? 1 : 0);
        Set("discharge_readback", discharge ? 1 : 0);
    }

    private void Break(long scan)
    {
        long until = scan + Duration();
        switch (random.Next(8))
        {
            case 0:
                // A welded contactor shows in feedback, bus and current at once.
                contacts["contactor_coil"].Stick(random.Next(3) > 0, until);
                break;
            case 3:
                contacts.Values.ElementAt(random.Next(contacts.Count)).Stick(random.Next(2) == 0, until);
                break;
            case 1:
                channels[random.Next(channels.Length)].Silence(until);
                break;
            case 2 when cells.Length > 0:
                long value = Pick(cells[0].Candidates);
                foreach (StormChannel cell in cells)
                {
                    cell.Force(value, until);
                }

                break;
            default:
                StormChannel channel = channels[random.Next(channels.Length)];
                channel.Force(Pick(channel.Candidates), until);
                break;
        }
    }

    // Around the durations of the specification, or short.
    private long Duration() => random.Next(4) == 0
        ? random.Next(1, 40)
        : durations_ms[random.Next(durations_ms.Length)] + random.Next(-3, 60);

    private long Pick(long[] values) => values[random.Next(values.Length)];
}
