namespace SafeBms.Coverage.Machines;

/// <summary>A test of one machine: what it reads, step by step.</summary>
/// <param name="Name">Name within its file.</param>
/// <param name="Reaches">What it adds to the tests before it, in words.</param>
/// <param name="Start">How the machine starts.</param>
/// <param name="Steps">The steps.</param>
public sealed record MachineTest(
    string Name, IReadOnlyList<string> Reaches, MachineStart Start, IReadOnlyList<TestStep> Steps);

/// <summary>How a machine starts.</summary>
/// <param name="Product">Product.</param>
/// <param name="Parameters">Parameters of the set that differ from the product's.</param>
/// <param name="Retained">All retained variables of the machine; empty if they were lost.</param>
public sealed record MachineStart(
    string Product, IReadOnlyDictionary<string, long> Parameters, IReadOnlyDictionary<string, long> Retained);

/// <summary>One step: values change, and the machine runs for a while.</summary>
/// <param name="Set">What changes before the first scan, by drive.</param>
/// <param name="Scans">Number of scans, at least 1.</param>
/// <param name="Expect">Rows of the machine after the last scan that differ from those of the step before, without the
/// machine's name: <c>state</c>, <c>relay</c>; the first step names all.</param>
public sealed record TestStep(
    IReadOnlyList<KeyValuePair<int, DriveValue>> Set,
    int Scans,
    IReadOnlyList<KeyValuePair<string, long>> Expect);
