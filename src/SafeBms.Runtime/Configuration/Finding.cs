namespace SafeBms.Runtime.Configuration;

/// <summary>How much a finding matters.</summary>
public enum FindingKind
{
    /// <summary>The configuration cannot be used.</summary>
    Error,

    /// <summary>It can be used; the installer should know.</summary>
    Warning,
}

/// <summary>One thing that was found in a configuration file.</summary>
/// <param name="Kind">How much it matters.</param>
/// <param name="Line">Line, from 1.</param>
/// <param name="Column">Column, from 1.</param>
/// <param name="Key">Place in the file by its keys, for example lines.outputs.aux; empty for the whole file.</param>
/// <param name="Message">What is wrong and what to write instead.</param>
public sealed record Finding(FindingKind Kind, int Line, int Column, string Key, string Message)
{
    /// <summary>In the form that editors and terminals make clickable.</summary>
    public string Format(string file) =>
        $"{file}({Line},{Column}): {(Kind == FindingKind.Error ? "error" : "warning")}: {Message}";
}

/// <summary>What a file was read as.</summary>
/// <param name="Installation">The installation; null if there is an error.</param>
/// <param name="Findings">Everything that was found, in the order of the file.</param>
public sealed record ConfigurationResult(Installation? Installation, IReadOnlyList<Finding> Findings)
{
    /// <summary>What makes it unusable.</summary>
    public IEnumerable<Finding> Errors => Findings.Where(f => f.Kind == FindingKind.Error);
}
