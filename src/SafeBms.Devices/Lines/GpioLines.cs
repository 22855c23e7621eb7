using SafeBms.Devices.Linux;

namespace SafeBms.Devices.Lines;

/// <summary>
/// The lines of GPIO chips, through the kernel's character device (uAPI v2). An access is one ioctl for all lines.
/// The guard opens the outputs and hands their descriptor to the controller, which adopts it and opens the inputs.
/// </summary>
public sealed class GpioLines : IDigitalIo
{
    private readonly GpioWord _outputs;
    private readonly GpioWord _inputs;

    private GpioLines(GpioWord outputs, GpioWord inputs)
    {
        _outputs = outputs;
        _inputs = inputs;
    }

    /// <inheritdoc/>
    public ulong WiredOutputs => _outputs.Wired;

    /// <inheritdoc/>
    public ulong WiredInputs => _inputs.Wired;

    /// <inheritdoc/>
    public int OutputHandle => _outputs.Descriptor;

    /// <summary>
    /// Requests the outputs and, in the same call of the kernel, drives them to <see cref="LineWords.Safe"/>. Has no
    /// inputs.
    /// </summary>
    /// <exception cref="LineException">They cannot be had, or none is wired.</exception>
    public static GpioLines OpenOutputs(GpioSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        GpioPlan plan = OutputPlan(settings);
        using GpioChip chip = GpioChip.Find(settings.OutputChip);
        return new GpioLines(new GpioWord(chip.Request(plan, LineWords.Safe), plan), GpioWord.None);
    }

    /// <summary>Requests the inputs only: for looking at a plant while somebody else holds the outputs.</summary>
    /// <exception cref="LineException">They cannot be had.</exception>
    public static GpioLines OpenInputs(GpioSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return new GpioLines(GpioWord.None, RequestInputs(settings));
    }

    /// <summary>
    /// Takes over the outputs that another process requested with the same settings, and requests the inputs. The
    /// outputs keep their levels. From here on this object closes the descriptor.
    /// </summary>
    /// <param name="outputDescriptor">Its descriptor, as it was inherited.</param>
    /// <param name="settings">The same settings as in the other process.</param>
    /// <exception cref="LineException">It is no request of as many lines, or the inputs cannot be had.</exception>
    public static GpioLines Adopt(int outputDescriptor, GpioSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        GpioPlan plan = OutputPlan(settings);
        GpioWord outputs = new(outputDescriptor, plan);
        if (!outputs.HasExactly(plan.Count))
        {
            string? kind = new FileInfo($"/proc/self/fd/{outputDescriptor}").LinkTarget;
            throw new LineException($"Descriptor {outputDescriptor} ({kind ?? "not open"}) is not the request of "
                + $"{plan.Count} output lines: was this process started by the guard with the same configuration?");
        }

        Kernel.KeepToThisProcess(outputDescriptor);
        return new GpioLines(outputs, RequestInputs(settings));
    }

    /// <inheritdoc/>
    public LineStatus Read(out ulong inputs) => _inputs.Read(out inputs);

    /// <inheritdoc/>
    public LineStatus Write(ulong outputs) => _outputs.Write(outputs);

    /// <inheritdoc/>
    public LineStatus ReadBack(out ulong outputs) => _outputs.Read(out outputs);

    /// <summary>Closes the descriptors of this process. Outputs stay driven while another process holds them.</summary>
    public void Dispose()
    {
        _outputs.Close();
        _inputs.Close();
    }

    private static GpioPlan OutputPlan(GpioSettings settings) =>
        settings.Outputs.Count > 0 ? GpioPlan.Outputs(settings)
            : throw new LineException("No output line is configured: at least the contactor needs one.");

    private static GpioWord RequestInputs(GpioSettings settings)
    {
        if (settings.Inputs.Count == 0)
        {
            return GpioWord.None;
        }

        GpioPlan plan = GpioPlan.Inputs(settings);
        using GpioChip chip = GpioChip.Find(settings.InputChip ?? settings.OutputChip);
        return new GpioWord(chip.Request(plan, 0), plan);
    }
}

/// <summary>The lines of one request as bits of a word. Its accesses are scan code.</summary>
internal sealed class GpioWord
{
    /// <summary>Nothing is wired: reads as 0, takes every word.</summary>
    public static readonly GpioWord None = new();

    // Index in the request -> bit of the word.
    private readonly byte[] _bits = [];
    private readonly ulong _mask;
    private int _descriptor = -1;

    public GpioWord(int descriptor, GpioPlan plan)
    {
        _descriptor = descriptor;
        _bits = plan.Bits;
        _mask = (1UL << _bits.Length) - 1;
        foreach (byte bit in _bits)
        {
            Wired |= 1UL << bit;
        }
    }

    private GpioWord()
    {
    }

    public ulong Wired { get; }

    public int Descriptor => _descriptor;

    public unsafe LineStatus Read(out ulong word)
    {
        word = 0;
        if (_mask == 0)
        {
            return LineStatus.Ok;
        }

        GpioLineValues values = new() { Mask = _mask };
        if (Kernel.Control(_descriptor, GpioAbi.GetValues, &values) != 0)
        {
            return GpioProblems.StatusOf(Kernel.LastError);
        }

        for (int i = 0; i < _bits.Length; i++)
        {
            word |= ((values.Bits >> i) & 1) << _bits[i];
        }

        return LineStatus.Ok;
    }

    public unsafe LineStatus Write(ulong word)
    {
        if (_mask == 0)
        {
            return LineStatus.Ok;
        }

        GpioLineValues values = new() { Mask = _mask };
        for (int i = 0; i < _bits.Length; i++)
        {
            values.Bits |= ((word >> _bits[i]) & 1) << i;
        }

        return Kernel.Control(_descriptor, GpioAbi.SetValues, &values) == 0 ? LineStatus.Ok
            : GpioProblems.StatusOf(Kernel.LastError);
    }

    /// <summary>True if the request has as many lines, neither more nor less.</summary>
    public unsafe bool HasExactly(int lines)
    {
        GpioLineValues last = new() { Mask = 1UL << (lines - 1) };
        GpioLineValues beyond = new() { Mask = 1UL << lines };

        // The kernel answers EINVAL when no bit of the mask stands for a line of the request.
        return Kernel.Control(_descriptor, GpioAbi.GetValues, &last) == 0
            && Kernel.Control(_descriptor, GpioAbi.GetValues, &beyond) != 0
            && Kernel.LastError == Errno.Invalid;
    }

    public void Close()
    {
        int descriptor = Interlocked.Exchange(ref _descriptor, -1);
        if (descriptor >= 0)
        {
            _ = Kernel.Close(descriptor);
        }
    }
}
