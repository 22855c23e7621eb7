using SafeBms.Core;
using SafeBms.Devices.Lines;

namespace SafeBms.Runtime.Scanning;

/// <summary>The core's outputs as one word of lines.</summary>
public static class OutputWord
{
    /// <summary>The word that these outputs ask for.</summary>
    public static ulong Of(in OutputImage outputs) =>
        Bit(outputs.ContactorCoil, OutputLine.ContactorCoil)
        | Bit(outputs.Precharge, OutputLine.Precharge)
        | Bit(outputs.ProgrammableRelay, OutputLine.ProgrammableRelay)
        | Bit(outputs.AllowToCharge, OutputLine.AllowToCharge)
        | Bit(outputs.AllowToDischarge, OutputLine.AllowToDischarge)
        | Bit(outputs.Aux, OutputLine.Aux)
        | Bit(outputs.PreAlarm, OutputLine.PreAlarm)
        | Bit(outputs.Alarm, OutputLine.Alarm);

    private static ulong Bit(bool on, OutputLine line) => on ? LineWords.Bit(line) : 0;
}
