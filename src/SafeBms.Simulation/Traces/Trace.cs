using SafeBms.Simulation.Scenarios;

namespace SafeBms.Simulation.Traces;

/// <summary>How a traced value is shown.</summary>
public enum TraceKind
{
    /// <summary>On or off.</summary>
    Switch,

    /// <summary>A number with a unit.</summary>
    Number,

    /// <summary>A state or another word.</summary>
    Word,
}

/// <summary>A value that is traced.</summary>
/// <param name="Name">Its name; a dot separates the group from the rest.</param>
/// <param name="Handle">Number by which it is read.</param>
/// <param name="Unit">Base unit or empty.</param>
/// <param name="Kind">How it is shown.</param>
public sealed record TraceSignal(string Name, int Handle, string Unit, TraceKind Kind);

/// <summary>Writes values over time; only changes are stored.</summary>
public abstract class Trace(IReadOnlyList<TraceSignal> signals)
{
    private readonly long[] _last = new long[signals.Count];
    private bool _started;

    /// <summary>What is traced.</summary>
    public IReadOnlyList<TraceSignal> Signals { get; } = signals;

    /// <summary>Traces one scan.</summary>
    public void Sample(long scan, INameSpace names)
    {
        ArgumentNullException.ThrowIfNull(names);
        bool changed = !_started;
        if (!_started)
        {
            WriteHead();
        }

        for (int i = 0; i < Signals.Count; i++)
        {
            long value = names.Read(Signals[i].Handle);
            if (!_started || value != _last[i])
            {
                _last[i] = value;
                changed = true;
                WriteChange(scan, i, value, names);
            }
        }

        _started = true;
        if (changed)
        {
            EndScan(scan);
        }
    }

    /// <summary>The value of the last scan.</summary>
    protected long Last(int signal) => _last[signal];

    /// <summary>Closes the trace after the last scan.</summary>
    public abstract void Finish(long scan);

    /// <summary>Called before the first value.</summary>
    protected abstract void WriteHead();

    /// <summary>Called for each value that changed.</summary>
    protected abstract void WriteChange(long scan, int signal, long value, INameSpace names);

    /// <summary>Called after the changes of a scan.</summary>
    protected abstract void EndScan(long scan);

    /// <summary>Makes a writer by the name's end: .vcd or .csv.</summary>
    /// <exception cref="ArgumentException">Neither; the message says so.</exception>
    public static Trace Create(string path, TextWriter writer, IReadOnlyList<TraceSignal> signals) =>
        Path.GetExtension(path).ToUpperInvariant() switch
        {
            ".VCD" => new VcdTrace(writer, signals),
            ".CSV" => new CsvTrace(writer, signals),
            _ => throw new ArgumentException($"The trace '{path}' must end in .vcd or .csv."),
        };
}
