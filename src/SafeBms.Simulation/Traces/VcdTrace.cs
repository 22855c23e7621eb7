using System.Globalization;
using SafeBms.Simulation.Scenarios;

namespace SafeBms.Simulation.Traces;

/// <summary>
/// A value change dump (IEEE 1364) with 1 ms steps. Switches are wires, numbers are reals in their base unit, states
/// are strings, an extension that GTKWave reads.
/// </summary>
public sealed class VcdTrace(TextWriter writer, IReadOnlyList<TraceSignal> signals) : Trace(signals)
{
    private readonly string[] _codes = [.. Enumerable.Range(0, signals.Count).Select(Code)];
    private long _scan = -1;

    /// <inheritdoc/>
    protected override void WriteHead()
    {
        writer.Write("$version SafeBms $end\n$timescale 1 ms $end\n");
        int[] order =
            [.. Enumerable.Range(0, Signals.Count).OrderBy(i => Scope(Signals[i].Name), StringComparer.Ordinal)];
        string? open = null;
        foreach (int i in order)
        {
            TraceSignal signal = Signals[i];
            string scope = Scope(signal.Name);
            if (scope != open)
            {
                writer.Write(open is null ? "" : "$upscope $end\n");
                writer.Write($"$scope module {scope} $end\n");
                open = scope;
            }

            string name = Leaf(signal);
            writer.Write(signal.Kind switch
            {
                TraceKind.Switch => $"$var wire 1 {_codes[i]} {name} $end\n",
                TraceKind.Number => $"$var real 64 {_codes[i]} {name} $end\n",
                _ => $"$var string 1 {_codes[i]} {name} $end\n",
            });
        }

        writer.Write(open is null ? "" : "$upscope $end\n");
        writer.Write("$enddefinitions $end\n");
    }

    /// <inheritdoc/>
    protected override void WriteChange(long scan, int signal, long value, INameSpace names)
    {
        ArgumentNullException.ThrowIfNull(names);
        if (scan != _scan)
        {
            writer.Write('#');
            writer.Write(scan);
            writer.Write('\n');
            _scan = scan;
        }

        switch (Signals[signal].Kind)
        {
            case TraceKind.Switch:
                writer.Write(value == 0 ? '0' : '1');
                break;
            case TraceKind.Number:
                writer.Write('r');
                writer.Write(value);
                writer.Write(' ');
                break;
            default:
                writer.Write('s');
                writer.Write(names.Text(Signals[signal].Handle, value).Replace(' ', '_'));
                writer.Write(' ');
                break;
        }

        writer.Write(_codes[signal]);
        writer.Write('\n');
    }

    /// <inheritdoc/>
    protected override void EndScan(long scan)
    {
    }

    /// <inheritdoc/>
    public override void Finish(long scan)
    {
        writer.Write(string.Create(CultureInfo.InvariantCulture, $"#{scan + 1}\n"));
        writer.Flush();
    }

    private static string Scope(string name)
    {
        int dot = name.LastIndexOf('.');
        return dot < 0 ? "controller" : Clean(name[..dot]);
    }

    private static string Leaf(TraceSignal signal)
    {
        int dot = signal.Name.LastIndexOf('.');
        string unit = signal.Kind == TraceKind.Number && signal.Unit is not ("" or "count") ? "_" + signal.Unit : "";
        return Clean(signal.Name[(dot + 1)..]) + unit;
    }

    private static string Clean(string name) =>
        name.Replace('.', '_').Replace('-', '_').Replace('[', '_').Replace("]", "", StringComparison.Ordinal);

    // Printable characters from '!' to '~', shortest first.
    private static string Code(int number)
    {
        string code = "";
        do
        {
            code += (char)('!' + (number % 94));
            number = (number / 94) - 1;
        }
        while (number >= 0);

        return code;
    }
}
