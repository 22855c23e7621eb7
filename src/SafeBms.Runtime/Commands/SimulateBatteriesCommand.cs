using System.CommandLine;
using System.Text.Json.Nodes;
using SafeBms.Devices.Can;
using SafeBms.Devices.Linux;
using SafeBms.Protocols;
using SafeBms.Runtime.Batteries;

namespace SafeBms.Runtime.Commands;

/// <summary><c>safebms simulate-batteries</c>: sends the frames of batteries that do not exist.</summary>
internal sealed class SimulateBatteriesCommand
{
    private static readonly string[] Protocols = ["safebms", "can-bms", "foxbms", "ivt"];

    private readonly Option<string?> _can = new("--can")
    {
        Description = "The CAN interface to send on.", HelpName = "interface",
    };

    private readonly Option<string?> _virtual = new("--virtual")
    {
        Description = "Sends on a simulated bus instead: the file virtual-can-NAME in the run directory of an "
            + "installation, or a new one.",
        HelpName = "file",
    };

    private readonly Option<bool> _print = new("--print")
    {
        Description = "Prints the frames as candump -L does, without waiting, instead of sending; needs --seconds.",
    };

    private readonly Option<string[]> _protocol = new("--protocol")
    {
        Description = "What is sent: safebms (module frames), can-bms or lifepo4 (0x351 ...), foxbms, ivt or "
            + "ivt-s (shunt). Several divided by commas, or given several times.",
        DefaultValueFactory = _ => ["safebms"],
        HelpName = "name",
    };

    private readonly Option<int> _seconds = Number("--seconds", "Ends after so many seconds; 0: never.", 0, "number");
    private readonly Option<int> _first =
        Number("--first-battery", "Number of the first battery, from 0.", 0, "number");

    private readonly Option<int> _batteries = Number("--batteries", "How many batteries.", 1, "number");
    private readonly Option<int> _cells = Number("--cells", "Cells of each battery.", 4, "number");
    private readonly Option<int> _voltage = Number("--cell-voltage", "Mean voltage of a cell.", 3300, "mV");
    private readonly Option<int> _temperature =
        Number("--temperature", "Temperature of the batteries.", 230, "0.1 degC");

    private readonly Option<int> _current = Number("--current", "Battery current, positive when charging.", 0, "mA");
    private readonly Option<int> _charge = Number("--state-of-charge", "State of charge.", 600, "permille");
    private readonly Option<int> _lost = Number("--lose", "Loses some of the frames.", 0, "permille");
    private readonly Option<int> _spoiled = Number("--spoil", "Turns over a bit in some frames.", 0, "permille");
    private readonly Option<int> _repeated = Number("--repeat", "Sends some old frames again.", 0, "permille");
    private readonly Option<int> _seed = Number("--seed", "Seed of what goes wrong.", 1, "number");
    private readonly Option<bool> _noMeasurements = new("--no-measurements")
    {
        Description = "Leaves out the module frames of currents and voltages.",
    };

    private readonly Option<bool> _littleEndian = new("--little-endian")
    {
        Description = "The shunt sends its low byte first.",
    };

    private readonly Option<bool> _json = new("--json") { Description = "Prints the summary as JSON." };

    public static Command Create()
    {
        SimulateBatteriesCommand me = new();
        Command command = new("simulate-batteries",
            "Sends the frames of batteries and shunts that do not exist, in real time, for tests of a bus or a "
            + "controller. Ends with --seconds or Ctrl-C.")
        {
            me._can, me._virtual, me._print, me._protocol, me._seconds, me._first, me._batteries, me._cells,
            me._voltage, me._temperature, me._current, me._charge, me._noMeasurements,
            me._littleEndian, me._lost, me._spoiled,
            me._repeated, me._seed, me._json,
        };
        command.SetAction(me.Run);
        return command;
    }

    private static Option<int> Number(string name, string help, int value, string unit) => new(name)
    {
        Description = help, DefaultValueFactory = _ => value, HelpName = unit,
    };

    private int Run(ParseResult result)
    {
        BatteryValues values = Values(result);
        FrameFaults faults = new()
        {
            Lost_permille = InRange(result, _lost, 0, 1000),
            Spoiled_permille = InRange(result, _spoiled, 0, 1000),
            Repeated_permille = InRange(result, _repeated, 0, 1000),
            Seed = result.GetValue(_seed),
        };
        int seconds = InRange(result, _seconds, 0, 1_000_000);
        FrameSender[] senders = [.. Names(result).Select(name => Sender(name, values, result))];
        bool prints = result.GetValue(_print);
        if (prints && seconds == 0)
        {
            throw new UsageException("--print does not wait and would never end: give --seconds.");
        }

        using ICanBus bus = prints ? new CandumpBus(Console.Out, result.GetValue(_can) ?? "can0") : Open(result);
        BatterySimulation simulation = new(senders, values, faults, bus);
        long end_ms = seconds == 0 ? long.MaxValue : seconds * 1000L;
        long start_ns = MonotonicClock.Now_ns;
        for (long time_ms = 0; time_ms < end_ms; time_ms++)
        {
            if (bus is CandumpBus log)
            {
                log.Time_ms = time_ms;
            }
            else
            {
                MonotonicClock.SleepUntil(start_ns + (time_ms * 1_000_000));
            }

            simulation.Step(time_ms);
        }

        Report(simulation, faults, result.GetValue(_json), prints ? Console.Error : Console.Out);
        return Exit.Success;
    }

    private BatteryValues Values(ParseResult result)
    {
        BatteryValues values = new()
        {
            FirstBattery = InRange(result, _first, 0, MeasurementChannel.MaxBatteries - 1),
            Batteries = InRange(result, _batteries, 1, MeasurementChannel.MaxBatteries),
            Cells = InRange(result, _cells, 1, MeasurementChannel.MaxCells),
            Cell_mV = result.GetValue(_voltage),
            Temperature_dC = result.GetValue(_temperature),
            Current_mA = result.GetValue(_current),
            Charge_permille = result.GetValue(_charge),
        };

        // Values that no field can carry are sent as not available: that is a test, too.
        return values.FirstBattery + values.Batteries <= MeasurementChannel.MaxBatteries
            ? values
            : throw new UsageException(
                $"--first-battery {values.FirstBattery} and --batteries {values.Batteries} go beyond the "
                + $"{MeasurementChannel.MaxBatteries} that there can be.");
    }

    private FrameSender Sender(string name, BatteryValues values, ParseResult result) => name switch
    {
        "safebms" => new SafeBmsSender(new SafeBmsOptions
        {
            FirstBattery = values.FirstBattery, Batteries = values.Batteries, CellsPerBattery = values.Cells,
            Measurements = !result.GetValue(_noMeasurements),
        }),
        "can-bms" or "lifepo4" => new CanBmsSender(new CanBmsOptions
        {
            FirstBattery = values.FirstBattery, Batteries = values.Batteries, CellsPerBattery = values.Cells,
        }),
        "foxbms" => new FoxBmsSender(new FoxBmsOptions
        {
            FirstBattery = values.FirstBattery, Batteries = values.Batteries, CellsPerBattery = values.Cells,
        }),
        "ivt" or "ivt-s" => new IvtSender(new IvtOptions { IsBigEndian = !result.GetValue(_littleEndian) }),
        _ => throw new UsageException(
            $"There is no protocol '{name}'; write one of {string.Join(", ", Protocols)}."),
    };

    private IEnumerable<string> Names(ParseResult result) => (result.GetValue(_protocol) ?? []).SelectMany(names =>
        names.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).Distinct();

    private ICanBus Open(ParseResult result)
    {
        if (result.GetValue(_virtual) is { } path)
        {
            return result.GetValue(_can) is not null
                ? throw new UsageException("Name one bus: --can or --virtual.")
                : File.Exists(path) ? VirtualCanBus.Open(path, Path.GetFileName(path))
                : VirtualCanBus.Create(path, Path.GetFileName(path));
        }

        string name = result.GetValue(_can)
            ?? throw new UsageException("Name the interface, for example --can can0, or let the frames --print.");
        try
        {
            IReadOnlyList<CanInterface> found = CanProbe.Interfaces();
            if (found.FirstOrDefault(i => i.Name == name) is not { } can)
            {
                string others = found.Count == 0
                    ? "this machine has none"
                    : $"there are {string.Join(", ", found.Select(i => i.Name))}";
                throw new UsageException($"There is no CAN interface '{name}': {others}.");
            }

            if (!can.IsUp)
            {
                throw new UsageException(can.Remark ?? $"{name} is down: ip link set {name} up");
            }

            return SocketCanBus.Open(new SocketCanSettings { Interface = name, Filters = [] });
        }
        catch (CanException problem)
        {
            throw new UsageException(problem.Message);
        }
    }

    private static int InRange(ParseResult result, Option<int> option, int lowest, int highest)
    {
        int value = result.GetValue(option);
        return value >= lowest && value <= highest
            ? value
            : throw new UsageException($"{option.Name} is {value}; write {lowest} to {highest}.");
    }

    private static void Report(BatterySimulation simulation, FrameFaults faults, bool json, TextWriter to)
    {
        JsonObject report = new()
        {
            ["sent"] = simulation.Sent,
            ["refused"] = simulation.Refused,
            ["lost"] = simulation.Lost,
            ["spoiled"] = simulation.Spoiled,
            ["repeated"] = simulation.Repeated,
            ["seed"] = faults.Seed,
        };
        to.WriteLine(json
            ? report.ToJsonString()
            : $"{simulation.Sent} frames sent, {simulation.Refused} not taken by the bus; on purpose {simulation.Lost} "
                + $"lost, {simulation.Spoiled} spoiled, {simulation.Repeated} sent again (seed {faults.Seed}).");
    }
}
