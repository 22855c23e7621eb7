using SafeBms.Devices.Lines;

namespace SafeBms.Runtime.Scanning;

/// <summary>Whether the output lines do what is written to them.</summary>
public struct LineWatch
{
    /// <summary>Scans without obedience after which the self-test counts as failed.</summary>
    public const int Patience = 100;

    private int _disobedient;

    /// <summary>Writes that the driver did not take.</summary>
    public long WriteFailures { get; private set; }

    /// <summary>Scans in which a line carried something else than had been written.</summary>
    public long Mismatches { get; private set; }

    /// <summary>False once the lines have not obeyed for <see cref="Patience"/> scans on end.</summary>
    public readonly bool Obeys => _disobedient < Patience;

    /// <summary>Takes the result of one scan.</summary>
    /// <param name="write">What became of the last write.</param>
    /// <param name="readBack">What became of the reading that followed it.</param>
    /// <param name="differs">True if a wired line carried something else.</param>
    public void Add(LineStatus write, LineStatus readBack, bool differs)
    {
        WriteFailures += write == LineStatus.Ok ? 0 : 1;
        Mismatches += readBack == LineStatus.Ok && differs ? 1 : 0;
        bool bad = write != LineStatus.Ok || readBack != LineStatus.Ok || differs;
        _disobedient = bad ? Math.Min(_disobedient + 1, Patience) : 0;
    }
}
