using System.Globalization;
using SafeBms.Simulation.Scenarios;

namespace SafeBms.Simulation.Traces;

/// <summary>Comma-separated text: one row for each scan in which something changed, time in ms first.</summary>
public sealed class CsvTrace(TextWriter writer, IReadOnlyList<TraceSignal> signals) : Trace(signals)
{
    private readonly string[] _texts = new string[signals.Count];

    /// <inheritdoc/>
    protected override void WriteHead()
    {
        writer.Write("time_ms");
        foreach (TraceSignal signal in Signals)
        {
            writer.Write(',');
            writer.Write(signal.Name);
            bool named = signal.Kind == TraceKind.Number && signal.Unit is not ("" or "count");
            writer.Write(named ? "_" + signal.Unit : "");
        }

        writer.Write('\n');
    }

    /// <inheritdoc/>
    protected override void WriteChange(long scan, int signal, long value, INameSpace names)
    {
        ArgumentNullException.ThrowIfNull(names);
        _texts[signal] = Signals[signal].Kind == TraceKind.Word
            ? names.Text(Signals[signal].Handle, value)
            : value.ToString(CultureInfo.InvariantCulture);
    }

    /// <inheritdoc/>
    protected override void EndScan(long scan)
    {
        writer.Write(scan);
        foreach (string text in _texts)
        {
            writer.Write(',');
            writer.Write(text);
        }

        writer.Write('\n');
    }

    /// <inheritdoc/>
    public override void Finish(long scan)
    {
        // The last row says how long the run was.
        EndScan(scan);
        writer.Flush();
    }
}
