using System.CommandLine;
using System.CommandLine.Completions;
using System.Globalization;
using System.Text;
using SafeBms.Runtime.Files;
using SafeBms.Simulation;
using SafeBms.Simulation.Adapter;
using SafeBms.Simulation.Recording;
using SafeBms.Simulation.Scenarios;
using SafeBms.Simulation.Traces;

namespace SafeBms.Runtime.Commands;

/// <summary>
/// <c>safebms simulate</c>: a scenario, or a recording of measured values, as fast as the machine can.
/// </summary>
internal sealed class SimulateCommand
{
    private readonly Command _command = new("simulate",
        "Runs a scenario as fast as it can and says whether its expectations held; the first difference is explained. "
        + "With --measured FILE.csv a recording of measured voltage and current drives the boat (columns t_s, "
        + "voltage_V, current_A, soc_pct), and contactor, permits and limits over it are shown.");

    private readonly Argument<string?> _scenario = new("scenario")
    {
        Description = "A scenario file (docs/scenarios.md says how to write one).",
        Arity = ArgumentArity.ZeroOrOne,
        HelpName = "scenario.yaml",
    };

    private readonly Option<string?> _measured = new("--measured")
    {
        Description = "A CSV file of measured values that drives the boat, instead of or in addition to a scenario.",
        HelpName = "file.csv",
    };

    private readonly Option<string?> _trace = new("--trace")
    {
        Description =
            "Writes every change of outputs, states and measured values; .vcd opens in GTKWave, .csv anywhere.",
        HelpName = "file.vcd|file.csv",
    };

    private readonly Option<string?> _record = new("--record")
    {
        Description = "Records every input and output; 'safebms replay' repeats it.",
        HelpName = "file",
    };

    private readonly Option<string?> _for = new("--for")
    {
        Description = "Length of the run with --measured; the recording's own length and 13 s unless given.",
        HelpName = "duration",
    };

    private readonly Option<bool> _noLeap = new("--no-leap")
    {
        Description = "Does every scan, also those in which nothing can change; the result is the same, only slower.",
    };

    private readonly Option<bool> _json = new("--json") { Description = "Prints JSON instead of text." };
    private readonly BoatOptions _boat;

    private SimulateCommand()
    {
        _command.Add(_scenario);
        _command.Add(_measured);
        _command.Add(_trace);
        _command.Add(_record);
        _command.Add(_for);
        _command.Add(_noLeap);
        _command.Add(_json);
        _boat = new BoatOptions(_command);
        _scenario.CompletionSources.Add(_ => Directory.Exists("scenarios")
            ? Directory.EnumerateFiles("scenarios", "*.scenario.yaml").Select(f => new CompletionItem(f))
            : []);
        _command.SetAction(Run);
    }

    public static Command Create() => new SimulateCommand()._command;

    private int Run(ParseResult result)
    {
        string? path = result.GetValue(_scenario);
        string? measuredPath = result.GetValue(_measured);
        if (path is null && measuredPath is null)
        {
            throw new UsageException("Name a scenario file, or give --measured FILE.csv.");
        }

        string name = path ?? measuredPath!;
        try
        {
            Scenario scenario = path is null ? null! : ScenarioParser.Parse(ReadLimited(path));
            string? source = measuredPath ?? (scenario?.Measured is { } own ? Beside(path!, own.Text) : null);
            MeasuredSeries? measured = source is null ? null : Load(source);
            scenario ??= ForRecording(result, measured!);
            ScenarioRunner runner = new(scenario, measured);
            return Simulate(result, runner, scenario, path is null);
        }
        catch (ScenarioException problem)
        {
            foreach (ScenarioProblem one in problem.Problems)
            {
                Console.Error.WriteLine(path is null ? $"safebms: {one.Message}" : one.Format(name));
            }

            return Exit.Unusable;
        }
    }

    private int Simulate(ParseResult result, ScenarioRunner runner, Scenario scenario, bool showMeasured)
    {
        using AtomicFile? traceFile = result.GetValue(_trace) is { } tracePath ? new AtomicFile(tracePath) : null;
        using AtomicFile? recordFile = result.GetValue(_record) is { } recordPath ? new AtomicFile(recordPath) : null;
        StreamWriter? writer = traceFile is null
            ? null
            : new(traceFile.Stream, new UTF8Encoding(false), 65_536, leaveOpen: true);
        if (writer is not null)
        {
            runner.Trace = Trace.Create(result.GetValue(_trace)!, writer, TraceSignals.Default(runner.Boat.Names));
        }

        if (recordFile is not null)
        {
            runner.Record =
                new RecordWriter(recordFile.Stream, Records.Header(scenario.Product.Text, runner.Parameters));
        }

        runner.MayLeap = !result.GetValue(_noLeap);
        MeasuredReport? report = showMeasured ? new MeasuredReport(runner) : null;
        System.Diagnostics.Stopwatch watch = System.Diagnostics.Stopwatch.StartNew();
        ScenarioResult outcome = runner.Run();
        double seconds = watch.Elapsed.TotalSeconds;
        writer?.Dispose();
        traceFile?.Commit();
        recordFile?.Commit();
        string text = result.GetValue(_json)
            ? ResultText.Json(outcome, seconds, report)
            : ResultText.Text(scenario, outcome, seconds, result.GetValue(_scenario), report);
        Console.WriteLine(text);
        return outcome.Passed ? Exit.Success : Exit.Difference;
    }

    // The boat of a recording: its nominal voltage is read off the first row, everything else can be said by options.
    private Scenario ForRecording(ParseResult result, MeasuredSeries measured)
    {
        long duration_ms = measured.Duration_ms + ScenarioRunner.MeasuredStart_ms + 1000;
        if (result.GetValue(_for) is { } text && !Quantity.TryParseDuration(text, out duration_ms, out string problem))
        {
            throw new UsageException($"--for: {problem}");
        }

        IReadOnlyList<Setting> boat = _boat.Boat(result);
        if (boat.All(s => s.Name != "system_voltage"))
        {
            int system_V = measured[0].Voltage_mV switch
            {
                < 18_000 => 12,
                < 36_000 => 24,
                _ => 48,
            };
            boat = [.. boat,
                new Setting("system_voltage", system_V.ToString(CultureInfo.InvariantCulture) + " V", 1, 1, 1, 1)];
        }

        return new Scenario
        {
            Name = "measured",
            Product = new PlacedText(_boat.Product(result), 1, 1),
            Duration_ms = duration_ms,
            Boat = boat,
            Parameters = _boat.Parameters(result),
            Events = [new ScenarioEvent(Moment.Start, _boat.Settings(result), 1)],
        };
    }

    private static byte[] ReadLimited(string path)
    {
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        byte[] bytes = new byte[Math.Min(stream.Length, StrictYaml.MaxBytes + 1L)];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static string Beside(string scenarioPath, string file) =>
        Path.Combine(Path.GetDirectoryName(Path.GetFullPath(scenarioPath)) ?? ".", file);

    private static MeasuredSeries Load(string path)
    {
        try
        {
            using StreamReader reader = new(path, Encoding.UTF8);
            return MeasuredSeries.Load(reader);
        }
        catch (FormatException problem)
        {
            throw new UsageException($"{path}: {problem.Message}");
        }
    }
}
