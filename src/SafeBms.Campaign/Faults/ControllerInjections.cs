using SafeBms.Simulation.Adapter;
using static SafeBms.Campaign.Claims;
using static SafeBms.Campaign.Doing;

namespace SafeBms.Campaign;

/// <summary>
/// F13 to F15, F41 to F47, F51 to F54, F57, F58, F60 to F68: what can happen to scans, frames, memory, supply and
/// configuration in the simulated world, and what operators do.
/// </summary>
internal static class ControllerInjections
{
    public static IEnumerable<Injection> All =>
    [
        .. Overruns(), .. Pauses(), .. Frames(), .. Restarts(), .. Memory(), .. Configuration(), .. Operator(),
    ];

    private static IEnumerable<Injection> Overruns() =>
    [
        .. Each(2, 5, 20, 200).Select(length_ms => new Injection("F13", $"{length_ms}ms",
            [Break(0, "feedback-stuck", "scan_overrun", "on", length_ms)])
        {
            Claims =
            [
                new(s => !s.Is(StateTraits.Starting),
                    Expected.Within(10 + Open_ms, "not contactor_coil", "P61: the ordered shutdown")),
                Shows(120, "scan_overrun"),
            ],
        }),
    ];

    // Nothing is caught up after a pause; ages have grown in it, and what is stale is treated as such.
    private static IEnumerable<Injection> Pauses() =>
    [
        .. Each(2, 5, 20, 200, 2_000).Select(length_ms => new Injection("F14", $"{length_ms}ms",
            [Break(0, "scan-pause", "", "", length_ms)])
        {
            Length_ms = 8_000,
            Claims = length_ms <= 20 ? [StaysClosed(8_000, "P63: a short pause is no reason to open")] : [],
        }),
        .. Each(2, 4, 20).Select(distance_ms => new Injection("F58", $"every-{distance_ms}ms",
            [Break(0, "scan-starved", "", $"{distance_ms} count", 1_500)]) { Length_ms = 8_000 }),
    ];

    private static IEnumerable<Injection> Frames() =>
    [
        .. Each(10, 50, 90).Select(share => new Injection("F41", $"{share}-per-cent",
            [Break(0, "frames-lost", "battery[1]", $"{share} count", 5_000)]) { Length_ms = 8_000 }),
        new("F42", "bus-off",
            [Break(0, "battery-missing", "battery[0]"), Break(0, "battery-missing", "battery[1]")])
        {
            Claims =
            [
                .. PermitsStop(CellsUnknown_ms, "P38"),
                .. Opens(CellsUnknown_ms + 2_010 + Open_ms, 6_000, "P38a"),
            ],
        },
        new("F42", "bus-off-1s",
            [
                Break(0, "battery-missing", "battery[0]", "", 1_000),
                Break(0, "battery-missing", "battery[1]", "", 1_000),
            ])
        {
            Claims = [.. PermitsStop(CellsUnknown_ms, "P38"), StaysClosed(6_000, "P38a: 2 s")],
        },
        new("F45", "all-refused",
            [Break(0, "frames-lost", "battery[0]", "100 count"), Break(0, "frames-lost", "battery[1]", "100 count")])
        {
            Claims = [.. Opens(CellsUnknown_ms + 2_010 + Open_ms, 6_000, "P38a, P44")],
        },
        new("F47", "gap-of-500ms", [Break(0, "battery-missing", "battery[1]", "", 500)])
        {
            Claims = [.. PermitsStop(CellsUnknown_ms, "P38"), StaysClosed(6_000, "P38a: 2 s")],
        },
    ];

    private static IEnumerable<Injection> Restarts() =>
    [
        new("F51", "both-slots", [Break(0, "retained-data-corrupt")])
        {
            Length_ms = 12_000,
            MayDumpLoad = true,
            Claims = [Everywhere(Expected.Never(ActuatorInjections.PowerOutputs, "P65: until acknowledged"))],
        },
        .. Each(1, 50, 3_000).Select(length_ms => new Injection("F53", $"{length_ms}ms",
            [Break(0, "supply-lost", "", "", length_ms)])
        {
            Length_ms = 12_000,
            MayDumpLoad = true,
            Claims = [StaysOffAtStart(length_ms), LatchesSurvive(length_ms)],
        }),
        new("F54", "restart", [Break(0, "controller-restart")])
        {
            Length_ms = 12_000,
            MayDumpLoad = true,
            Claims = [StaysOffAtStart(0), LatchesSurvive(0)],
        },
        new("F57", "restart", [Set(0, "restarted_after_fault", "on"), Break(0, "controller-restart")])
        {
            Length_ms = 12_000,
            MayDumpLoad = true,
            Claims =
            [
                Everywhere(Expected.Never(ActuatorInjections.PowerOutputs, "P62a: until acknowledged", 0, 12_000)),
                Shows(20, "restarted_after_fault"),
            ],
        },
    ];

    private static IEnumerable<Injection> Memory() =>
    [
        .. from name in MemoryMap.Names
           where name.EndsWith(".state", StringComparison.Ordinal) && !name.Contains('[', StringComparison.Ordinal)
           from bit in Enumerable.Range(0, 8)
           select Flip(name, bit),
        .. from name in MemoryMap.Names
           where !name.EndsWith(".state", StringComparison.Ordinal) && IsOrdering(name)
           from bit in BitsOf(name)
           select Flip(name, bit) with { Where = s => s.Is(StateTraits.Moving) || s.Is(StateTraits.Alternator) },
        new("F52", "self-test", [Break(0, "feedback-stuck", "self_test_passed", "off")])
        {
            Claims = [NotStarting(Expected.Within(10 + Open_ms, "not contactor_coil", "REQ-BOOT-04"))],
        },
    ];

    private static IEnumerable<Injection> Configuration() =>
    [
        new("F60", "not-valid", [Break(0, "feedback-stuck", "configuration_valid", "off")])
        {
            Claims =
            [
                NotStarting(Expected.Within(10 + Open_ms, "not contactor_coil", "REQ-BOOT-04")),
                Everywhere(Expected.Never("rising(contactor_coil) or rising(precharge)", "P66", 10, 6_000)),
                Shows(120, "configuration"),
            ],
        },
        new("F60", "not-valid-2ms", [Break(0, "feedback-stuck", "configuration_valid", "off", 2)]),
        .. Each("26 V", "6 V").Select(volt => new Injection("F61", volt.Replace(" ", ""),
            [Break(0, "sensor-stuck-at-value", "battery_voltage", volt)])
        {
            Claims =
            [
                new(s => !s.Is(StateTraits.Closed) && !s.Is(StateTraits.Moving) && s.Boat.Name != "24-volt",
                    Expected.Never("rising(contactor_coil)", "P34: the system voltage does not fit", 100)),
            ],
        }),
        new("F68", "missing-cells", [Break(0, "open-cell-tap", "battery[0].cell[1]")])
        {
            Length_ms = 9_000,
            Where = s => s.Is(StateTraits.Starting),
            Claims = [Everywhere(Expected.Never("contactor_coil or precharge", "P42, P14"))],
        },
    ];

    private static IEnumerable<Injection> Operator() =>
    [
        .. Each(2, 10, 100, 500, 1_000, 1_500, 1_990).Select(on_ms => new Injection("F64", $"on-after-{on_ms}ms",
            [Set(0, "remote", "off"), Set(on_ms, "remote", "on")])
        {
            Length_ms = 9_000,
            Claims = on_ms <= 3
                ? [StaysClosed(9_000, "P45a")]
                :
                [
                    Everywhere(Expected.Within(Open_ms, "not contactor_coil", "P02, P04: an opening is completed")),
                    Closed(Expected.Never("contactor_coil or precharge", "P12: 10 s", Open_ms, 9_000)),
                ],
        }),
        new("F65", "acknowledgements",
            [.. Enumerable.Range(0, 250).Select(i => Set(i * 20, "acknowledge", "true"))])
        {
            Claims = [StaysClosed(6_000, "an acknowledgement is no command")],
        },
        new("F65", "modes",
            [
                .. Enumerable.Range(0, 150).Select(i =>
                    Set(i * 21, "mode", (i % 3) switch { 0 => "off", 1 => "on", _ => "standby" })),
                Set(3_200, "mode", "off"),
            ])
        {
            Length_ms = 8_000,
            Claims = [Everywhere(Expected.Within(3_200 + Open_ms, "not contactor_coil and not precharge", "P71"))],
        },
    ];

    // What orders an opening, in both of the machines that can do it, and in the relay that goes first.
    private static bool IsOrdering(string name) =>
        name.StartsWith("contactor.", StringComparison.Ordinal)
        || name.StartsWith("shutdown-sequencer.", StringComparison.Ordinal)
        || name.StartsWith("programmable-relay.", StringComparison.Ordinal)
        || name.StartsWith("charge-permit.", StringComparison.Ordinal)
        || name.StartsWith("supervisor.", StringComparison.Ordinal);

    private static IEnumerable<int> BitsOf(string name)
    {
        MemoryMap.TryFind(name, out _, out int length);
        return length <= 1 ? [0, 1, 7] : [0, 5, 10, 11, 12, 15];
    }

    private static Injection Flip(string name, int bit) => new("F52", $"{name}-bit-{bit}",
        [Break(0, "memory-bit-flip", name, $"{bit} count")])
    {
        Length_ms = 4_000,
        IsFollowedUp = false,
    };

    private static Claim StaysOffAtStart(long length_ms) => Everywhere(Expected.Never(
        ActuatorInjections.PowerOutputs, "P14: self-test and 5 s of good data first", 0, length_ms + 4_900));

    private static Claim LatchesSurvive(long length_ms) => new(
        s => s.Name is "short-latched" or "welded",
        Expected.Never("contactor_coil or precharge", "P65: a restart does not forget", 0, length_ms + 12_000));

    private static Claim NotStarting(Expected what) => new(s => !s.Is(StateTraits.Starting), what);
}
