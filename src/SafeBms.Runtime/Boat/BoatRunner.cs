using SafeBms.Devices.Can;
using SafeBms.Devices.Lines;
using SafeBms.Protocols;
using SafeBms.Simulation;

namespace SafeBms.Runtime.Boat;

/// <summary>
/// The simulated boat behind a controller's terminals: it obeys output lines, drives input lines, and sends the frames
/// of batteries and measuring module. One step is one millisecond. Nothing allocates after construction.
/// </summary>
public sealed class BoatRunner
{
    private static readonly (DigitalInput From, InputLine To)[] Inputs =
    [
        (DigitalInput.ContactorFeedback, InputLine.ContactorFeedback),
        (DigitalInput.PrechargeFeedback, InputLine.PrechargeReadback),
        (DigitalInput.RelayReadback, InputLine.RelayReadback),
        (DigitalInput.AtcReadback, InputLine.ChargeReadback),
        (DigitalInput.AtdReadback, InputLine.DischargeReadback),
        (DigitalInput.BatteryCableOk, InputLine.BatteryCableOk),
        (DigitalInput.BatteryAlarm, InputLine.BatteryAlarm),
        (DigitalInput.AuxOverCurrent, InputLine.AuxFault),
        (DigitalInput.RemoteBridged, InputLine.RemoteBridged),
        (DigitalInput.RemoteH, InputLine.RemoteHigh),
        (DigitalInput.RemoteL, InputLine.RemoteLow),
    ];

    private readonly IBoatLines _lines;
    private readonly BoatSender[] _senders;
    private readonly MeasurementTable _table = new();

    /// <summary>Connects a boat with a controller's terminals, all frames on one bus.</summary>
    public BoatRunner(Plant plant, IBoatLines lines, ICanBus bus, IReadOnlyList<SafeBmsSender> senders)
        : this(plant, lines, [.. senders.Select(sender => new BoatSender(bus, sender))])
    {
    }

    /// <summary>Connects a boat with a controller's terminals.</summary>
    public BoatRunner(Plant plant, IBoatLines lines, IReadOnlyList<BoatSender> senders)
    {
        ArgumentNullException.ThrowIfNull(plant);
        Plant = plant;
        _lines = lines;
        _senders = [.. senders];
    }

    /// <summary>The boat.</summary>
    public Plant Plant { get; }

    /// <summary>Frames that the bus did not take.</summary>
    public long Refused { get; private set; }

    /// <summary>One millisecond.</summary>
    public void Step()
    {
        ulong outputs = _lines.Outputs();
        Plant.Step(new PlantCommands
        {
            ContactorCoil = IsOn(outputs, OutputLine.ContactorCoil),
            PrechargeRelay = IsOn(outputs, OutputLine.Precharge),
            ProgrammableRelay = IsOn(outputs, OutputLine.ProgrammableRelay),
            AllowToCharge = IsOn(outputs, OutputLine.AllowToCharge),
            AllowToDischarge = IsOn(outputs, OutputLine.AllowToDischarge),
            Aux = IsOn(outputs, OutputLine.Aux),
        });
        Drive();
        Send();
    }

    private void Drive()
    {
        ulong word = 0;
        foreach ((DigitalInput from, InputLine to) in Inputs)
        {
            word |= Plant.Readings[from] ? LineWords.Bit(to) : 0;
        }

        _lines.Drive(word);
    }

    // A frame goes out when every value in it is of this ms: a sensor that says nothing silences its frame.
    private void Send()
    {
        BoatFrames.Collect(Plant.Readings, _table);
        Span<byte> data = stackalloc byte[8];
        foreach ((ICanBus bus, FrameSender sender) in _senders)
        {
            for (int index = 0; index < sender.Frames; index++)
            {
                if (sender.IsDue(index, _table, Plant.Tick))
                {
                    int length = sender.Write(index, _table, data, out uint id);
                    Refused += bus.Send(CanFrame.From(id, data[..length])) ? 0 : 1;
                }
            }
        }
    }

    private static bool IsOn(ulong word, OutputLine line) => (word & LineWords.Bit(line)) != 0;
}

/// <summary>One of the boat's senders and the bus that it is on.</summary>
public readonly record struct BoatSender(ICanBus Bus, FrameSender Sender);
