using static SafeBms.Campaign.Doing;

namespace SafeBms.Campaign;

/// <summary>
/// F40, F38: a stop and an over-voltage at every ms of the states that take time, so that they also meet every success
/// and every time-out in its own scan.
/// </summary>
internal static class Sweeps
{
    private static readonly (string Name, Doing What)[] Events =
    [
        ("stop", Set(0, "remote", "off")),
        ("standby", Set(0, "mode", "standby")),
        ("over-voltage", Break(0, "sensor-stuck-at-value", "battery[1].cell[1]", "4.2 V")),
    ];

    public static IEnumerable<CampaignCase> All =>
        from sweep in new (string State, string Name, IEnumerable<long> Phases)[]
        {
            // Check, pre-charge, closing and settling of the ordinary boat, to 200 ms after it has settled.
            ("checking", "closing", Pairs.From(0, 600, 1)),

            // The end of the boot time.
            ("initialising", "booting", Pairs.From(3_000, 3_120, 1)),

            // Pre-charge to its success after some four seconds.
            ("precharging", "slow-precharge", Pairs.From(0, 4_500, 25)),

            // From one time-out of pre-charge over the waiting time to the next attempt.
            ("retry-after-timeout", "retry",
                [.. Pairs.From(0, 100, 10), .. Pairs.From(27_970, 28_010, 1), .. Pairs.From(28_050, 30_200, 50)]),

            // Over the whole of an opening and into the lock.
            ("opening-for-operator", "opening", [.. Pairs.From(0, 2_100, 10), .. Pairs.From(995, 1_015, 1)]),
            ("opening-for-trip", "opening", [.. Pairs.From(0, 2_100, 10), .. Pairs.From(995, 1_015, 1)]),

            // The lock after an opening and the closing behind it.
            ("waiting-for-bus", "reclosing", [.. Pairs.From(0, 5_400, 100), .. Pairs.From(5_440, 7_400, 4)]),
            ("shutdown-opening", "shutdown", Pairs.From(0, 2_600, 20)),
        }
        from item in Events
        from phase_ms in sweep.Phases.Distinct().Order()
        select CaseOf(StartStates.Named(sweep.State), sweep.Name, item, phase_ms);

    private static CampaignCase CaseOf(StartState state, string name, (string Name, Doing What) item, long phase_ms) =>
        new()
        {
            Id = $"F40/{state.Name}/{name}-{item.Name}-{phase_ms:00000}",
            Fault = "F40",
            Text = $"{item.What} at each moment of {name}",
            Lead = Lead.Of(state),
            Phase_ms = phase_ms,
            Doings = [item.What],
            Length_ms = 5_000,
            Expectations =
            [
                Expected.Within(Claims.Open_ms + 700, "not contactor_coil and not precharge", "P71, P23"),
                Expected.Never("contactor_coil or precharge", "P71, P23: and stays off", Claims.Open_ms + 700),
                Expected.Never("boat.load_dumps > 0", "H5: no load dump"),
            ],
        };
}
