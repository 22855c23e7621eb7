namespace SafeBms.Coverage.Comparison;

/// <summary>One thing that a scan of a machine depends on, with the values that are tried.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Count">Number of values.</param>
/// <param name="Set">Gives both sides one of the values.</param>
/// <param name="IsMemory">Whether a scan changes it, so that it is set before every scan.</param>
/// <param name="Capture">Gives what sets the present value again.</param>
internal sealed record Dimension(
    string Name, int Count, Action<int> Set, bool IsMemory, Func<Action> Capture);

/// <summary>Something that is remembered and is no row of the state table: what both sides have of it must be the same
/// after a scan.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Generated">What the generated code has.</param>
/// <param name="Expected">What the interpreter has, in the form in which the code keeps it.</param>
internal sealed record Remembered(string Name, Func<long> Generated, Func<long> Expected);
