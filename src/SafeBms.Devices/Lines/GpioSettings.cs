namespace SafeBms.Devices.Lines;

/// <summary>What holds a line while nothing drives it.</summary>
public enum LineBias
{
    /// <summary>Left as firmware and device tree set it.</summary>
    AsFound,

    /// <summary>Pulled up.</summary>
    PullUp,

    /// <summary>Pulled down.</summary>
    PullDown,

    /// <summary>No bias: the wiring alone decides.</summary>
    Disabled,
}

/// <summary>How an output drives its line.</summary>
public enum LineDrive
{
    /// <summary>Both levels.</summary>
    PushPull,

    /// <summary>Low only.</summary>
    OpenDrain,

    /// <summary>High only.</summary>
    OpenSource,
}

/// <summary>One line of a chip and how it is wired.</summary>
/// <param name="Line">Its number on the chip ("17"), or else its name ("CONTACTOR").</param>
/// <param name="ActiveLow">The wire is low when the signal is on.</param>
/// <param name="Bias">What holds the line while nothing drives it.</param>
/// <param name="Drive">How it is driven; means nothing for an input.</param>
public sealed record LineRequest(
    string Line, bool ActiveLow = false, LineBias Bias = LineBias.AsFound, LineDrive Drive = LineDrive.PushPull);

/// <summary>Which lines of which chip are the outputs and inputs of this controller.</summary>
public sealed record GpioSettings
{
    /// <summary>Chip of the outputs: "/dev/gpiochip0", "gpiochip0" or the chip's label.</summary>
    public required string OutputChip { get; init; }

    /// <summary>Chip of the inputs; the same as that of the outputs if it is not named.</summary>
    public string? InputChip { get; init; }

    /// <summary>The outputs that are wired.</summary>
    public IReadOnlyDictionary<OutputLine, LineRequest> Outputs { get; init; } =
        new Dictionary<OutputLine, LineRequest>();

    /// <summary>The inputs that are wired.</summary>
    public IReadOnlyDictionary<InputLine, LineRequest> Inputs { get; init; } =
        new Dictionary<InputLine, LineRequest>();

    /// <summary>Name under which the kernel shows who holds the lines; at most 31 bytes are kept.</summary>
    public string Consumer { get; init; } = "safebms";
}
