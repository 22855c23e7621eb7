using SafeBms.Simulation.Scenarios;
using static SafeBms.Campaign.Doing;

namespace SafeBms.Campaign;

/// <summary>
/// All pairs of trip, stop and data fault: the first one begins an opening, the second one comes at each phase of the
/// alternator's lead of 2 s and of the time for the fuse of 3 s.
/// </summary>
internal static class Pairs
{
    /// <summary>Phase 0 lies that long before the first scan of the opening.</summary>
    public const long Margin_ms = 16;

    // The opening is over by then at the latest, whatever came second.
    private const long Longest_ms = 3_003;
    private const long WatchedAfterwards_ms = 2_000;

    private static readonly (string Name, Doing What)[] Trips =
    [
        ("trip-cell", Break(0, "sensor-stuck-at-value", "battery[1].cell[1]", "4 V")),
        ("trip-heat", Break(0, "sensor-stuck-at-value", "battery[0].temperature", "800 dC")),
        ("trip-short", Break(0, "sensor-stuck-at-value", "pack_current", "-4000 A")),
        ("trip-voltage", Break(0, "sensor-stuck-at-value", "battery_voltage", "80 V")),
        ("trip-controller", Break(0, "sensor-stuck-at-value", "internal_temperature", "1100 dC")),
        ("trip-cable", Break(0, "feedback-stuck", "battery_cable_ok", "off")),
        ("trip-overrun", Break(0, "feedback-stuck", "scan_overrun", "on")),
        ("trip-permit-relay", Break(0, "feedback-stuck", "charge_readback", "off")),
        ("trip-feedback", Break(0, "feedback-stuck", "contactor_feedback", "off")),
    ];

    private static readonly (string Name, Doing What)[] Stops =
    [
        ("stop-remote", Set(0, "remote", "off")),
        ("stop-app", Set(0, "mode", "off")),
        ("stop-standby", Set(0, "mode", "standby")),
    ];

    private static readonly (string Name, Doing What)[] DataFaults =
    [
        ("data-battery", Break(0, "battery-missing", "battery[1]")),
        ("data-cell", Break(0, "bad-number", "battery[0].cell[0]", "not-a-number")),
        ("data-current", Break(0, "shunt-lost", "pack_current")),
        ("data-current-high", Break(0, "sensor-stuck-at-value", "pack_current", "-700 A")),
        ("data-voltage", Break(0, "bad-number", "battery_voltage", "not-a-number")),
        ("data-relay-readback", Break(0, "inputs-lost", "relay_readback")),
        ("data-relay-readback-on", Break(0, "feedback-stuck", "relay_readback", "on")),
    ];

    // A single data fault that asks for no opening by itself within 10 s cannot be the first of a pair.
    private static readonly string[] OpensAlone =
        ["data-battery", "data-cell", "data-current", "data-voltage", "data-relay-readback"];

    private static IEnumerable<(string Name, Doing What)> Events => [.. Trips, .. Stops, .. DataFaults];

    public static IEnumerable<CampaignCase> All =>
        from start in Claims.Each("running-alternator", "running-load", "running-alarm-relay")
        from first in Events
        where Applies(first.Name, start)
        let lead = LeadOf(StartStates.Named(start), first)
        from second in Events
        where second.Name != first.Name && (start == "running-alternator" || second.What.What != first.What.What)
        from phase_ms in start == "running-alternator" ? Phases : FewPhases
        select CaseOf(lead, first.Name, second, phase_ms);

    /// <summary>Every ms around 0, 2 s and 3 s, every 50 ms in the lead, every 100 ms after it.</summary>
    public static IReadOnlyList<long> Phases { get; } =
    [
        0, 5, .. From(10, 24, 1), 35, .. From(50, 2_000, 50), .. From(2_008, 2_026, 1), .. From(2_050, 2_950, 100),
        .. From(3_008, 3_022, 1),
    ];

    private static IReadOnlyList<long> FewPhases { get; } =
        [.. From(0, 32, 4), .. From(200, 2_000, 200), .. From(2_012, 2_024, 2), 2_500, .. From(3_012, 3_022, 2)];

    private static bool Applies(string first, string start) =>
        (!first.StartsWith("data", StringComparison.Ordinal) || OpensAlone.Contains(first))
        && !(first == "data-relay-readback" && start == "running-alarm-relay");

    private static Lead LeadOf(StartState state, (string Name, Doing What) first) =>
        new($"{state.Name}/{first.Name}", state, [first.What],
            "not contactor_coil or contactor.state in {OpeningForTrip, OpeningForOperator}")
        {
            Margin_ms = Margin_ms,
        };

    private static CampaignCase CaseOf(Lead lead, string first, (string Name, Doing What) second, long phase_ms)
    {
        long left_ms = Math.Max(0, Longest_ms + Margin_ms - phase_ms);
        return new CampaignCase
        {
            Id = $"pair/{lead.Name}+{second.Name}/{phase_ms:0000}",
            Fault = "pair",
            Text = $"{first}, then {second.What}",
            Lead = lead,
            Phase_ms = phase_ms,
            Doings = [second.What],
            Length_ms = left_ms + WatchedAfterwards_ms,
            Expectations =
            [
                Expected.Within(left_ms, "not contactor_coil and not precharge",
                    "P02: the opening is bounded from the first demand, whatever comes second"),
                Expected.Never("contactor_coil or precharge", "P12, P04: an opening is completed", left_ms),
                new(ExpectationKind.Never, 0, -1, "boat.load_dumps > 0", "H5: no load dump"),
            ],
        };
    }

    internal static IEnumerable<long> From(long first, long last, long step)
    {
        for (long phase = first; phase <= last; phase += step)
        {
            yield return phase;
        }
    }
}
