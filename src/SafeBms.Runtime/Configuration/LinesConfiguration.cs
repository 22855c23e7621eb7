using SafeBms.Devices.Lines;

namespace SafeBms.Runtime.Configuration;

/// <summary>What carries the lines.</summary>
public enum LineDriver
{
    /// <summary>A chip in memory, in the run directory.</summary>
    Virtual,

    /// <summary>The kernel's GPIO character device.</summary>
    Gpio,
}

/// <summary>Where the value of an input comes from.</summary>
public enum InputOrigin
{
    /// <summary>A line of the inputs' chip.</summary>
    Line,

    /// <summary>Not wired, always off.</summary>
    ConstantOff,

    /// <summary>Not wired, always on.</summary>
    ConstantOn,

    /// <summary>Not wired; the level that the driver reports for an output line stands for it.</summary>
    ReadBackOfOutput,
}

/// <summary>An output that is wired.</summary>
/// <param name="Line">Which.</param>
/// <param name="Request">Where and how; null with the virtual driver.</param>
public sealed record OutputLineConfiguration(OutputLine Line, LineRequest? Request);

/// <summary>An input.</summary>
/// <param name="Line">Which.</param>
/// <param name="Origin">Where its value comes from.</param>
/// <param name="Request">Where and how it is wired; null unless it is and the driver is gpio.</param>
/// <param name="Follows">The output whose read-back stands for it; null for every other origin.</param>
public sealed record InputLineConfiguration(
    InputLine Line, InputOrigin Origin, LineRequest? Request, OutputLine? Follows);

/// <summary>Digital inputs and outputs.</summary>
public sealed record LinesConfiguration
{
    /// <summary>What carries them.</summary>
    public required LineDriver Driver { get; init; }

    /// <summary>Chip of all outputs: name (gpiochip0), path or label; empty with the virtual driver.</summary>
    public required string OutputsChip { get; init; }

    /// <summary>Chip of all inputs: name (gpiochip0), path or label; empty with the virtual driver.</summary>
    public required string InputsChip { get; init; }

    /// <summary>The outputs that are wired, in the order of <see cref="OutputLine"/>.</summary>
    public required IReadOnlyList<OutputLineConfiguration> Outputs { get; init; }

    /// <summary>Every input, in the order of <see cref="InputLine"/>.</summary>
    public required IReadOnlyList<InputLineConfiguration> Inputs { get; init; }

    /// <summary>
    /// A line on the outputs' chip that toggles while the scan proves itself, for an external safety relay; or null.
    /// </summary>
    public LineRequest? Heartbeat { get; init; }

    /// <summary>Outputs that are wired, as a word.</summary>
    public ulong WiredOutputs => Outputs.Aggregate(0UL, (word, line) => word | LineWords.Bit(line.Line));

    /// <summary>Inputs that are wired, as a word.</summary>
    public ulong WiredInputs => Word(InputOrigin.Line);

    /// <summary>Inputs that are always on, as a word.</summary>
    public ulong ConstantOnInputs => Word(InputOrigin.ConstantOn);

    /// <summary>What the driver asks the kernel for.</summary>
    /// <exception cref="InvalidOperationException">The lines are virtual.</exception>
    public GpioSettings ToGpioSettings() => Driver == LineDriver.Gpio
        ? new GpioSettings
        {
            OutputChip = OutputsChip,
            InputChip = InputsChip,
            Outputs = Outputs.ToDictionary(o => o.Line, o => o.Request!),
            Inputs = Inputs.Where(i => i.Request is not null).ToDictionary(i => i.Line, i => i.Request!),
        }
        : throw new InvalidOperationException("Virtual lines are not asked for at the kernel.");

    private ulong Word(InputOrigin origin) =>
        Inputs.Where(i => i.Origin == origin).Aggregate(0UL, (word, line) => word | LineWords.Bit(line.Line));
}
