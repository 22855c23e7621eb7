namespace SafeBms.Protocols;

/// <summary>Results of the shunt; the number is the multiplexer byte of the frame.</summary>
public enum IvtResult
{
    /// <summary>Current in mA, identifier 0x521.</summary>
    Current,

    /// <summary>Voltage 1 in mV, 0x522.</summary>
    Voltage1,

    /// <summary>Voltage 2 in mV, 0x523.</summary>
    Voltage2,

    /// <summary>Voltage 3 in mV, 0x524.</summary>
    Voltage3,

    /// <summary>Temperature in 0.1 degC, 0x525.</summary>
    Temperature,
}

/// <summary>Which channel a result of the shunt feeds.</summary>
/// <param name="Result">The result.</param>
/// <param name="Channel">A channel of the same unit, see <see cref="MeasurementChannel"/>.</param>
public sealed record IvtInput(IvtResult Result, int Channel)
{
    /// <summary>Identifier, 1 to 0x7FF; 0 stands for the device's default, 0x521 + the number of the result.</summary>
    public uint Id { get; init; }

    /// <summary>Declared period in ms, 1 to 65535. As delivered, 20 and 60 ms, it is too slow for most.</summary>
    public int Period_ms { get; init; } = 10;

    /// <summary>Lowest plausible value; the channel's own if left out.</summary>
    public int? Lowest { get; init; }

    /// <summary>Highest plausible value; the channel's own if left out.</summary>
    public int? Highest { get; init; }

    /// <summary>Changes the sign: for a shunt that counts discharging as positive.</summary>
    public bool IsInverted { get; init; }

    internal uint UsedId => Id == 0 ? 0x521 + (uint)Result : Id;

    internal int UsedLowest => Lowest ?? MeasurementRange.Lowest(Channel);

    internal int UsedHighest => Highest ?? MeasurementRange.Highest(Channel);
}

/// <summary>How an IVT-S shunt is listened to.</summary>
public sealed record IvtOptions : SourceOptions
{
    /// <summary>Whether the device sends big endian, as it does unless it was set otherwise.</summary>
    public bool IsBigEndian { get; init; } = true;

    /// <summary>
    /// Takes a result although some other result has an error (state bit 6), for devices with an input left open.
    /// </summary>
    public bool IgnoresErrorsOfOthers { get; init; }

    /// <summary>What feeds what.</summary>
    public IReadOnlyList<IvtInput> Inputs { get; init; } =
    [
        new(IvtResult.Current, MeasurementChannel.PackCurrent),
        new(IvtResult.Voltage1, MeasurementChannel.BatteryVoltage),
        new(IvtResult.Voltage2, MeasurementChannel.BusVoltage),
    ];

    /// <inheritdoc/>
    public override string Kind => "ivt";

    /// <inheritdoc/>
    public override IReadOnlyList<SourceChannel> Channels() =>
        [.. Inputs.Select(input => new SourceChannel(input.Channel, input.Period_ms))];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Problems()
    {
        List<string> problems = [];
        if (Inputs.Count == 0)
        {
            problems.Add("inputs are empty: the source would never deliver anything");
        }

        foreach (IvtInput input in Inputs)
        {
            if (!Fits(input))
            {
                problems.Add($"result {input.Result} cannot feed channel {input.Channel}: not the same unit");
                continue;
            }

            Require(problems, $"identifier of {input.Result}", input.UsedId, 1, 0x7FF);
            Require(problems, $"period of {input.Result} in ms", input.Period_ms, 1, 65_535);
            Require(
                problems, $"lowest of {input.Result}", input.UsedLowest,
                MeasurementRange.Lowest(input.Channel), MeasurementRange.Highest(input.Channel));
            Require(
                problems, $"highest of {input.Result}", input.UsedHighest,
                input.UsedLowest, MeasurementRange.Highest(input.Channel));
            if (Inputs.Count(other => other.UsedId == input.UsedId) > 1)
            {
                problems.Add($"identifier 0x{input.UsedId:X} is used twice");
            }
        }

        return problems;
    }

    /// <inheritdoc/>
    public override FrameReceiver CreateReceiver() => new IvtReceiver(this);

    private static bool Fits(IvtInput input) => input.Result switch
    {
        IvtResult.Current => input.Channel is MeasurementChannel.PackCurrent or MeasurementChannel.RedundantCurrent
            or MeasurementChannel.PrechargeCurrent,
        IvtResult.Voltage1 or IvtResult.Voltage2 or IvtResult.Voltage3 =>
            input.Channel is MeasurementChannel.BatteryVoltage or MeasurementChannel.BusVoltage,
        IvtResult.Temperature => input.Channel == MeasurementChannel.InternalTemperature,
        _ => false,
    };
}
