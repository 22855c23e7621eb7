using SafeBms.Interpreter;

namespace SafeBms.Differential.Tests;

/// <summary>
/// A crude boat around the controller, so that random runs get through start-up, pre-charge and closing and meet their
/// faults in deep states. It answers the outputs of the last scan; nothing of it has to be physically right.
/// </summary>
internal sealed class Boat
{
    private static readonly string[] RemoteWires = ["remote_bridged", "remote_high", "remote_low"];

    private readonly Dice dice;
    private readonly Plan plan;
    private readonly Thresholds thresholds;
    private readonly InputTable inputs;
    private readonly Source[] sources;
    private readonly int[] scalars;
    private readonly int[] members;
    private readonly int[] cells;
    private readonly int[] temperatures;
    private readonly Dictionary<string, Source> byName = [];
    private readonly Episodes episodes;
    private readonly Wire contactor;
    private readonly Wire precharge;
    private readonly Wire relay;
    private readonly Wire charge;
    private readonly Wire discharge;
    private long scan;
    private long busVoltage_mV;
    private long cell_mV = 3300;
    private long cellTarget_mV = 3300;
    private long load_mA = -5_000;
    private long nextLoad;
    private long nextTarget;
    private long nextOperator;
    private long nextFault;
    private long openSince;
    private long closedSince;
    private long nextEpisode = 15_000;
    private long patience = 20_000;
    private long remoteReturns;
    private string remoteWire = RemoteWires[0];
    private bool wasActive;
    private int prechargeTau_ms = 200;
    private long prechargeShare_permille = 1_000;
    private long busLoad_ohm = 10_000;
    private bool chargerOnBus;

    public Boat(Plan plan, Thresholds thresholds, InputTable inputs)
    {
        this.plan = plan;
        this.thresholds = thresholds;
        this.inputs = inputs;
        dice = new Dice(plan.Seed * 7919);
        sources = new Source[inputs.Count];
        List<int> scalarIndexes = [];
        List<int> memberIndexes = [];
        for (int index = 0; index < inputs.Count; index++)
        {
            string name = inputs.Name(index);
            sources[index] = new Source(inputs.Info(index), thresholds.ValuesFor(inputs.Info(index)))
            {
                Nominal = inputs.Info(index).Safe,
                Phase = dice.Below(inputs.Info(index).Period_ms),
            };
            byName.Add(name, sources[index]);
            (name.Contains('[', StringComparison.Ordinal) ? memberIndexes : scalarIndexes).Add(index);
        }

        scalars = [.. scalarIndexes];
        members = [.. memberIndexes.Where(IsConfigured)];
        cells = [.. members.Where(index => inputs.Name(index).Contains("cell[", StringComparison.Ordinal))];
        temperatures = [.. members.Except(cells)];
        contactor = new Wire(dice.Below(60));
        precharge = new Wire(dice.Below(3));
        relay = new Wire(dice.Below(5));
        charge = new Wire(dice.Below(5));
        discharge = new Wire(dice.Below(5));
        nextOperator = dice.Between(20_000, 40_000);
        nextFault = plan.Theme == Theme.Storm ? dice.Between(0, 30_000) : long.MaxValue;
        episodes = new Episodes(dice, thresholds, Find);
        SetUp();
    }

    /// <summary>The readings of the next scan, after the boat has reacted to what was written in the last
    /// one.</summary>
    public void Advance(Func<string, long> written)
    {
        bool coil = written("contactor_coil") != 0;
        Operate(coil);
        Wander();
        bool precharges = written("precharge") != 0;
        ScheduleFault(coil || precharges);
        if (plan.Theme == Theme.Episodes)
        {
            PlayEpisodes(coil, precharges);
        }
        else if (scan >= nextFault)
        {
            Break();
            nextFault = plan.Theme == Theme.Storm ? scan + dice.Between(1, 3_000)
                : dice.Chance(300) ? scan + dice.Between(1, 1_000) : long.MaxValue;
        }

        React(written);
        foreach (int index in scalars)
        {
            inputs[index] = sources[index].Read(scan);
        }

        foreach (int index in members)
        {
            inputs[index] = sources[index].Read(scan);
        }

        scan++;
    }

    // The next fault comes some time after pre-charge or contactor have come on, so that it meets a running system.
    private void ScheduleFault(bool active)
    {
        if (active && !wasActive)
        {
            int odds = plan.Theme == Theme.Contactor ? 500 : 100;
            prechargeTau_ms = dice.Chance(odds) ? dice.Pick([1, 2, 5, 1_000, 5_000, 100_000]) : 30 + dice.Below(300);
            prechargeShare_permille = dice.Chance(odds / 2) ? dice.Pick([0, 500, 950, 990]) : 1_000;
            busLoad_ohm = dice.Chance(odds / 2) ? dice.Pick([1L, 5, 9, 10, 11, 12, 20, 21]) : 10_000;
            if (plan.Theme is not (Theme.Operator or Theme.Episodes) || dice.Chance(100))
            {
                nextFault = scan + dice.Between(0, dice.Pick([400, 2_000, 8_000]));
            }
        }

        wasActive = active;
    }

    private void PlayEpisodes(bool coil, bool precharges)
    {
        if (scan >= nextEpisode && (coil ? scan - closedSince > 1_500 : precharges && dice.Chance(2)))
        {
            nextEpisode = episodes.Start(scan, !coil);
        }
        else if (scan >= nextEpisode && !coil && dice.Below(20_000) == 0)
        {
            nextEpisode = episodes.StartOpen(scan);
        }
    }

    private IReadOnlyList<Source> Find(string name) =>
        name == "cell" ? [.. cells.Select(index => sources[index])] : [byName[name]];

    private bool IsConfigured(int index)
    {
        string[] parts = inputs.Name(index).Split('[', ']');
        return int.Parse(parts[1], null) < thresholds.Value("battery_count")
            && (parts.Length < 5 || int.Parse(parts[3], null) < thresholds.Value("cells_per_battery"));
    }

    private void SetUp()
    {
        string[] good = ["battery_cable_ok", "self_test_passed", "configuration_valid", "retained_valid"];
        foreach (string name in good)
        {
            Set(name, dice.Chance(980) ? 1 : 0);
        }

        foreach (string name in (string[])["battery_alarm", "aux_fault", "scan_overrun", "restarted_after_fault"])
        {
            Set(name, dice.Chance(10) ? 1 : 0);
        }

        if (dice.Chance(150))
        {
            Set("retained_valid", 0);
        }

        if (dice.Chance(50))
        {
            Set("restarted_after_fault", 1);
        }

        if (dice.Chance(200))
        {
            // Late with its own tests: longer than the start may take.
            Source late = byName[dice.Pick(["self_test_passed", "configuration_valid", "battery_cable_ok"])];
            late.Force(0, dice.Between(1_000, 12_000));
        }

        Set("internal_temperature", 300);
        Set("state_of_charge", 700);
        foreach (int index in temperatures)
        {
            sources[index].Nominal = 250;
        }

        // Members that do not exist must make no difference, whatever they say.
        for (int index = 0; index < inputs.Count; index++)
        {
            if (!scalars.Contains(index) && !members.Contains(index))
            {
                inputs[index] = new InputReading(dice.Pick(sources[index].Candidates), 0, dice.Chance(800));
            }
        }
    }

    private void Set(string name, long value)
    {
        if (byName.TryGetValue(name, out Source? source))
        {
            source.Nominal = value;
        }
    }

    // Acknowledges and switches off and on again whenever the contactor has been open for a while; else plays.
    private void Operate(bool coil)
    {
        Set("acknowledge", 0);
        Set("mode_request", 0);
        openSince = coil ? scan : openSince;
        closedSince = coil ? closedSince : scan;
        if (scan >= nextOperator)
        {
            bool plays = plan.Theme is Theme.Operator or Theme.Storm;
            nextOperator = scan + dice.Between(1_000, plays ? 8_000 : 30_000);
            switch (dice.Below(plays ? 6 : 2))
            {
                case 0:
                    Set("acknowledge", 1);
                    break;
                case 1 or 2:
                    Set("mode_request", dice.Pick(byName["mode_request"].Candidates));
                    break;
                default:
                    remoteReturns = scan + dice.Pick(thresholds.Durations_ms);
                    break;
            }
        }

        if (scan - openSince >= patience)
        {
            openSince = scan;
            patience = dice.Between(500, 12_000);
            Set("acknowledge", 1);
            remoteReturns = scan + dice.Between(1, 300);
        }

        if (scan == remoteReturns)
        {
            remoteWire = dice.Pick(RemoteWires);
        }

        foreach (string name in RemoteWires)
        {
            Set(name, scan >= remoteReturns && scan > 100 && name == remoteWire ? 1 : 0);
        }
    }

    private void Wander()
    {
        if (scan >= nextTarget)
        {
            nextTarget = scan + dice.Between(1_000, 15_000);
            bool wild = scan > 20_000 && plan.Theme is Theme.Bank or Theme.Storm;
            cellTarget_mV = wild && dice.Chance(600) && cells.Length > 0
                ? dice.Pick(sources[cells[0]].Candidates)
                : dice.Between(3_200, 3_400);
            Set("state_of_charge", wild ? dice.Pick(byName["state_of_charge"].Candidates) : dice.Between(400, 900));
            foreach (int index in temperatures)
            {
                Source source = sources[index];
                source.Nominal = wild && dice.Chance(300) ? dice.Pick(source.Candidates) : dice.Between(150, 300);
            }
        }

        if (scan >= nextLoad)
        {
            nextLoad = scan + dice.Pick(thresholds.Durations_ms);
            chargerOnBus = dice.Chance(300);
            load_mA = dice.Chance(scan < 20_000 ? 0 : plan.Theme == Theme.Bank ? 300 : 30)
                ? dice.Pick(byName["pack_current"].Candidates)
                : chargerOnBus ? dice.Between(0, 80_000) : -dice.Between(0, 100_000);
        }

        cell_mV += Math.Sign(cellTarget_mV - cell_mV) * Math.Min(Math.Abs(cellTarget_mV - cell_mV), 1 + (scan % 3));
        foreach (int index in cells)
        {
            sources[index].Nominal = cell_mV + (index % 4);
        }
    }

    private void React(Func<string, long> written)
    {
        long battery_mV = cell_mV * thresholds.SeriesCells;
        long reached_mV = battery_mV * prechargeShare_permille / 1_000;
        bool closed = contactor.Follow(written("contactor_coil") != 0, scan);
        bool charging = precharge.Follow(written("precharge") != 0, scan);
        bool chargeAllowed = charge.Follow(written("allow_to_charge") != 0, scan);
        bool dischargeAllowed = discharge.Follow(written("allow_to_discharge") != 0, scan);
        busVoltage_mV = closed ? battery_mV
            : charging ? busVoltage_mV + ((reached_mV - busVoltage_mV + prechargeTau_ms - 1) / prechargeTau_ms)
            : busVoltage_mV - ((busVoltage_mV + 499) / 500);
        long bus_mV = chargerOnBus && !closed && plan.Seed % 2 == 0 ? battery_mV + 1_000 : busVoltage_mV;
        long flows_mA = !closed || (load_mA > 0 && !chargeAllowed) || (load_mA < 0 && !dischargeAllowed) ? 0 : load_mA;
        Set("battery_voltage", battery_mV);
        Set("bus_voltage", bus_mV + (closed && flows_mA > 0 ? 400 : 0));
        Set("pack_current", flows_mA);
        Set("pack_current_redundant", flows_mA);
        long source_mA = (Math.Max(0, battery_mV - busVoltage_mV) / 20) + (busVoltage_mV / busLoad_ohm);
        Set("precharge_current", charging ? source_mA : 0);
        Set("contactor_feedback", closed ? 1 : 0);
        Set("precharge_readback", charging ? 1 : 0);
        Set("relay_readback", relay.Follow(written("programmable_relay") != 0, scan) ? 1 : 0);
        Set("charge_readback", chargeAllowed ? 1 : 0);
        Set("discharge_readback", dischargeAllowed ? 1 : 0);
    }

    /// <summary>Something fails for a while that is drawn around the delays of the specification.</summary>
    private void Break()
    {
        long until = scan + (plan.Theme == Theme.Storm && dice.Chance(700)
            ? dice.Between(1, 30)
            : dice.Pick(thresholds.Durations_ms));
        if (plan.Theme == Theme.Contactor || dice.Chance(100))
        {
            dice.Pick([contactor, contactor, precharge, relay, charge, discharge]).Stick(dice.Chance(500), until);
            return;
        }

        switch (dice.Below(10))
        {
            case 0: // a whole battery is silent
                string battery = $"battery[{dice.Below((int)thresholds.Value("battery_count"))}]";
                foreach (int index in members)
                {
                    if (inputs.Name(index).StartsWith(battery, StringComparison.Ordinal))
                    {
                        sources[index].Silence(until);
                    }
                }

                break;
            case 1: // all cells at once
                long value = dice.Pick(sources[cells[0]].Candidates);
                foreach (int index in cells)
                {
                    sources[index].Force(value, until);
                }

                break;
            default:
                Source source = sources[dice.Chance(700) ? dice.Pick(scalars) : dice.Pick(members)];
                BreakOne(source, until);
                break;
        }
    }

    private void BreakOne(Source source, long until)
    {
        switch (dice.Below(6))
        {
            case 0:
                source.Silence(until);
                break;
            case 1:
                source.Flicker(dice.Pick(source.Candidates), until);
                break;
            default:
                source.Force(dice.Pick(source.Candidates), until);
                break;
        }
    }
}
