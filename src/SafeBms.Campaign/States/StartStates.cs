namespace SafeBms.Campaign;

using static Doing;

/// <summary>
/// The states in which faults are injected: every state of the contactor, of the power mode and of what is shown, and
/// the latches beside them. A test holds that none is missing.
/// </summary>
public static class StartStates
{
    private const StateTraits Running = StateTraits.Closed | StateTraits.MayCharge | StateTraits.MayDischarge;

    private const StateTraits Calm = StateTraits.Calm;

    private static readonly BoatSetup Ordinary = BoatSetup.Ordinary;

    // 100 mF at 300 mA: 12.8 V take more than four seconds.
    private static readonly BoatSetup SlowPrecharge = Ordinary.Called("slow-precharge")
        .With("load_capacitance", "100 mF").With("precharge_limit", "300 mA").With("load_resistance", "500 ohm");

    // 20 mA through 500 ohm never reach the battery's voltage.
    private static readonly BoatSetup HopelessPrecharge = SlowPrecharge.Called("hopeless-precharge")
        .With("precharge_limit", "20 mA").Configured("precharge_time_max", "2 s");

    // In the middle of the settling of the ordinary boat that is switched on at 12 s.
    private const long SettlingAt_ms = 12_300;

    private static readonly BoatSetup Large = Ordinary.Called("large").With("capacity", "900 Ah");

    /// <summary>All of them, in the order of a voyage.</summary>
    public static IReadOnlyList<StartState> All { get; } =
    [
        .. Starting(), .. Closing(), .. Closed(), .. Permits(), .. Opening(), .. Off(), .. Faulty(), .. Latches(),
    ];

    /// <summary>The state of that name.</summary>
    public static StartState Named(string name) => All.First(s => s.Name == name);

    private static IEnumerable<StartState> Starting() =>
    [
        new("initialising", Ordinary, [], "device_state == initialising")
        {
            Linger_ms = 2_000, Traits = StateTraits.Starting,
        },
        new("wait-start", Ordinary, [Break(0, "battery-missing", "battery[1]")], "device_state == wait_start")
        {
            Linger_ms = 500, Traits = StateTraits.Starting,
        },
        new("measuring-voltage", Ordinary, [Break(0, "sensor-stuck-at-value", "battery_voltage", "8 V", 20_000)],
            "device_state == measuring_voltage") { Linger_ms = 500 },
        new("retained-lost", Ordinary, [Set(0, "retained_valid", "off")], "system-health.state == RetainedLost")
        {
            Linger_ms = 1_000, Traits = StateTraits.Starting | StateTraits.Latched,
        },
        new("restarted-after-fault", Ordinary, [Set(0, "restarted_after_fault", "on")],
            "system-health.state == Restarted")
        {
            Linger_ms = 1_000, Traits = StateTraits.Starting | StateTraits.Latched,
        },
    ];

    private static IEnumerable<StartState> Closing() =>
    [
        new("checking", Ordinary, [], "contactor.state == Check"),
        new("precharging", SlowPrecharge, [Set(0, "alternator", "on")], "contactor.state == Precharge")
        {
            Linger_ms = 1_000,
        },
        new("retry-after-timeout", HopelessPrecharge.Called("two-attempts"), [],
            "contactor.state == RetryAfterTimeout") { Linger_ms = 2_000 },
        new("retry-after-over-current", SlowPrecharge,
            [Break(6_000, "sensor-stuck-at-value", "pack_current", "30 A", 100)],
            "contactor.state == RetryAfterOverCurrent") { Linger_ms = 2_000 },
        new("low-resistance", Ordinary, [Break(0, "load-resistance", "", "3 ohm", 9_000)],
            "contactor.state == LowResistance") { Linger_ms = 1_000, Traits = StateTraits.Latched },
        new("exhausted", HopelessPrecharge.Called("one-attempt").Configured("precharge_attempts", "1"), [],
            "contactor.state == Exhausted") { Linger_ms = 1_000, Traits = StateTraits.Latched },
        new("closing-after-precharge", Ordinary.With("pull_in", "100 ms").Called("slow-contactor"),
            [Set(0, "alternator", "on")], "contactor.state == ClosingAfterPrecharge")
        {
            Linger_ms = 30, Traits = StateTraits.Moving,
        },
        new("closing-onto-live-bus", Ordinary.With("pull_in", "100 ms").Called("slow-contactor"),
            [Break(0, "live-bus", "", "800 mV", 12_000)], "contactor.state == ClosingOntoLiveBus")
        {
            Linger_ms = 30, Traits = StateTraits.Moving,
        },
        new("settling", Ordinary, [Set(0, "alternator", "on"), Set(0, "load", "40 A")], "contactor.state == Settling")
        {
            Linger_ms = 100, Traits = StateTraits.Moving,
        },
    ];

    private static IEnumerable<StartState> Closed() =>
    [
        // The permits come after the hold of the temperatures, 10 s.
        new("running-idle", Ordinary, [], "contactor.state == Closed and allow_to_charge and allow_to_discharge")
        {
            Linger_ms = 2_000, Traits = Calm | Running,
        },
        new("running-alternator", Ordinary, [Set(0, "alternator", "on"), Set(0, "load", "10 A")],
            "boat.alternator_current >= 60 A")
        {
            Linger_ms = 2_000, Traits = Calm | Running | StateTraits.Alternator | StateTraits.Charging,
        },
        new("running-load", Large, [Set(0, "load", "40 A"), Set(8_000, "inverter", "260 A")],
            "contactor.state == Closed and pack_current <= -250 A")
        {
            Linger_ms = 2_000, Traits = Calm | Running | StateTraits.Discharging,
        },
        new("running-shore", Ordinary, [Set(0, "shore", "on")], "boat.shore_current >= 30 A")
        {
            Linger_ms = 2_000, Traits = Calm | Running | StateTraits.Charging,
        },
        new("running-over-continuous", Large, [Set(0, "load", "40 A"), Set(8_000, "inverter", "500 A")],
            "contactor.state == Closed and pack_current <= -510 A")
        {
            Linger_ms = 10_000, Traits = Calm | Running | StateTraits.Discharging,
        },
        new("running-alarm-relay",
            Ordinary.Called("alarm-relay").Configured("relay_mode", "alarm").With("alternator_on_relay", "off"),
            [Set(0, "load", "40 A")], "contactor.state == Closed and allow_to_charge and pack_current <= -35 A")
        {
            Linger_ms = 2_000, Traits = Calm | Running | StateTraits.Discharging,
        },
        new("running-24-volt",
            Ordinary.Called("24-volt").With("system_voltage", "24 V").With("cells_per_battery", "8"),
            [Set(0, "alternator", "on"), Set(0, "load", "10 A")], "boat.alternator_current >= 60 A")
        {
            Linger_ms = 2_000, Traits = Calm | Running | StateTraits.Alternator | StateTraits.Charging,
        },
    ];

    private static IEnumerable<StartState> Permits() =>
    [
        new("charge-stopped-high-cell", Ordinary,
            [Set(0, "shore", "on"), Break(9_000, "sensor-stuck-at-value", "battery[1].cell[2]", "3.76 V", 30_000)],
            "contactor.state == Closed and cell-over-voltage.state == High")
        {
            Linger_ms = 2_000, Traits = StateTraits.Closed | StateTraits.MayDischarge,
        },
        new("charge-stopped-cold", Ordinary,
            [Set(0, "alternator", "on"), Set(0, "load", "40 A"), Set(9_000, "battery_temperature", "20 dC")],
            "contactor.state == Closed and not allow_to_charge and charge-temperature.cold")
        {
            NotBefore_ms = 9_000, Linger_ms = 2_000,
            Traits = StateTraits.Closed | StateTraits.MayDischarge | StateTraits.Discharging,
        },
        new("pre-alarm", Ordinary,
            [Set(0, "load", "40 A"), Break(8_000, "sensor-stuck-at-value", "battery[1].cell[2]", "3.0 V", 60_000)],
            "contactor.state == Closed and pre_alarm")
        {
            Linger_ms = 2_000, Traits = Running | StateTraits.Discharging,
        },
        new("low-cell-hold", Ordinary,
            [Set(0, "load", "10 A"), Break(8_000, "sensor-stuck-at-value", "battery[1].cell[2]", "2.4 V", 40_000)],
            "contactor.state == Closed and device_state == low_cell_hold")
        {
            Linger_ms = 5_000, Traits = StateTraits.Closed | StateTraits.MayCharge,
        },
        new("low-cell-hold-open", Ordinary,
            [
                Set(0, "load_obeys", "off"), Set(6_500, "load", "10 A"),
                Break(8_000, "sensor-stuck-at-value", "battery[1].cell[2]", "2.4 V", 120_000),
            ],
            "device_state == low_cell_hold and not contactor_coil")
        {
            Linger_ms = 5_000, Traits = StateTraits.Latched,
        },
        new("aux-overloaded", Ordinary, [Set(9_000, "aux_load", "2000 mA")],
            "contactor.state == Closed and aux-fault.state == Overloaded") { Linger_ms = 1_000, Traits = Running },
    ];

    private static IEnumerable<StartState> Opening() =>
    [
        new("opening-for-trip", Ordinary,
            [
                Set(0, "alternator", "on"), Set(0, "load", "10 A"),
                Break(12_000, "sensor-stuck-at-value", "battery[1].cell[2]", "3.9 V", 3_000),
            ],
            "contactor.state == OpeningForTrip") { Linger_ms = 1_000, Traits = StateTraits.Moving },
        new("opening-for-operator", Ordinary,
            [Set(0, "alternator", "on"), Set(0, "load", "10 A"), Set(12_000, "remote", "off")],
            "contactor.state == OpeningForOperator") { Linger_ms = 1_000, Traits = StateTraits.Moving },
        new("waiting-for-bus", Ordinary, [Set(9_000, "remote", "off"), Set(14_000, "remote", "on")],
            "device_state == contactor_check and contactor.coil_off < 8 s")
        {
            NotBefore_ms = 13_000, Linger_ms = 500,
        },
        new("cable-open-wait", Ordinary,
            [Set(0, "battery_cable", "on"), Break(5_000, "feedback-stuck", "battery_cable_ok", "off", 1_500)],
            "device_state == waiting_for_bus") { Linger_ms = 200 },
    ];

    private static IEnumerable<StartState> Off() =>
    [
        new("off", Ordinary, [Set(0, "remote", "off"), Set(0, "alternator", "on")], "device_state == off")
        {
            NotBefore_ms = 8_000, Linger_ms = 500,
        },
        new("standby", Ordinary, [Set(9_000, "mode", "standby")], "device_state == standby") { Linger_ms = 2_000 },
        new("off-by-timeout",
            Ordinary.Called("short-aux-hold").Configured("aux_hold_time", "60 s"),
            [Set(0, "load", "5 A"), Break(8_000, "sensor-stuck-at-value", "battery[1].cell[2]", "2.4 V")],
            "operator-request.state == ByTimeout and device_state == off")
        {
            NotBefore_ms = 8_000, Linger_ms = 2_000, Latest_ms = 120_000,
        },
    ];

    private static IEnumerable<StartState> Faulty() =>
    [
        new("short-latched", Large,
            [Set(0, "load", "40 A"), Break(9_000, "sensor-stuck-at-value", "pack_current", "-3500 A", 40)],
            "device_state == error and trip-latch.state == Latched")
        {
            NotBefore_ms = 9_000, Linger_ms = 2_000, Traits = StateTraits.Latched,
        },
        new("welded", Ordinary,
            [
                Set(0, "load_obeys", "off"), Set(6_500, "load", "40 A"), Break(9_000, "main-contactor-welded"),
                Set(10_000, "remote", "off"),
            ],
            "weld-watch.state == Welded") { Linger_ms = 2_000, Traits = StateTraits.Latched },
        new("opened-by-itself", Ordinary, [Set(0, "load", "40 A"), Break(9_000, "contactor-drops", for_ms: 1_000)],
            "contactor-fault.state == OpenedByItself") { Linger_ms = 3_000, Traits = StateTraits.Latched },
        new("does-not-close", Ordinary, [Break(0, "contactor-coil-open", for_ms: 12_000)],
            "contactor-fault.state == DoesNotClose") { Linger_ms = 2_000, Traits = StateTraits.Latched },
        new("feedback-contradicts", Ordinary,
            [Break(2_000, "feedback-stuck", "contactor_feedback", "on", 6_000)],
            "contactor-fault.state == FeedbackContradicts")
        {
            NotBefore_ms = 7_000, Linger_ms = 500, Traits = StateTraits.Latched,
        },
        new("leaking", Ordinary, [Break(2_000, "sensor-offset", "pack_current", "900 mA", 6_000)],
            "contactor-fault.state == Leaking")
        {
            NotBefore_ms = 7_000, Linger_ms = 500, Traits = StateTraits.Latched,
        },
    ];

    private static IEnumerable<StartState> Latches() =>
    [
        new("relay-fault", Ordinary,
            [Set(0, "shore", "on"), Break(9_000, "feedback-stuck", "charge_readback", "off", 4_000)],
            "relay-diagnosis.latched and not contactor_coil")
        {
            NotBefore_ms = 9_000, Linger_ms = 1_000, Traits = StateTraits.Latched,
        },
        new("controller-sick", Ordinary, [Break(9_000, "feedback-stuck", "scan_overrun", "on", 200)],
            "system-health.state == Sick and not contactor_coil") { Linger_ms = 1_000, Traits = StateTraits.Latched },
        new("battery-lost", Ordinary, [Break(9_000, "battery-missing", "battery[1]", "", 6_000)],
            "battery-link[1].state == Lost and not contactor_coil") { Linger_ms = 500, Traits = StateTraits.Latched },

        // A flipped bit lets the contactor's machine open at once; the monitor sees that and the shutdown machine opens
        // in order.
        new("shutdown-opening", Ordinary,
            [
                Set(0, "alternator", "on"), Set(0, "load", "10 A"),
                Break(12_000, "memory-bit-flip", "contactor.state", "3 count"),
            ],
            "shutdown-sequencer.state == Opening")
        {
            Linger_ms = 500, Traits = StateTraits.Shutdown | StateTraits.Latched | StateTraits.Moving,
        },

        // The contactor's machine claims to be settled too early, so that the alternator would be released too early.
        new("shutdown-latched", Ordinary,
            [
                Set(0, "remote", "off"), Set(0, "alternator", "on"), Set(12_000, "remote", "on"),
                Break(SettlingAt_ms, "memory-bit-flip", "contactor.state", "0 count"),
            ],
            "shutdown-sequencer.state == Latched and contactor.state == Overridden")
        {
            Linger_ms = 500, Traits = StateTraits.Shutdown | StateTraits.Latched,
        },
    ];
}
