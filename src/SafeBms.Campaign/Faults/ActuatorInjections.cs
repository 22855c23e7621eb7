using SafeBms.Simulation.Adapter;
using static SafeBms.Campaign.Claims;
using static SafeBms.Campaign.Doing;

namespace SafeBms.Campaign;

/// <summary>F22 to F34: what contacts, relays and the system side do wrong.</summary>
internal static class ActuatorInjections
{
    private const string RelayFault = "P21: 100 ms, then the contactor as the second means";

    public static IEnumerable<Injection> All =>
        [.. Contactor(), .. Feedbacks(), .. Readbacks(), .. Relays(), .. SystemSide()];

    private static IEnumerable<Injection> Contactor() =>
    [
        // Somebody switches off, so that the weld must show.
        new("F22", "weld-under-load",
            [
                Break(0, "main-contactor-welded"), Set(0, "load_obeys", "off"), Set(0, "load", "40 A"),
                Set(1_000, "remote", "off"),
            ])
        {
            Length_ms = 9_000,
            Claims =
            [
                Everywhere(Expected.Within(1_000 + Open_ms + 600, "contactor_alarm == alarm",
                    "P15: current through the open contactor for 450 ms")),
                Everywhere(Expected.Never(PowerOutputs, "P15: every source is switched off", 5_000)),
            ],

            // A system side that is not charged, and a contactor that a latch keeps open, carry the load too.
            Where = s => s.Is(StateTraits.Closed),
        },
        new("F22", "weld", [Break(0, "main-contactor-welded")]) { Length_ms = 14_000 },
        new("F25", "coil-open", [Break(0, "contactor-coil-open")])
        {
            MayDumpLoad = true, Claims = [.. OpensByItself(60)],
        },
        new("F25", "coil-open-100ms", [Break(0, "contactor-coil-open", for_ms: 100)])
        {
            MayDumpLoad = true, Claims = [.. OpensByItself(60)],
        },
        .. Each(50, 200, 1_000).Select(late_ms => new Injection("F26", $"{late_ms}ms",
            [Break(0, "contactor-slow-release", "", $"{late_ms} ms"), Set(1_000, "remote", "off")])),
        .. Each(3, 8, 40).Select(bounces => new Injection("F27", $"{bounces}-bounces",
            [Break(0, "feedback-bounce", "", $"{bounces} count"), Set(1_000, "remote", "off")])),
        new("F29", "drops", [Break(0, "contactor-drops")]) { MayDumpLoad = true, Claims = [.. OpensByItself(60)] },
        new("F29", "drops-20ms", [Break(0, "contactor-drops", for_ms: 20)]) { MayDumpLoad = true },
    ];

    private static IEnumerable<Injection> Feedbacks() =>
    [
        new("F28", "feedback-off", [Stuck("contactor_feedback", "off")]) { Claims = [.. OpensByItself(20)] },
        new("F28", "feedback-on", [Stuck("contactor_feedback", "on"), Set(1_000, "remote", "off")])
        {
            Length_ms = 9_000,
            Claims =
            [
                Closed(Expected.Within(1_000 + Open_ms + 600, "contactor_alarm == alarm", "P18")),
                new(s => !s.Is(StateTraits.Closed) && !s.Is(StateTraits.Moving),
                    Expected.Never("rising(contactor_coil) or rising(precharge)", "P18, P20", 1_200)),
            ],
        },
    ];

    private static IEnumerable<Injection> Readbacks() =>
    [
        new("F28", "charge-off", [Stuck("charge_readback", "off")])
        {
            Claims = [.. OpensIf(StateTraits.MayCharge | StateTraits.Calm)],
        },
        new("F28", "charge-on", [Stuck("charge_readback", "on"), .. Cold]) { Claims = [.. OpensAfterChange] },
        new("F28", "discharge-off", [Stuck("discharge_readback", "off")])
        {
            Claims = [.. OpensIf(StateTraits.MayDischarge | StateTraits.Calm)],
        },
        new("F28", "discharge-on", [Stuck("discharge_readback", "on"), .. VeryLow]) { Claims = [.. OpensAfterChange] },
        new("F28", "relay-off", [Stuck("relay_readback", "off")])
        {
            Claims = [.. OpensIf(StateTraits.Alternator)],
        },
        new("F28", "relay-on", [Stuck("relay_readback", "on"), .. Cold])
        {
            Claims = [.. OpensAfterChange.Where(c => c.What.Condition == "not contactor_coil").Select(Released)],
        },
        new("F28", "precharge-on", [Stuck("precharge_readback", "on")])
        {
            Claims = [.. PrechargeStays],
        },
        new("F28", "precharge-off", [Stuck("precharge_readback", "off")]),
    ];

    private static IEnumerable<Injection> Relays() =>
    [
        new("F23", "welded", [Break(0, "precharge-welded")])
        {
            Claims = [.. PrechargeStays],
        },

        // The controller can do no more than switch off everything else; the load dump is E1's neighbour.
        new("F24", "welded", [Break(0, "alternator-relay-welded"), .. Cold])
        {
            MayDumpLoad = true,
            Claims = [.. OpensAfterChange.Where(c => c.What.Condition == "not contactor_coil").Select(Released)],
        },
        new("F24", "welded-and-stop", [Break(0, "alternator-relay-welded"), Set(500, "remote", "off")])
        {
            MayDumpLoad = true,
            Claims = [Everywhere(Expected.Within(500 + Open_ms, "not contactor_coil", "P02: bounded"))],
        },
        new("F30", "charge", [Break(0, "permit-relay-stuck-closed", "allow_to_charge"), .. Cold])
        {
            Claims = [.. OpensAfterChange],
        },
        new("F30", "discharge", [Break(0, "permit-relay-stuck-closed", "allow_to_discharge"), .. VeryLow])
        {
            Claims = [.. OpensAfterChange],
        },
        new("F30", "charge-idle", [Break(0, "permit-relay-stuck-closed", "allow_to_charge")]),
        new("F30", "discharge-idle", [Break(0, "permit-relay-stuck-closed", "allow_to_discharge")]),
    ];

    private static IEnumerable<Injection> SystemSide() =>
    [
        .. Each(1, 20, 200).Select(mohm => new Injection("F31", $"{mohm}mohm",
            [Break(0, "short-circuit", "", $"{mohm} mohm")])
        {
            Claims = mohm == 1
                ?
                [
                    Closed(Expected.Within(60, "not allow_to_charge and not allow_to_discharge", "P31")),

                    // The contact of a contactor that is just closing makes up to 100 ms later.
                    .. Opens(60 + 110 + Open_ms, 6_000, "P31, P32"),
                ]
                : [],
        }),
        .. Each("5000 mohm", "8900 mohm", "9500 mohm", "11000 mohm", "17000 mohm", "19000 mohm", "22000 mohm")
            .Select(ohm => new Injection("F32", ohm.Replace(" ", ""), [Break(0, "load-resistance", "", ohm)])
            {
                Claims = ohm is "5000 mohm" or "8900 mohm"
                    ? [new(s => s.Name is "initialising" or "checking",
                        Expected.Never("contactor_coil", "P11: the load is below nine tenths of 10 ohm"))]
                    : [],
            }),
        .. Each(50, 200, 500).Select(share => new Injection("F33", $"{share}-per-cent",
            [Break(0, "capacitor-bank", "", $"{share} count")]) { Length_ms = 12_000 }),
        .. Each(0, 800, 3_000, 12_000, 60_000).Select(above_mV => new Injection("F34", $"{above_mV}mV",
            [Break(0, "live-bus", "", $"{above_mV} mV")]) { Length_ms = 8_000 }),
    ];

    /// <summary>Every permit and contact that carries power.</summary>
    internal static string PowerOutputs =>
        "contactor_coil or precharge or allow_to_charge or allow_to_discharge";

    /// <summary>Names of all digital inputs that can be stuck.</summary>
    internal static IEnumerable<string> Contacts => FaultBinder.Contacts;

    private static Doing[] Cold => [Set(500, "battery_temperature", "0 degC")];

    private static Doing[] VeryLow =>
        [Break(500, "sensor-stuck-at-value", "battery[1].cell[1]", "2.4 V")];

    // While pre-charge is commanded nothing contradicts it; it shows when the contactor has closed. A sick controller
    // does not diagnose relays: it is in alarm already, and closes nothing before it is sound and has looked.
    private static IEnumerable<Claim> PrechargeStays =>
    [
        .. Opens(150 + Open_ms, 6_000, RelayFault).Select(c => c with { Where = s => s.Name != "precharging" }),
        Started(AlarmWithin(200)) with { Where = s => !s.Is(StateTraits.Starting) && !s.Is(StateTraits.Shutdown)
            && s.Name is not ("checking" or "precharging" or "controller-sick") },
    ];

    private static IEnumerable<Claim> OpensByItself(long seen_ms) =>
    [
        new(s => s.Is(StateTraits.Closed) && s.RelayReleasesAlternator,
            Expected.Within(seen_ms, "not programmable_relay", "P17")),
        Closed(AlarmWithin(seen_ms + 10)),
        Closed(Expected.Within(seen_ms + Open_ms, "not contactor_coil", "P17a, P02")),
    ];

    private static IEnumerable<Claim> OpensIf(StateTraits traits) =>
    [
        new(s => s.Is(traits), Expected.Within(150 + Open_ms, "not contactor_coil", RelayFault)),
        new(s => s.Is(traits), AlarmWithin(200)),
    ];

    // The contact shows only when the command is taken back, 500 ms after the injection and when the cause is seen.
    private static IEnumerable<Claim> OpensAfterChange =>
    [
        Closed(Expected.Within(500 + CellSeen_ms + 150 + Open_ms, "not contactor_coil", RelayFault)),
        Closed(Expected.Within(500 + CellSeen_ms + 200, "contactor_alarm == alarm", RelayFault)),
    ];

    private static Claim Released(Claim claim) =>
        claim with { Where = s => s.Is(StateTraits.Closed) && s.RelayReleasesAlternator };

    private static Expected AlarmWithin(long longest_ms) =>
        Expected.Within(longest_ms, "contactor_alarm == alarm", "REQ-RLY, REQ-CTR: said at once");

    private static Doing Stuck(string contact, string level) => Break(0, "feedback-stuck", contact, level);
}
