using System.Diagnostics;
using System.Globalization;

namespace SafeBms.Campaign;

/// <summary>Says now and then how far a run is: one line that is overwritten on a terminal, else a line each time.
/// </summary>
internal sealed class Progress(TextWriter error, int cases, int before, bool isTerminal)
{
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly double _interval_s = isTerminal ? 0.5 : 10;
    private double _next_s = 2;
    private int _done;
    private int _bad;
    private bool _shown;

    /// <summary>A case is done.</summary>
    public void Note(CaseResult result)
    {
        _done++;
        _bad += result.Verdict == Verdict.Held ? 0 : 1;
        double now_s = _watch.Elapsed.TotalSeconds;
        if (now_s < _next_s)
        {
            return;
        }

        _next_s = now_s + _interval_s;
        _shown = true;
        double left_s = now_s / _done * (cases - _done);
        string resumed = before == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" (and {before} before)");
        string line = string.Create(CultureInfo.InvariantCulture,
            $"campaign: {_done} of {cases} cases{resumed}, {_bad} bad, {now_s:0} s, about {left_s:0} s left");
        if (isTerminal)
        {
            error.Write($"\r{line}   ");
        }
        else
        {
            error.WriteLine(line);
        }
    }

    /// <summary>Leaves the line.</summary>
    public void End()
    {
        if (_shown && isTerminal)
        {
            error.WriteLine();
        }
    }
}
