using System.Reflection;

namespace SafeBms.Laboratory;

/// <summary>How a core is compiled and loaded.</summary>
public sealed record CompileOptions
{
    /// <summary>The usual way.</summary>
    public static CompileOptions Default { get; } = new();

    /// <summary>Assemblies beside the framework and the Laboratory that the sources may use; the loaded core shares
    /// them with the caller. For sources that were added to the generated ones, such as probes.</summary>
    public IReadOnlyList<Assembly> Shared { get; init; } = [];

    /// <summary>False: the code stays loaded until the process ends, and the run-time compiler takes it through its
    /// usual tiers. True (default): compiled straight to optimised code, and gone after <c>Dispose</c>.</summary>
    public bool IsCollectible { get; init; } = true;
}
