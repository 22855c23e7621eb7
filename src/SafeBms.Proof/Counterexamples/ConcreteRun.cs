using SafeBms.Interpreter;

namespace SafeBms.Proof.Counterexamples;

/// <summary>A reading that begins at a scan and stays until the next one of the same input.</summary>
/// <param name="Scan">Scan, counted from 0 at power-on.</param>
/// <param name="Input">Index of the input in the tables of the core.</param>
/// <param name="Reading">What the core sees: value in the base unit, age, and whether it was ever accepted.</param>
public sealed record InputChange(long Scan, int Input, InputReading Reading);

/// <summary>A run from power-on that is determined by what is written here and by nothing else.</summary>
/// <param name="Product">Name of the product.</param>
/// <param name="Parameters">Configurable parameters that differ from the product's, by name.</param>
/// <param name="Retained">What survived the last loss of power, by flat name; null if it is lost.</param>
/// <param name="Changes">What the inputs do, in the order of scans; before its first change an input was never
/// accepted.</param>
/// <param name="Scans">Length; the last scan is the one that matters.</param>
public sealed record ConcreteRun(
    string Product, IReadOnlyDictionary<string, long> Parameters, IReadOnlyDictionary<string, long>? Retained,
    IReadOnlyList<InputChange> Changes, long Scans)
{
    /// <summary>The scan that matters.</summary>
    public long LastScan => Scans - 1;
}
