namespace SafeBms.Devices.Lines;

/// <summary>What became of one access to the lines.</summary>
public enum LineStatus
{
    /// <summary>Done.</summary>
    Ok,

    /// <summary>The chip is gone (ENODEV): nothing was read or written.</summary>
    Gone,

    /// <summary>The driver refused for another reason: nothing was read or written.</summary>
    Failed,
}

/// <summary>
/// The digital lines of one controller. Words have one bit a line, in the numbering of <see cref="OutputLine"/> and
/// <see cref="InputLine"/>; a set bit is the logical "on", whatever the polarity of the wire. Each access is one call
/// into the kernel for all lines, and allocates nothing. Lines that are not wired read as 0 and are not written.
/// </summary>
public interface IDigitalIo : IDisposable
{
    /// <summary>Reads all inputs.</summary>
    LineStatus Read(out ulong inputs);

    /// <summary>Drives all outputs.</summary>
    LineStatus Write(ulong outputs);

    /// <summary>Reads what the output lines really carry.</summary>
    LineStatus ReadBack(out ulong outputs);

    /// <summary>The outputs that are wired.</summary>
    ulong WiredOutputs { get; }

    /// <summary>The inputs that are wired.</summary>
    ulong WiredInputs { get; }

    /// <summary>
    /// Descriptor that keeps the output lines requested; a process that inherits it can adopt them. Lines fall back
    /// to what the wiring makes of them only when its last copy is closed.
    /// </summary>
    int OutputHandle { get; }
}

/// <summary>The lines cannot be had; the message names chip and line and says what to do.</summary>
public sealed class LineException : Exception
{
    /// <summary>Creates it.</summary>
    public LineException(string message)
        : base(message)
    {
    }

    /// <summary>Creates it.</summary>
    public LineException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Creates it.</summary>
    public LineException()
    {
    }
}
