using SafeBms.Devices.Linux;
using SafeBms.Devices.Lines;

namespace SafeBms.Guard;

/// <summary>What the guard does.</summary>
public enum GuardState
{
    /// <summary>The controller was started and has not spoken yet; the outputs are safe.</summary>
    Starting,

    /// <summary>The controller controls.</summary>
    Watching,

    /// <summary>The controller was asked to end in order.</summary>
    Stopping,

    /// <summary>The controller was killed and is not gone yet: nobody writes.</summary>
    Killing,

    /// <summary>The guard opens in order: relay, permits and pre-charge are off, the contactor follows.</summary>
    OpeningInOrder,

    /// <summary>Everything is off; a restart comes.</summary>
    BackOff,

    /// <summary>It has come to its end.</summary>
    Done,
}

/// <summary>Why the guard took over.</summary>
public enum GuardReason
{
    /// <summary>It did not.</summary>
    None,

    /// <summary>The controller ended by itself.</summary>
    ControllerEnded,

    /// <summary>No heartbeat within the time-out.</summary>
    HeartbeatMissing,

    /// <summary>A heartbeat less than half a period after the one before.</summary>
    HeartbeatEarly,

    /// <summary>Two heartbeats further apart than the time-out.</summary>
    HeartbeatLate,

    /// <summary>A number was left out, came twice or did not begin at 1.</summary>
    HeartbeatSequence,

    /// <summary>The token does not belong to the number and to a complete scan.</summary>
    HeartbeatToken,

    /// <summary>Sent before the controller was started, or in the future.</summary>
    HeartbeatTime,

    /// <summary>It speaks for no scan, or for more than can have been.</summary>
    HeartbeatScans,

    /// <summary>What came was no heartbeat.</summary>
    HeartbeatMalformed,

    /// <summary>The controller never spoke.</summary>
    NoFirstHeartbeat,

    /// <summary>Asked to end in order, it took too long.</summary>
    StopTimedOut,

    /// <summary>Lines: something was switched on before the first heartbeat.</summary>
    OutputsBeforeHeartbeat,

    /// <summary>Lines: the alternator was released without the contactor (P03).</summary>
    RelayWithoutContactor,

    /// <summary>Lines: the contactor fell before the alternator relay had been off for 2 s (P01).</summary>
    ContactorBeforeRelay,

    /// <summary>Lines: pre-charge and contactor stayed on together (P10).</summary>
    PrechargeWithContactor,

    /// <summary>Lines: discharging allowed without the contactor (P35).</summary>
    DischargeWithoutContactor,

    /// <summary>Lines: charging allowed without the contactor and without AUX (P35).</summary>
    ChargeWithoutContactor,

    /// <summary>The lines could not be read back or written.</summary>
    LinesLost,
}

/// <summary>How the guard ended; the number is its exit code.</summary>
public enum GuardEnd
{
    /// <summary>In order: nothing is left on.</summary>
    InOrder = 0,

    /// <summary>The controller says that it cannot be used as it is configured; nothing was switched on.</summary>
    Unusable = 2,

    /// <summary>Asked to stop, the controller did not end in order: the guard opened in order itself.</summary>
    ByGuard = 4,

    /// <summary>The lines are lost: nobody knows what they carry.</summary>
    LinesLost = 5,
}

/// <summary>What the guard sees in one step.</summary>
public struct GuardInputs
{
    /// <summary>CLOCK_MONOTONIC, read after everything else.</summary>
    public long Now_ns { get; set; }

    /// <summary>A heartbeat came.</summary>
    public bool HasHeartbeat { get; set; }

    /// <summary>The heartbeat, if one came.</summary>
    public Heartbeat Heartbeat { get; set; }

    /// <summary>Bytes came that are no heartbeat.</summary>
    public bool Malformed { get; set; }

    /// <summary>The lines were read back, between <see cref="LinesFrom_ns"/> and <see cref="Now_ns"/>.</summary>
    public bool HasLines { get; set; }

    /// <summary>CLOCK_MONOTONIC before the lines were read back.</summary>
    public long LinesFrom_ns { get; set; }

    /// <summary>How that went.</summary>
    public LineStatus LinesStatus { get; set; }

    /// <summary>What the output lines carry.</summary>
    public ulong Lines { get; set; }

    /// <summary>The controller is gone for certain, or never came to life.</summary>
    public bool ControllerGone { get; set; }

    /// <summary>How it ended.</summary>
    public ChildExit Exit { get; set; }

    /// <summary>Somebody asked to stop.</summary>
    public bool StopRequested { get; set; }
}

/// <summary>What has to be done after one step.</summary>
public struct GuardActions
{
    /// <summary>Start the controller, telling it <see cref="Restarts"/>.</summary>
    public bool Start { get; set; }

    /// <summary>Number of restarts.</summary>
    public long Restarts { get; set; }

    /// <summary>Kill the controller.</summary>
    public bool Kill { get; set; }

    /// <summary>Write <see cref="Word"/>, then report by <see cref="GuardLogic.Wrote"/>.</summary>
    public bool Write { get; set; }

    /// <summary>The outputs to be written.</summary>
    public ulong Word { get; set; }

    /// <summary>Send the controller a heartbeat with <see cref="Flags"/>.</summary>
    public bool Speak { get; set; }

    /// <summary>What the heartbeat says.</summary>
    public HeartbeatFlags Flags { get; set; }

    /// <summary>All is well, or under the guard's own control: watchdog and heartbeat line are served.</summary>
    public bool Alive { get; set; }

    /// <summary>The guard is done.</summary>
    public bool Finished { get; set; }
}
