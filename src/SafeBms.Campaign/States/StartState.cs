namespace SafeBms.Campaign;

/// <summary>A state of the system, with the recipe that always leads there.</summary>
/// <param name="Name">A short name, part of the names of cases.</param>
/// <param name="Boat">The boat.</param>
/// <param name="Doings">What happens before, counted from the start of the boat.</param>
/// <param name="Reached">The condition that says that the state is reached.</param>
public sealed record StartState(
    string Name, BoatSetup Boat, IReadOnlyList<Doing> Doings, string Reached)
{
    /// <summary>From reaching the state to the fault, in ms; the condition must hold then too.</summary>
    public long Linger_ms { get; init; }

    /// <summary>The condition is not looked for before this time.</summary>
    public long NotBefore_ms { get; init; }

    /// <summary>The state must be reached by then, or the case cannot be judged.</summary>
    public long Latest_ms { get; init; } = 60_000;

    /// <summary>What is so in this state, for expectations that depend on it.</summary>
    public StateTraits Traits { get; init; }

    /// <summary>True if the programmable relay releases the alternator, false if it calls somebody.</summary>
    public bool RelayReleasesAlternator => Boat.Parameters.All(p => p is not { Key: "relay_mode", Value: "alarm" });

    /// <summary>True if it has all of these traits.</summary>
    public bool Is(StateTraits traits) => (Traits & traits) == traits;
}

/// <summary>What is so in a state.</summary>
[Flags]
public enum StateTraits
{
    /// <summary>Nothing of all this.</summary>
    None = 0,

    /// <summary>The controller has not been ready since its start: some alarms are still held back.</summary>
    Starting = 1,

    /// <summary>The contactor is closed and settled, and nothing asks to open it.</summary>
    Closed = 2,

    /// <summary>The alternator delivers through the programmable relay.</summary>
    Alternator = 4,

    /// <summary>At least 30 A are drawn.</summary>
    Discharging = 8,

    /// <summary>At least 30 A are charged.</summary>
    Charging = 16,

    /// <summary>A latch is set, so that another cause may not be shown as the first.</summary>
    Latched = 32,

    /// <summary>The shutdown machine has taken over: outputs are at their safe values.</summary>
    Shutdown = 64,

    /// <summary>The contactor is on its way: closing or opening.</summary>
    Moving = 256,

    /// <summary>Discharging is allowed.</summary>
    MayDischarge = 512,

    /// <summary>Charging is allowed.</summary>
    MayCharge = 1024,

    /// <summary>No alarm, and no first cause is shown.</summary>
    Calm = 2048,
}
