namespace SafeBms.Simulation.Scenarios;

/// <summary>One thing that is wrong with a scenario file.</summary>
/// <param name="Line">Line, from 1.</param>
/// <param name="Column">Column, from 1.</param>
/// <param name="Message">What is wrong and what to write instead.</param>
public sealed record ScenarioProblem(int Line, int Column, string Message)
{
    /// <summary>In the form that editors and terminals make clickable.</summary>
    public string Format(string file) => $"{file}({Line},{Column}): {Message}";
}

/// <summary>A scenario that cannot be used; it names every problem that was found in one reading.</summary>
public sealed class ScenarioException : Exception
{
    /// <summary>Creates it.</summary>
    public ScenarioException(IReadOnlyList<ScenarioProblem> problems)
        : base(problems is { Count: > 0 } ? problems[0].Message : "The scenario is unusable.") =>
        Problems = problems ?? [];

    /// <summary>Creates it with one problem.</summary>
    public ScenarioException(int line, int column, string message)
        : this([new ScenarioProblem(line, column, message)])
    {
    }

    /// <summary>Creates it without a place.</summary>
    public ScenarioException(string message)
        : this(1, 1, message)
    {
    }

    /// <summary>Creates it without a place.</summary>
    public ScenarioException(string message, Exception innerException)
        : base(message, innerException) => Problems = [new ScenarioProblem(1, 1, message)];

    /// <summary>Creates it without a reason.</summary>
    public ScenarioException()
        : this("The scenario is unusable.")
    {
    }

    /// <summary>What is wrong, in the order of the file.</summary>
    public IReadOnlyList<ScenarioProblem> Problems { get; }
}
