using SafeBms.Core;
using SafeBms.Devices.Lines;
using SafeBms.Protocols;

namespace SafeBms.Runtime.Scanning;

/// <summary>What the controller knows of itself.</summary>
public struct OwnHealth
{
    /// <summary>Memory, clock and output tests have passed, and the lines obey.</summary>
    public bool SelfTestPassed { get; set; }

    /// <summary>The configuration is the accepted one.</summary>
    public bool ConfigurationValid { get; set; }

    /// <summary>Retained data were intact at the start.</summary>
    public bool RetainedValid { get; set; }

    /// <summary>The last run did not end in order although the machine was not powered down.</summary>
    public bool RestartedAfterFault { get; set; }

    /// <summary>Too many late scans, in a profile that trips on them.</summary>
    public bool ScanOverrun { get; set; }
}

/// <summary>How words of lines become inputs of the core.</summary>
/// <param name="Wired">Lines that are wired.</param>
/// <param name="ConstantOn">Lines that are not wired and count as on.</param>
/// <param name="Follows">Input bit to output bit: the input is the read-back of that output's own line.</param>
public sealed record InputWiring(
    ulong Wired, ulong ConstantOn, IReadOnlyList<(InputLine Input, OutputLine Output)> Follows);

/// <summary>
/// The border between lines, buses and core: each value gets its age in scans. What is too old or out of range, the
/// core's own check decides; a line that cannot be read keeps its last level and grows old.
/// </summary>
public sealed class InputBorder
{
    private readonly InputWiring _wiring;
    private readonly (InputLine Input, OutputLine Output)[] _follows;
    private readonly ulong _followsMask;
    private readonly MeasurementTable _table;
    private readonly int _batteries;
    private readonly int _cells;
    private readonly int[] _ageOffset = new int[MeasurementChannel.Count];
    private ulong _levels;
    private ulong _readBack;
    private int _levelsAge_ms;
    private int _readBackAge_ms;
    private bool _levelsKnown;
    private bool _readBackKnown;

    /// <summary>Prepares the border.</summary>
    /// <param name="wiring">Which lines there are.</param>
    /// <param name="table">Where the receivers write.</param>
    /// <param name="batteries">Batteries configured.</param>
    /// <param name="cells">Cells of each.</param>
    public InputBorder(InputWiring wiring, MeasurementTable table, int batteries, int cells)
    {
        ArgumentNullException.ThrowIfNull(wiring);
        _wiring = wiring;
        _follows = [.. wiring.Follows];
        _table = table;
        _batteries = batteries;
        _cells = cells;
        foreach ((InputLine input, _) in _follows)
        {
            _followsMask |= LineWords.Bit(input);
        }
    }

    /// <summary>Levels of the last reading, constants and read-backs included.</summary>
    public ulong Levels => _levels;

    /// <summary>
    /// A source that is slower than the core's maximum age assumes: this much of an age is forgiven.
    /// </summary>
    public void Forgive(int channel, int offset_ms) => _ageOffset[channel] = offset_ms;

    /// <summary>Takes what was read from the lines in this scan.</summary>
    public void Take(LineStatus inputs, ulong levels, LineStatus readBack, ulong outputs)
    {
        if (inputs == LineStatus.Ok)
        {
            _levels = (levels & _wiring.Wired) | _wiring.ConstantOn;
            _levelsAge_ms = 0;
            _levelsKnown = true;
        }
        else
        {
            _levelsAge_ms = Older(_levelsAge_ms);
        }

        if (readBack == LineStatus.Ok)
        {
            _readBack = 0;
            for (int i = 0; i < _follows.Length; i++)
            {
                ulong on = (outputs >> (int)_follows[i].Output) & 1;
                _readBack |= on << (int)_follows[i].Input;
            }

            _readBackAge_ms = 0;
            _readBackKnown = true;
        }
        else
        {
            _readBackAge_ms = Older(_readBackAge_ms);
        }
    }

    /// <summary>Fills the image.</summary>
    /// <param name="now_ms">Time by which measurements age, see <see cref="SourceClock"/>.</param>
    /// <param name="health">What the controller knows of itself.</param>
    /// <param name="modeRequest">Requested mode, 0 for none.</param>
    /// <param name="acknowledge">True if the operator acknowledges.</param>
    /// <param name="image">The image.</param>
    public void Fill(long now_ms, in OwnHealth health, int modeRequest, bool acknowledge, ref InputImage image)
    {
        image.PackCurrent_mA = Measured(MeasurementChannel.PackCurrent, now_ms);
        image.PackCurrentRedundant_mA = Measured(MeasurementChannel.RedundantCurrent, now_ms);
        image.BatteryVoltage_mV = Measured(MeasurementChannel.BatteryVoltage, now_ms);
        image.BusVoltage_mV = Measured(MeasurementChannel.BusVoltage, now_ms);
        image.PrechargeCurrent_mA = Measured(MeasurementChannel.PrechargeCurrent, now_ms);
        image.InternalTemperature_dC = Measured(MeasurementChannel.InternalTemperature, now_ms);
        image.StateOfCharge_permille = Measured(MeasurementChannel.StateOfCharge, now_ms);
        for (int b = 0; b < _batteries; b++)
        {
            ref BatteryInputs battery = ref image.Battery[b];
            battery.Temperature_dC = Measured(MeasurementChannel.Temperature(b), now_ms);
            for (int c = 0; c < _cells; c++)
            {
                battery.Cell[c].Voltage_mV = Measured(MeasurementChannel.Cell(b, c), now_ms);
            }
        }

        image.ContactorFeedback = Line(InputLine.ContactorFeedback);
        image.PrechargeReadback = Line(InputLine.PrechargeReadback);
        image.RelayReadback = Line(InputLine.RelayReadback);
        image.ChargeReadback = Line(InputLine.ChargeReadback);
        image.DischargeReadback = Line(InputLine.DischargeReadback);
        image.BatteryCableOk = Line(InputLine.BatteryCableOk);
        image.BatteryAlarm = Line(InputLine.BatteryAlarm);
        image.AuxFault = Line(InputLine.AuxFault);
        image.RemoteBridged = Line(InputLine.RemoteBridged);
        image.RemoteHigh = Line(InputLine.RemoteHigh);
        image.RemoteLow = Line(InputLine.RemoteLow);
        image.ModeRequest = InputSignal.New(modeRequest);
        image.Acknowledge = Own(acknowledge);
        image.SelfTestPassed = Own(health.SelfTestPassed);
        image.ConfigurationValid = Own(health.ConfigurationValid);
        image.RetainedValid = Own(health.RetainedValid);
        image.RestartedAfterFault = Own(health.RestartedAfterFault);
        image.ScanOverrun = Own(health.ScanOverrun);
    }

    private InputSignal Measured(int channel, long now_ms)
    {
        ref readonly Measurement measurement = ref _table[channel];
        if (measurement.AcceptedScan == Measurement.Never)
        {
            return default;
        }

        // A value is new in one scan only, however slowly its source's time goes.
        long age_ms = _table.TakeFresh(channel)
            ? 0
            : Math.Max(1, now_ms - measurement.AcceptedScan - _ageOffset[channel]);
        return new InputSignal
        {
            Value = measurement.Value,
            Age_ms = (int)Math.Min(age_ms, int.MaxValue),
            Accepted = true,
        };
    }

    private InputSignal Line(InputLine line)
    {
        bool follows = (_followsMask & LineWords.Bit(line)) != 0;
        ulong word = follows ? _readBack : _levels;
        return new InputSignal
        {
            Value = (int)((word >> (int)line) & 1),
            Age_ms = follows ? _readBackAge_ms : _levelsAge_ms,
            Accepted = follows ? _readBackKnown : _levelsKnown,
        };
    }

    private static InputSignal Own(bool value) => InputSignal.New(value ? 1 : 0);

    private static int Older(int age_ms) => age_ms == int.MaxValue ? age_ms : age_ms + 1;
}
