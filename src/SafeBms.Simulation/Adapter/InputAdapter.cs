using SafeBms.Core;

namespace SafeBms.Simulation.Adapter;

/// <summary>
/// The border between boat and core: sensor readings become input signals with their age. Nothing is judged here; what
/// is invalid the core's own check decides.
/// </summary>
internal static class InputAdapter
{
    public static void Fill(SensorReadings readings, OperatorRequests requests, ref InputImage image)
    {
        Analogue(readings, Channel.PackCurrent, ref image.PackCurrent_mA);
        Analogue(readings, Channel.RedundantCurrent, ref image.PackCurrentRedundant_mA);
        Analogue(readings, Channel.BatteryVoltage, ref image.BatteryVoltage_mV);
        Analogue(readings, Channel.BusVoltage, ref image.BusVoltage_mV);
        Analogue(readings, Channel.PrechargeCurrent, ref image.PrechargeCurrent_mA);
        Analogue(readings, Channel.BmsTemperature, ref image.InternalTemperature_dC);
        Analogue(readings, Channel.StateOfCharge, ref image.StateOfCharge_permille);
        for (int b = 0; b < readings.Batteries; b++)
        {
            ref BatteryInputs battery = ref image.Battery[b];
            Analogue(readings, Channel.Temperature(b), ref battery.Temperature_dC);
            for (int c = 0; c < readings.CellsPerBattery; c++)
            {
                Analogue(readings, Channel.Cell(b, c), ref battery.Cell[c].Voltage_mV);
            }
        }

        image.ContactorFeedback = Contact(readings, DigitalInput.ContactorFeedback);
        image.PrechargeReadback = Contact(readings, DigitalInput.PrechargeFeedback);
        image.RelayReadback = Contact(readings, DigitalInput.RelayReadback);
        image.ChargeReadback = Contact(readings, DigitalInput.AtcReadback);
        image.DischargeReadback = Contact(readings, DigitalInput.AtdReadback);
        image.BatteryCableOk = Contact(readings, DigitalInput.BatteryCableOk);
        image.BatteryAlarm = Contact(readings, DigitalInput.BatteryAlarm);
        image.AuxFault = Contact(readings, DigitalInput.AuxOverCurrent);
        image.RemoteBridged = Contact(readings, DigitalInput.RemoteBridged);
        image.RemoteHigh = Contact(readings, DigitalInput.RemoteH);
        image.RemoteLow = Contact(readings, DigitalInput.RemoteL);
        image.SelfTestPassed = Contact(readings, DigitalInput.SelfTestOk);
        image.ConfigurationValid = Contact(readings, DigitalInput.ConfigurationOk);
        image.RetainedValid = Contact(readings, DigitalInput.RetainedDataOk);
        image.RestartedAfterFault = Contact(readings, DigitalInput.RestartedAfterFault);
        image.ScanOverrun = Contact(readings, DigitalInput.ScanOverrun);
        image.ModeRequest = InputSignal.New(requests.Mode);
        image.Acknowledge = InputSignal.New(requests.Acknowledge ? 1 : 0);
        requests.Mode = 0;
        requests.Acknowledge = false;
    }

    private static void Analogue(SensorReadings readings, int channel, ref InputSignal signal)
    {
        ref readonly Reading reading = ref readings[channel];
        signal.Accepted = reading.AcceptedTick != Reading.Never;
        signal.Value = reading.Value;
        signal.Age_ms = readings.Age_ms(channel);
    }

    private static InputSignal Contact(SensorReadings readings, DigitalInput input) => new()
    {
        Value = readings[input] ? 1 : 0,
        Age_ms = readings.Age_ms(input),
        Accepted = true,
    };
}
