using SafeBms.Core;
using SafeBms.Runtime.Mailbox;
using SafeBms.Simulation;
using SafeBms.Simulation.Adapter;
using SafeBms.Simulation.Scenarios;

namespace SafeBms.Runtime.Configuration;

/// <summary>
/// Reads a configuration file strictly and checks it as a whole, before anything is opened or switched. It never
/// stops at the first finding, and it never throws for what stands in the file.
/// </summary>
public sealed class ConfigurationReader
{
    private const string RealRunDirectory = "/run/safebms";
    private const string RealStateDirectory = "/var/lib/safebms";

    // What a bank consists of cannot be guessed in front of a real one.
    private static readonly string[] BankParameters =
        ["battery_count", "cells_per_battery", "series_cells", "parallel_strings"];

    private readonly Findings _findings = new();
    private readonly SectionReader _root;
    private readonly Profile _profile;

    private ConfigurationReader(YamlNode root)
    {
        _root = new SectionReader(root, "", ConfigurationKeys.Root, _findings);
        _profile = _root.Choice("profile", ConfigurationKeys.Profiles, Profile.Simulated,
            "write 'profile: real', 'rig' or 'simulated'.");
    }

    /// <summary>Reads the bytes of a file.</summary>
    public static ConfigurationResult Read(ReadOnlySpan<byte> bytes)
    {
        YamlNode root;
        try
        {
            root = StrictYaml.Read(bytes);
        }
        catch (ScenarioException problem)
        {
            return new ConfigurationResult(null, [.. problem.Problems.Select(p =>
                new Finding(FindingKind.Error, p.Line, p.Column, "", p.Message))]);
        }

        return new ConfigurationReader(root).Read();
    }

    private ConfigurationResult Read()
    {
        string product = _root.Word("product",
            $"write one of {string.Join(", ", ProductParameters.Products)}.") ?? "";
        string run = Directory("run_directory",
            _profile == Profile.Real ? RealRunDirectory : Path.GetFullPath(RunDirectory.Default));
        bool stateFollows = _profile != Profile.Real && !_root.Has("state_directory");
        string state = Directory("state_directory",
            _profile == Profile.Real ? RealStateDirectory : Installation.StateBelow(run));
        IReadOnlyList<Setting> parameters = _root.Settings("parameters");
        SimulationReading simulation = ReadSimulation();
        ParameterSet? core = ReadParameters(product, parameters, simulation.Options);
        IReadOnlyList<BusConfiguration> buses = ReadBuses();
        LinesConfiguration lines = ReadLines();
        SourcesConfiguration sources = SourcesReader.Read(_root, _findings, buses, core);
        WatchdogConfiguration? watchdog = ReadWatchdog();
        RealTimeConfiguration realTime = ReadRealTime();
        GuardConfiguration guard = ReadGuard();
        CheckSwitches(simulation, core);
        Installation? installation = _findings.AnyError || core is null ? null : new Installation
        {
            Product = product,
            Profile = _profile,
            RunDirectory = run,
            StateDirectory = state,
            StateFollowsRun = stateFollows,
            Parameters = parameters,
            CoreParameters = core.Value,
            Lines = lines,
            Buses = buses,
            Sources = sources,
            Watchdog = watchdog,
            RealTime = realTime,
            Guard = guard,
            Simulation = simulation.Options is { } options && _profile != Profile.Real
                ? new SimulationConfiguration(simulation.Boat, simulation.Set, options)
                : null,
        };
        return new ConfigurationResult(installation, _findings.Sorted);
    }

    private string Directory(string key, string fallback)
    {
        if (_root.Word(key) is not { } word)
        {
            return fallback;
        }

        if (!word.StartsWith('/') || word.Split('/').Contains(".."))
        {
            _root.Error(key, $"'{word}' is no absolute path; write for example '{fallback}'.");
            return fallback;
        }

        return Path.GetFullPath(word);
    }

    private ParameterSet? ReadParameters(string product, IReadOnlyList<Setting> parameters, PlantOptions? boat)
    {
        if (_profile == Profile.Real)
        {
            foreach (string name in BankParameters.Where(n => parameters.All(p => p.Name != n)))
            {
                _root.Error("parameters", $"'parameters.{name}' is missing: in the profile real the bank is described "
                    + $"in full ({string.Join(", ", BankParameters)}).");
            }
        }

        if (product.Length == 0)
        {
            return null;
        }

        YamlNode at = _root.PlaceOf("product");
        PlacedText placed = new(product, at.Line, at.Column);
        try
        {
            return boat is null || _profile == Profile.Real
                ? ProductParameters.For(placed, parameters)
                : ProductParameters.For(placed, boat, parameters);
        }
        catch (ScenarioException problem)
        {
            Take(problem, "parameters");
            return null;
        }
    }

    private sealed record SimulationReading(
        IReadOnlyList<Setting> Boat, IReadOnlyList<Setting> Set, PlantOptions? Options);

    private SimulationReading ReadSimulation()
    {
        if (_profile == Profile.Real)
        {
            if (_root.Has("simulation"))
            {
                _root.Error("simulation", "In the profile real nothing is simulated; remove 'simulation'.");
            }

            return new SimulationReading([], [], null);
        }

        SectionReader? section = _root.Section("simulation", ConfigurationKeys.Simulation);
        IReadOnlyList<Setting> boat = section?.Settings("boat") ?? [];
        IReadOnlyList<Setting> set = section?.Settings("set") ?? [];
        try
        {
            return new SimulationReading(boat, set, BoatSettings.Apply(new PlantOptions(), boat));
        }
        catch (ScenarioException problem)
        {
            Take(problem, "simulation.boat");
            return new SimulationReading(boat, set, null);
        }
    }

    private void CheckSwitches(SimulationReading simulation, ParameterSet? core)
    {
        if (simulation.Set.Count == 0 || simulation.Options is null || core is null)
        {
            return;
        }

        BoatControls controls = new(new Plant(simulation.Options), new OperatorRequests());
        foreach (Setting setting in simulation.Set)
        {
            try
            {
                controls.Bind(setting.Name, setting.Value);
            }
            catch (FormatException wrong)
            {
                _findings.Error(setting.Line, setting.Column, $"simulation.set.{setting.Name}", wrong.Message);
            }
        }
    }

    private List<BusConfiguration> ReadBuses()
    {
        List<BusConfiguration> buses = [];
        foreach ((YamlNode node, string path) in _root.Items("buses"))
        {
            SectionReader at = new(node, path, ConfigurationKeys.Bus, _findings);
            if (at.IsUsable)
            {
                buses.Add(ReadBus(at, buses));
            }
        }

        return buses;
    }

    private BusConfiguration ReadBus(SectionReader at, List<BusConfiguration> others)
    {
        string name = at.Word("name", "write what sources call this bus.") ?? "";
        if (name.Length > 0 && others.Exists(b => b.Name == name))
        {
            at.Error("name", $"There are two buses '{name}'.");
        }

        BusDriver driver = at.Choice("driver", ConfigurationKeys.BusDrivers, BusDriver.Virtual,
            "write 'driver: socketcan', or 'driver: virtual' for a bus in memory.");
        if (driver == BusDriver.Virtual)
        {
            if (_profile == Profile.Real && at.Has("driver"))
            {
                at.Error("driver", "The profile real needs real buses: write 'driver: socketcan'.");
            }

            if (at.Has("interface"))
            {
                at.Error("interface",
                    "A virtual bus has no network interface; remove it, or write 'driver: socketcan'.");
            }

            if (!IsFileName(name))
            {
                at.Error("name", $"'{name}' cannot name a virtual bus: use letters, digits, '-' and '_', at most 32.");
            }

            return new BusConfiguration(name, driver, name);
        }

        string network =
            at.Word("interface", "write the network interface, for example can0; 'ip link' lists them.") ?? "";
        if (network.Length > 15 || network.Contains('/', StringComparison.Ordinal)
            || network.Contains(' ', StringComparison.Ordinal))
        {
            at.Error("interface", $"'{network}' is no network interface; names like can0 have at most 15 letters.");
        }
        else if (network.Length > 0 && others.Exists(b => b.Driver == driver && b.Interface == network))
        {
            at.Error("interface", $"The interface '{network}' already carries another bus of this file.");
        }

        return new BusConfiguration(name, driver, network);
    }

    private static bool IsFileName(string name) =>
        name.Length is > 0 and <= 32 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    private LinesConfiguration ReadLines()
    {
        if (_root.Section("lines", ConfigurationKeys.Lines) is { } section)
        {
            return section.IsUsable ? LinesReader.Read(section, _findings, _profile) : LinesReader.Simulated();
        }

        if (_profile != Profile.Simulated)
        {
            _root.Error("lines", "'lines' is missing: describe inputs and outputs.");
        }

        return LinesReader.Simulated();
    }

    private WatchdogConfiguration? ReadWatchdog()
    {
        if (_root.Section("watchdog", ConfigurationKeys.Watchdog) is not { IsUsable: true } section)
        {
            if (_profile == Profile.Real && !_root.Has("watchdog"))
            {
                _root.Warning("watchdog", "No hardware watchdog is configured: if both processes hang, nothing opens "
                    + "the contactor but what watches the heartbeat line.");
            }

            return null;
        }

        string device = section.Word("device", "write the device, for example /dev/watchdog.") ?? "";
        if (device.Length > 0 && !device.StartsWith("/dev/", StringComparison.Ordinal))
        {
            section.Error("device", $"'{device}' is no device; write for example /dev/watchdog.");
        }

        int timeout_ms = section.Whole("timeout", "ms", 5000, 60_000, 10_000, "10 s");
        if (timeout_ms % 1000 != 0)
        {
            section.Error("timeout", $"A watchdog counts whole seconds; {timeout_ms} ms is none.");
        }

        return new WatchdogConfiguration(device, timeout_ms / 1000);
    }

    private RealTimeConfiguration ReadRealTime()
    {
        bool real = _profile == Profile.Real;
        if (_root.Section("real_time", ConfigurationKeys.RealTime) is not { IsUsable: true } section)
        {
            return new RealTimeConfiguration(real, 80, null);
        }

        bool required = section.Choice("required", ConfigurationKeys.Switches, real);
        if (real && !required)
        {
            section.Warning("required", "The controller starts even if the machine refuses real-time scheduling; "
                + "late scans then open the contactor.");
        }

        int cpu = section.Whole("cpu", "count", 0, 1023, -1, "1");
        return new RealTimeConfiguration(
            required, section.Whole("priority", "count", 1, 98, 80, "80"), cpu < 0 ? null : cpu);
    }

    private GuardConfiguration ReadGuard()
    {
        if (_root.Section("guard", ConfigurationKeys.Guard) is not { IsUsable: true } section)
        {
            return new GuardConfiguration(1);
        }

        int scale = section.Whole("scale", "count", 1, 100, 1, "1");
        if (scale > 1 && _profile == Profile.Real)
        {
            section.Error("scale", "In the profile real the guard's limits hold as they are: write 'scale: 1'.");
        }

        return new GuardConfiguration(scale);
    }

    private void Take(ScenarioException problem, string key)
    {
        foreach (ScenarioProblem one in problem.Problems)
        {
            _findings.Error(one.Line, one.Column, key, one.Message);
        }
    }
}
