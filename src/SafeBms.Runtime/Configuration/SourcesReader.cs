using System.Globalization;
using SafeBms.Core;
using SafeBms.Protocols;
using SafeBms.Simulation.Scenarios;

namespace SafeBms.Runtime.Configuration;

/// <summary>Reads and checks <c>sources</c> and <c>not_available</c>.</summary>
internal sealed class SourcesReader
{
    private const uint LargestIdentifier = 0x7FF;
    private const uint ShuntCommand = 0x411;
    private const uint ModuleIdentifiers = SafeBmsOptions.Identifiers;
    private const uint ShuntIdentifiers = 8;
    private const int MaxBatteries = 20;
    private const int MaxCells = 8;

    private static readonly string[] OfCells = ["first_battery", "batteries", "cells"];

    private readonly SectionReader _root;
    private readonly Findings _findings;
    private readonly IReadOnlyList<BusConfiguration> _buses;
    private readonly List<(SourceConfiguration Source, SectionReader At)> _sources = [];
    private readonly List<(SourceConfiguration Source, SectionReader At, SourceOptions? Options)> _judged = [];

    private SourcesReader(SectionReader root, Findings findings, IReadOnlyList<BusConfiguration> buses)
    {
        _root = root;
        _findings = findings;
        _buses = buses;
    }

    /// <summary>Reads the sources; what each battery needs is judged if the core's parameters are known.</summary>
    public static SourcesConfiguration Read(
        SectionReader root, Findings findings, IReadOnlyList<BusConfiguration> buses, ParameterSet? parameters)
    {
        SourcesReader reader = new(root, findings, buses);
        foreach ((YamlNode node, string path) in root.Items("sources"))
        {
            reader.ReadSource(new SectionReader(node, path, ConfigurationKeys.Source, findings), parameters);
        }

        IReadOnlyList<MeasuredQuantity> missing = root.Choices("not_available", ConfigurationKeys.Quantities);
        reader.CheckIdentifiers();
        reader.CheckCommands();
        if (parameters is { } core)
        {
            reader.CheckCoverage(core, missing);
        }

        return new SourcesConfiguration([.. reader._sources.Select(s => s.Source)], missing);
    }

    /// <summary>What a protocol can carry.</summary>
    internal static IReadOnlyList<MeasuredQuantity> CarriedBy(SourceKind kind) => kind switch
    {
        SourceKind.SafeBms => Enum.GetValues<MeasuredQuantity>(),
        SourceKind.LiFePo4 =>
        [
            MeasuredQuantity.Cells, MeasuredQuantity.Temperatures, MeasuredQuantity.PackCurrent,
            MeasuredQuantity.PackCurrentRedundant, MeasuredQuantity.BatteryVoltage, MeasuredQuantity.StateOfCharge,
        ],
        SourceKind.FoxBms => [MeasuredQuantity.Cells, MeasuredQuantity.Temperatures],
        _ =>
        [
            MeasuredQuantity.PackCurrent, MeasuredQuantity.PackCurrentRedundant, MeasuredQuantity.BatteryVoltage,
            MeasuredQuantity.BusVoltage, MeasuredQuantity.PrechargeCurrent, MeasuredQuantity.InternalTemperature,
        ],
    };

    private void ReadSource(SectionReader at, ParameterSet? parameters)
    {
        if (!at.IsUsable)
        {
            return;
        }

        SourceKind kind = at.Choice("kind", ConfigurationKeys.SourceKinds, SourceKind.SafeBms,
            $"write the protocol: {string.Join(", ", ConfigurationKeys.SourceKinds.All)}.");
        string bus = at.Word("bus", "write the name of one of the 'buses'.") ?? "";
        if (bus.Length > 0 && _buses.All(b => b.Name != bus))
        {
            at.Error("bus", $"There is no bus '{bus}'.{Suggest.Nearest(bus, _buses.Select(b => b.Name))} "
                + "Describe it under 'buses'.");
        }

        int period_ms = at.Whole("period", "ms", 1, 60_000, 80, "80 ms", "write how often each value comes.");
        IReadOnlyList<MeasuredQuantity> feeds = Feeds(at, kind);
        bool cellwise = feeds.Any(IsCellwise);
        SourceConfiguration source = new()
        {
            Kind = kind,
            Bus = bus,
            Period_ms = period_ms,
            Feeds = feeds,
            BaseId = BaseId(at, kind),
            FirstBattery = at.Whole("first_battery", "count", 0, MaxBatteries - 1, 0, "0"),
            Batteries = at.Whole(
                "batteries", "count", 1, MaxBatteries, cellwise ? parameters?.BatteryCount ?? 1 : 0, "4"),
            Cells = at.Whole("cells", "count", 1, MaxCells, cellwise ? parameters?.CellsPerBattery ?? 4 : 0, "4"),
            Endian = at.Choice("endian", ConfigurationKeys.ByteOrders, ByteOrder.Big),
        };
        RefuseForeignKeys(at, kind, cellwise);
        foreach (MeasuredQuantity quantity in feeds)
        {
            if (at.Has("period") && PeriodBudget.Problem(quantity, period_ms) is { } problem)
            {
                at.Error("period", problem);
            }
        }

        _sources.Add((source, at));
        _judged.Add((source, at, Judge(at, source)));
    }

    private static IReadOnlyList<MeasuredQuantity> Feeds(SectionReader at, SourceKind kind)
    {
        IReadOnlyList<MeasuredQuantity> feeds = at.Choices("feeds", ConfigurationKeys.Quantities);
        if (!at.Has("feeds"))
        {
            at.Error("feeds", $"'{at.Of("feeds")}' is missing: list what the core takes from this source, for "
                + "example [cells, temperatures].");
        }

        foreach (MeasuredQuantity quantity in feeds.Except(CarriedBy(kind)))
        {
            at.Error("feeds", $"{ConfigurationKeys.SourceKinds.Of(kind)} carries no "
                + $"{ConfigurationKeys.Quantities.Of(quantity)}; it carries "
                + $"{string.Join(", ", CarriedBy(kind).Select(ConfigurationKeys.Quantities.Of))}.");
        }

        return feeds;
    }

    private static void RefuseForeignKeys(SectionReader at, SourceKind kind, bool cellwise)
    {
        string name = ConfigurationKeys.SourceKinds.Of(kind);
        if (at.Has("endian") && kind != SourceKind.IvtS)
        {
            at.Error("endian", $"The byte order of {name} is fixed; only a shunt (ivt_s) has a choice.");
        }

        foreach (string key in OfCells.Where(k => !cellwise && at.Has(k)))
        {
            at.Error(key, $"'{key}' belongs to sources that feed cells or temperatures; this one does not.");
        }
    }

    private static uint? BaseId(SectionReader at, SourceKind kind)
    {
        if (at.Word("base_id") is not { } word)
        {
            return null;
        }

        if (kind is SourceKind.LiFePo4 or SourceKind.FoxBms)
        {
            at.Error("base_id", $"The identifiers of {ConfigurationKeys.SourceKinds.Of(kind)} are fixed.");
            return null;
        }

        bool hexadecimal = word.StartsWith("0x", StringComparison.Ordinal);
        bool read = hexadecimal
            ? uint.TryParse(word.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint id)
            : uint.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out id);
        if (!read || id > LargestIdentifier)
        {
            at.Error("base_id", $"'{word}' is no CAN identifier of 11 bits; write for example 0x400, at most 0x7FF.");
            return null;
        }

        return id;
    }

    // What the protocol itself says about these options, where nothing was said yet.
    private static SourceOptions? Judge(SectionReader at, SourceConfiguration source)
    {
        bool fits = source.Feeds.Count > 0 && !source.Feeds.Except(CarriedBy(source.Kind)).Any();
        if (!fits)
        {
            return null;
        }

        SourceOptions options = SourceMapping.Options(source);
        foreach (string problem in options.Problems())
        {
            string key = problem.StartsWith("base id", StringComparison.Ordinal) ? "base_id" : "kind";
            at.Error(key, $"{ConfigurationKeys.SourceKinds.Of(source.Kind)}: {problem}.");
        }

        return options.Problems().Count == 0 ? options : null;
    }

    // Two receivers that take the same frame would write each other's values. Module frames under one base identifier
    // are made for several receivers: each names its battery or module.
    private void CheckIdentifiers()
    {
        Dictionary<(string Bus, uint Id), (SourceConfiguration Source, SectionReader At)> taken = [];
        foreach ((SourceConfiguration source, SectionReader at, SourceOptions? options) in _judged)
        {
            foreach (uint id in options?.CreateReceiver().Identifiers ?? [])
            {
                if (taken.TryAdd((source.Bus, id), (source, at)))
                {
                    continue;
                }

                (SourceConfiguration other, SectionReader first) = taken[(source.Bus, id)];
                if (source.Kind == SourceKind.SafeBms && other.Kind == source.Kind && source.BaseId == other.BaseId)
                {
                    continue;
                }

                _findings.Error(at.Node, at.Path, string.Create(CultureInfo.InvariantCulture,
                    $"'{first.Path}' takes identifier 0x{id:X} from bus '{source.Bus}': use one source with all "
                    + $"of its 'feeds', another 'base_id' where there is one, or another bus."));
                break;
            }
        }
    }

    // A shunt takes whatever comes under this identifier as a command, cell voltages too.
    private void CheckCommands()
    {
        foreach ((SourceConfiguration source, SectionReader at, SourceOptions? options) in _judged)
        {
            bool hasShunt = _judged.Exists(j => j.Source.Kind == SourceKind.IvtS && j.Source.Bus == source.Bus);
            if (hasShunt && source.Kind == SourceKind.SafeBms && options is not null
                && options.CreateReceiver().Identifiers.Contains(ShuntCommand))
            {
                at.Error("base_id",
                    $"These module frames use identifier 0x{ShuntCommand:X}, and the shunt on bus '{source.Bus}' takes "
                    + "it as a command. Set the modules to another 'base_id', for example 0x600, or use another bus.");
            }
        }
    }

    private void CheckCoverage(in ParameterSet parameters, IReadOnlyList<MeasuredQuantity> missing)
    {
        foreach (MeasuredQuantity quantity in Enum.GetValues<MeasuredQuantity>())
        {
            List<(SourceConfiguration Source, SectionReader At)> feeding =
                [.. _sources.Where(s => s.Source.Feeds.Contains(quantity))];
            string name = ConfigurationKeys.Quantities.Of(quantity);
            if (missing.Contains(quantity))
            {
                CheckDeclaredMissing(quantity, name, feeding);
            }
            else if (feeding.Count == 0)
            {
                string way = Consequence(quantity) is { } consequence
                    ? $", or declare it under 'not_available': {consequence}"
                    : ".";
                _root.Error("sources", $"Nothing feeds '{name}'. Add it to the 'feeds' of a source{way}");
            }
            else if (IsCellwise(quantity))
            {
                CheckBatteries(parameters, name, feeding);
            }
            else if (feeding.Count > 1)
            {
                feeding[1].At.Error("feeds", $"'{name}' is already fed by '{feeding[0].At.Path}'; it has one source.");
            }
        }
    }

    private void CheckDeclaredMissing(
        MeasuredQuantity quantity, string name, List<(SourceConfiguration Source, SectionReader At)> feeding)
    {
        if (feeding.Count > 0)
        {
            _root.Error("not_available", $"'{name}' is declared not available, but '{feeding[0].At.Path}' feeds it.");
        }
        else if (Consequence(quantity) is not { } consequence)
        {
            _root.Error("not_available", $"'{name}' cannot be left out: without it the contactor would never close.");
        }
        else
        {
            _root.Warning("not_available", $"Without '{name}' {consequence}");
        }
    }

    private void CheckBatteries(
        in ParameterSet parameters, string name, List<(SourceConfiguration Source, SectionReader At)> feeding)
    {
        SectionReader?[] owners = new SectionReader?[MaxBatteries];
        foreach ((SourceConfiguration source, SectionReader at) in feeding)
        {
            if (name == "cells" && source.Cells != parameters.CellsPerBattery)
            {
                at.Error("cells", $"The source sends {source.Cells} cells of each battery, but cells_per_battery is "
                    + $"{parameters.CellsPerBattery}.");
            }

            int end = source.FirstBattery + source.Batteries;
            if (end > parameters.BatteryCount)
            {
                int last = parameters.BatteryCount - 1;
                at.Error("batteries", $"The source speaks for battery {source.FirstBattery} to {end - 1}, but "
                    + $"battery_count is {parameters.BatteryCount}: they are numbered 0 to {last}.");
            }

            for (int battery = source.FirstBattery; battery < Math.Min(end, parameters.BatteryCount); battery++)
            {
                if (owners[battery] is { } owner)
                {
                    at.Error("feeds", $"'{name}' of battery {battery} is already fed by '{owner.Path}'.");
                    break;
                }

                owners[battery] = at;
            }
        }

        for (int battery = 0; battery < parameters.BatteryCount; battery++)
        {
            if (owners[battery] is null)
            {
                _root.Error("sources", $"Nothing feeds '{name}' of battery {battery}; battery_count is "
                    + $"{parameters.BatteryCount}.");
            }
        }
    }

    private static bool IsCellwise(MeasuredQuantity quantity) =>
        quantity is MeasuredQuantity.Cells or MeasuredQuantity.Temperatures;

    // What the specification makes of an input that never comes; null if nothing would ever switch on.
    private static string? Consequence(MeasuredQuantity quantity) => quantity switch
    {
        MeasuredQuantity.PackCurrentRedundant =>
            "the two current sensors cannot agree: an alarm stands and charging is never allowed.",
        MeasuredQuantity.StateOfCharge =>
            "the state of charge counts as low: the pre-alarm comes at once and discharging stops 30 s after it.",
        _ => null,
    };
}
