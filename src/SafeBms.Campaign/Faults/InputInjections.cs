using static SafeBms.Campaign.Claims;
using static SafeBms.Campaign.Doing;

namespace SafeBms.Campaign;

/// <summary>F35 to F40, F59: disturbances, coincidences and losses at the inputs, and stops at any time.</summary>
internal static class InputInjections
{
    private static readonly string[] Contacts = [.. ActuatorInjections.Contacts];

    public static IEnumerable<Injection> All =>
        [.. Flapping(), .. Glitches(), .. Edges(), .. WithSuccess(), .. Acknowledged(), .. Stops(), .. Lost()];

    private static IEnumerable<Injection> Flapping() =>
    [
        .. Each(1, 2, 3, 4, 5, 10, 20, 50, 100, 200, 500).Select(half_ms => new Injection(
            "F35", $"remote-{half_ms}ms", [Flaps("remote_bridged", half_ms)])
        {
            // Off for 3 ms in a row is not longer than the debouncing.
            Claims = half_ms <= 3 ? [StaysClosed(4_500, "P45a: shorter than the debouncing")] : [],
        }),
        .. from contact in Each(
               "contactor_feedback", "precharge_readback", "relay_readback", "charge_readback", "discharge_readback",
               "battery_cable_ok", "battery_alarm")
           from half_ms in Each(1, 7, 60)
           select new Injection("F35", $"{Short(contact)}-{half_ms}ms", [Flaps(contact, half_ms)]),
    ];

    private static IEnumerable<Injection> Glitches() =>
    [
        .. from contact in Contacts
           from length_ms in Each(1, 2, 3, 4, 5)
           select new Injection("F36", $"{Short(contact)}-{length_ms}ms",
               [Break(0, "input-glitch", contact, $"{length_ms} ms")])
           {
               Length_ms = 3_500,
               IsFollowedUp = false,
               Claims = contact == "remote_bridged" && length_ms <= 3
                   ? [StaysClosed(3_500, "P45a: not longer than the debouncing")]
                   : [],
           },
    ];

    private static IEnumerable<Injection> Edges() =>
    [
        .. from first in Enumerable.Range(0, Contacts.Length)
           from second in Enumerable.Range(first + 1, Contacts.Length - first - 1)
           select new Injection("F37", $"{Short(Contacts[first])}+{Short(Contacts[second])}",
               [Break(0, "simultaneous-edges", $"{Contacts[first]} + {Contacts[second]}", "", 300)])
           {
               Length_ms = 4_000,
               IsFollowedUp = false,
           },
    ];

    private static IEnumerable<Injection> WithSuccess() =>
    [
        new("F38", "end-of-precharge", [Break(0, "alarm-with-success", "battery[1].cell[1]", "0 count")])
        {
            Length_ms = 9_000,
        },
        new("F38", "feedback", [Break(0, "alarm-with-success", "battery[1].cell[1]", "1 count")])
        {
            Length_ms = 9_000,
        },
    ];

    // Somebody pushes the button while the cause is there: the fault stays, the contactor stays open.
    private static IEnumerable<Injection> Acknowledged() =>
    [
        .. Each(
            ("cell", Break(0, "sensor-stuck-at-value", "battery[1].cell[1]", "4 V"), CellSeen_ms + 510 + Open_ms),
            ("short", Break(0, "sensor-stuck-at-value", "pack_current", "-4000 A"), FastSeen_ms + 8 + Open_ms),
            ("battery", Break(0, "battery-missing", "battery[1]"), CellsUnknown_ms + 2_010 + Open_ms),
            ("precharge", Break(0, "precharge-welded"), 150 + Open_ms),
            ("overrun", Break(0, "feedback-stuck", "scan_overrun", "on"), 20 + Open_ms))
            .Select(f => new Injection("F39", f.Item1,
            [f.Item2, .. Each(1, 5, 50, 100, 150, 500, 520, 1_000, 2_000, 2_500, 3_100, 5_000)
                .Select(at_ms => Set(at_ms, "acknowledge", "true"))])
        {
            Claims = [.. Opens(f.Item3, 6_000, "an acknowledgement does not remove a cause")
                .Select(c => c with { Where = s => f.Item1 != "precharge" || s.Name != "precharging" })],
        }),
    ];

    private static IEnumerable<Injection> Stops() =>
    [
        .. Each(("remote", "off"), ("mode", "off"), ("mode", "standby")).Select(stop => new Injection(
            "F40", $"{stop.Item1}-{stop.Item2}", [Set(0, stop.Item1, stop.Item2)])
        {
            Claims =
            [
                Everywhere(Expected.Within(Open_ms, "not contactor_coil and not precharge", "P71")),
                Everywhere(Expected.Never("contactor_coil or precharge", "P71: and stays off", Open_ms, 6_000)),
            ],
        }),
    ];

    private static IEnumerable<Injection> Lost() =>
    [
        .. Contacts.Select(contact => new Injection("F59", Short(contact), [Break(0, "inputs-lost", contact)])),
        new("F59", "read-backs",
            [
                Break(0, "inputs-lost",
                    "contactor_feedback + precharge_readback + relay_readback + charge_readback + discharge_readback"),
            ])
        {
            Claims = [.. Opens(160 + Open_ms, 6_000, "P17, P21: what is not known is not followed")],
        },
        new("F59", "all", [Break(0, "inputs-lost", string.Join(" + ", Contacts))])
        {
            Claims =
            [
                .. PermitsStop(20, "P38: the cable loop is not known to be closed"),
                .. Opens(30 + Open_ms, 6_000, "the controller's own health is not known"),
            ],
        },
        new("F59", "all-100ms", [Break(0, "inputs-lost", string.Join(" + ", Contacts), "", 100)]),
    ];

    private static Doing Flaps(string contact, int half_ms) =>
        Break(0, "input-flapping", contact, $"{half_ms} ms", 4_000);

    private static string Short(string contact) => contact.Replace('_', '-');
}
