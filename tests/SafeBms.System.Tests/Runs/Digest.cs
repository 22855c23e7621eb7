using SafeBms.Core;

namespace SafeBms.System.Tests.Runs;

/// <summary>A hash of everything that was written, to tell whether two runs were the same.</summary>
internal static class Digest
{
    public const ulong Seed = 0xCBF2_9CE4_8422_2325;

    private const ulong Prime = 0x0000_0100_0000_01B3;

    public static ulong Mix(ulong hash, in OutputImage written)
    {
        ulong switches = Bit(written.ContactorCoil, 0) | Bit(written.Precharge, 1) | Bit(written.ProgrammableRelay, 2)
            | Bit(written.AllowToCharge, 3) | Bit(written.AllowToDischarge, 4) | Bit(written.Aux, 5)
            | Bit(written.PreAlarm, 6) | Bit(written.Alarm, 7) | Bit(written.BreakAlert, 8);
        hash = Add(hash, switches | ((ulong)written.DeviceState << 16) | ((ulong)written.FirstCause << 32));
        hash = Add(hash, (ulong)written.ChargeCurrentLimit_mA);
        return Add(hash, (ulong)written.DischargeCurrentLimit_mA);
    }

    private static ulong Bit(bool value, int place) => value ? 1UL << place : 0;

    private static ulong Add(ulong hash, ulong value) => (hash ^ value) * Prime;
}
