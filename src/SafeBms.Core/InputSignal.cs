namespace SafeBms.Core;

/// <summary>An input as it comes from outside, before it is checked.</summary>
/// <remarks>Any input has this form: an enumeration by its stable id, a bool as 0 or 1.</remarks>
public struct InputSignal
{
    /// <summary>The value last accepted, in the base unit of the signal; any number may stand here.</summary>
    public int Value { get; set; }

    /// <summary>Scans (ms) since the value was accepted; 0 in the scan that brings a new sample.</summary>
    public int Age_ms { get; set; }

    /// <summary>False until a first sample has been accepted.</summary>
    public bool Accepted { get; set; }

    /// <summary>A sample that arrives in this scan.</summary>
    public static InputSignal New(int value) => new() { Value = value, Accepted = true };
}
