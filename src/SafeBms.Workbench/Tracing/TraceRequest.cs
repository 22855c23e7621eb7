namespace SafeBms.Workbench.Tracing;

/// <summary>What a trace is made of, and what shall come of it.</summary>
public sealed record TraceRequest
{
    /// <summary>Where the results of the test command and of the engines are, if nothing else is said.</summary>
    public static IReadOnlyList<string> ResultFolders { get; } =
    [
        Path.Combine("artifacts", "test-results"),
        Path.Combine("artifacts", "proof"),
        Path.Combine("artifacts", "equivalence"),
        Path.Combine("artifacts", "mutation"),
        Path.Combine("artifacts", "campaign"),
    ];

    /// <summary>Folder of the specification.</summary>
    public required string Specification { get; init; }

    /// <summary>Folder of the scenarios.</summary>
    public required string Scenarios { get; init; }

    /// <summary>Folder of the tests' sources.</summary>
    public required string Tests { get; init; }

    /// <summary>File of the wordings that were looked at.</summary>
    public required string Reviewed { get; init; }

    /// <summary>Files and folders of results; null for those of <see cref="ResultFolders"/> that exist.</summary>
    public IReadOnlyList<string>? Results { get; init; }

    /// <summary><c>html</c>, <c>json</c> or <c>lobster</c>.</summary>
    public required string Format { get; init; }

    /// <summary>Folder that is written to; null for the terminal (json) or the normal one.</summary>
    public string? Target { get; init; }

    /// <summary>A missing result is a finding.</summary>
    public bool IsComplete { get; init; }

    /// <summary>Requirements whose present wording has been looked at; empty to make the trace.</summary>
    public IReadOnlyList<string> Accepted { get; init; } = [];
}
