using System.Globalization;
using SafeBms.Devices.Can;

namespace SafeBms.Runtime.Batteries;

/// <summary>A bus that only writes down what is sent, as <c>candump -L</c> does; canplayer plays it.</summary>
public sealed class CandumpBus(TextWriter to, string name) : ICanBus
{
    private CanCounters _counters;

    /// <summary>The time that is written, in ms.</summary>
    public long Time_ms { get; set; }

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public CanHealth Health => CanHealth.Up;

    /// <inheritdoc/>
    public CanCounters Counters => _counters;

    /// <inheritdoc/>
    public int Receive(Span<CanFrame> into) => 0;

    /// <inheritdoc/>
    public bool Send(in CanFrame frame)
    {
        _counters.Handed++;
        to.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"({Time_ms / 1000}.{Time_ms % 1000:D3}000) {name} {frame.RawId:X3}#{Convert.ToHexString(frame.Bytes)}"));
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => to.Flush();
}
