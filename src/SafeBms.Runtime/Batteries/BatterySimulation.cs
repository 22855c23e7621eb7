using SafeBms.Devices.Can;
using SafeBms.Protocols;

namespace SafeBms.Runtime.Batteries;

/// <summary>
/// Batteries and shunts that do not exist, as far as a bus can tell: every frame of every sender once in its period,
/// spread so that a driver's queue of ten frames does not overflow.
/// </summary>
public sealed class BatterySimulation
{
    private const int FramesPerMs = 3;
    private const int Remembered = 256;

    private readonly FrameSender[] _senders;
    private readonly BatteryValues _values;
    private readonly FrameFaults _faults;
    private readonly ICanBus _bus;
    private readonly Random _dice;
    private readonly MeasurementTable _table = new();
    private readonly CanFrame[] _history = new CanFrame[Remembered];

    /// <summary>Connects senders with a bus.</summary>
    public BatterySimulation(
        IReadOnlyList<FrameSender> senders, BatteryValues values, FrameFaults faults, ICanBus bus)
    {
        ArgumentNullException.ThrowIfNull(faults);
        _senders = [.. senders];
        _values = values;
        _faults = faults;
        _bus = bus;
        _dice = new Random(faults.Seed);
    }

    /// <summary>Frames that the bus took.</summary>
    public long Sent { get; private set; }

    /// <summary>Frames that the bus did not take.</summary>
    public long Refused { get; private set; }

    /// <summary>Frames that were lost on purpose.</summary>
    public long Lost { get; private set; }

    /// <summary>Frames that were spoiled on purpose.</summary>
    public long Spoiled { get; private set; }

    /// <summary>Old frames that were sent again on purpose.</summary>
    public long Repeated { get; private set; }

    /// <summary>Sends what is due in one ms.</summary>
    /// <param name="time_ms">Counts up from 0, each ms once.</param>
    public void Step(long time_ms)
    {
        _values.Write(_table, time_ms);
        foreach (FrameSender sender in _senders)
        {
            for (int index = 0; index < sender.Frames; index++)
            {
                int period_ms = sender.Period_ms(index);
                if (time_ms % period_ms == index / FramesPerMs % period_ms)
                {
                    Send(sender, index);
                }
            }
        }
    }

    private void Send(FrameSender sender, int index)
    {
        Span<byte> data = stackalloc byte[8];
        int length = sender.Write(index, _table, data, out uint rawId);
        CanFrame frame = CanFrame.From(rawId, data[..length]);
        if (Happens(_faults.Lost_permille))
        {
            Lost++;
            return;
        }

        _history[(Sent + Refused) % Remembered] = frame;
        if (Happens(_faults.Spoiled_permille))
        {
            Spoiled++;
            data[_dice.Next(length)] ^= (byte)(1 << _dice.Next(8));
            frame = CanFrame.From(rawId, data[..length]);
        }

        Put(frame);
        if (Happens(_faults.Repeated_permille))
        {
            Repeated++;
            Put(_history[_dice.Next((int)Math.Min(Sent + Refused, Remembered))]);
        }
    }

    private bool Happens(int permille) => permille > 0 && _dice.Next(1000) < permille;

    private void Put(in CanFrame frame)
    {
        if (_bus.Send(frame))
        {
            Sent++;
        }
        else
        {
            Refused++;
        }
    }
}
