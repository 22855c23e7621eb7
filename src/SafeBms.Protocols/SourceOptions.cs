namespace SafeBms.Protocols;

/// <summary>
/// What the owner of an installation says about one source of measurements. Nothing is thrown for wrong values: ask
/// for <see cref="Problems"/> first.
/// </summary>
public abstract record SourceOptions
{
    /// <summary>Name of the kind, as it is written in a configuration.</summary>
    public abstract string Kind { get; }

    /// <summary>Channels that this source feeds, see <see cref="MeasurementChannel"/>, each with its period.</summary>
    /// <remarks>Two sources that feed the same channel are a mistake of the configuration.</remarks>
    public abstract IReadOnlyList<SourceChannel> Channels();

    /// <summary>What is wrong with these options, each with the field, its value and its range; empty if nothing is.
    /// </summary>
    public abstract IReadOnlyList<string> Problems();

    /// <summary>Makes the receiver of this source.</summary>
    /// <exception cref="ArgumentException">The options have <see cref="Problems"/>.</exception>
    public abstract FrameReceiver CreateReceiver();

    /// <summary>Throws if there are <see cref="Problems"/>.</summary>
    /// <exception cref="ArgumentException">The options have problems; the message names them all.</exception>
    protected internal void ThrowIfWrong()
    {
        IReadOnlyList<string> problems = Problems();
        if (problems.Count > 0)
        {
            throw new ArgumentException($"{Kind}: {string.Join("; ", problems)}");
        }
    }

    /// <summary>Channels of batteries in a row: of each its temperature, then its cells.</summary>
    private protected static IEnumerable<SourceChannel> OfBatteries(
        int first, int count, int cells, int? cellPeriod_ms, int? temperaturePeriod_ms)
    {
        for (int battery = first; battery < first + count; battery++)
        {
            if (temperaturePeriod_ms is { } ofTemperature)
            {
                yield return new(MeasurementChannel.Temperature(battery), ofTemperature);
            }

            for (int cell = 0; cell < cells && cellPeriod_ms is not null; cell++)
            {
                yield return new(MeasurementChannel.Cell(battery, cell), cellPeriod_ms.Value);
            }
        }
    }

    /// <summary>Adds a problem if a value lies outside of its range.</summary>
    protected static void Require(List<string> problems, string field, long value, long lowest, long highest)
    {
        ArgumentNullException.ThrowIfNull(problems);
        if (value < lowest || value > highest)
        {
            problems.Add($"{field} is {value}, but must be {lowest} to {highest}");
        }
    }
}

/// <summary>A channel and how often its source refreshes it.</summary>
/// <param name="Channel">Number, see <see cref="MeasurementChannel"/>.</param>
/// <param name="Period_ms">Declared time between two refreshes in ms.</param>
public readonly record struct SourceChannel(int Channel, int Period_ms);

/// <summary>A choice of the seven channels of the system.</summary>
[Flags]
public enum SystemChannels
{
    /// <summary>None of them.</summary>
    None = 0,

    /// <summary><see cref="MeasurementChannel.PackCurrent"/>.</summary>
    PackCurrent = 1 << MeasurementChannel.PackCurrent,

    /// <summary><see cref="MeasurementChannel.RedundantCurrent"/>.</summary>
    RedundantCurrent = 1 << MeasurementChannel.RedundantCurrent,

    /// <summary><see cref="MeasurementChannel.BatteryVoltage"/>.</summary>
    BatteryVoltage = 1 << MeasurementChannel.BatteryVoltage,

    /// <summary><see cref="MeasurementChannel.BusVoltage"/>.</summary>
    BusVoltage = 1 << MeasurementChannel.BusVoltage,

    /// <summary><see cref="MeasurementChannel.PrechargeCurrent"/>.</summary>
    PrechargeCurrent = 1 << MeasurementChannel.PrechargeCurrent,

    /// <summary><see cref="MeasurementChannel.InternalTemperature"/>.</summary>
    InternalTemperature = 1 << MeasurementChannel.InternalTemperature,

    /// <summary><see cref="MeasurementChannel.StateOfCharge"/>.</summary>
    StateOfCharge = 1 << MeasurementChannel.StateOfCharge,

    /// <summary>All seven.</summary>
    All = (1 << 7) - 1,
}
