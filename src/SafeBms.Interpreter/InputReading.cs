namespace SafeBms.Interpreter;

/// <summary>What the outside delivers for one input.</summary>
/// <param name="Value">The number last accepted, in the base unit; bool as 0/1, enumerations by id.</param>
/// <param name="Age_ms">Scans since it was accepted; 0 in the scan of acceptance.</param>
/// <param name="Accepted">Whether it was accepted at all since the start.</param>
public readonly record struct InputReading(long Value, int Age_ms, bool Accepted);
