using SafeBms.Exploration.Slices;
using SafeBms.Specification.Model;

namespace SafeBms.Exploration.Spin;

/// <summary>What SPIN says of a slice.</summary>
public enum SpinVerdict
{
    /// <summary>The whole state space was searched: the property holds in the slice, and so in the whole.</summary>
    Proved,

    /// <summary>There is a run of the slice, with real times, that violates the property. What the slice leaves free
    /// may be impossible in the whole.</summary>
    RefutedInSlice,

    /// <summary>The trail has no real times: the abstraction is too coarse for this slice.</summary>
    Spurious,

    /// <summary>The search did not end.</summary>
    NotProved,
}

/// <summary>The result of one slice.</summary>
/// <param name="Property">Id of the property.</param>
/// <param name="Part">Part of the property; empty for the whole.</param>
/// <param name="Machines">Machines of the slice.</param>
/// <param name="Product">Product whose parameters were used.</param>
/// <param name="Verdict">What SPIN says.</param>
/// <param name="Detail">Why, where it is not proved; empty otherwise.</param>
/// <param name="States">States stored.</param>
/// <param name="Transitions">Transitions taken.</param>
/// <param name="Memory_MB">Memory of the search.</param>
/// <param name="Search_s">Seconds of the search.</param>
/// <param name="Total_s">Seconds with translation and compilation.</param>
/// <param name="Run">The violating run as text, a block of equal scans a line; empty if there is none.</param>
public sealed record SpinResult(
    string Property,
    string Part,
    IReadOnlyList<string> Machines,
    string Product,
    SpinVerdict Verdict,
    string Detail,
    long States,
    long Transitions,
    double Memory_MB,
    double Search_s,
    double Total_s,
    IReadOnlyList<string> Run)
{
    /// <summary>Property and part, as printed.</summary>
    public string Name => Part.Length == 0 ? Property : $"{Property}[{Part}]";
}

/// <summary>Verifies slices of a specification with SPIN.</summary>
/// <param name="model">The specification.</param>
/// <param name="product">Product whose parameter values are used; null for the defaults.</param>
/// <param name="limit">Longest time for each of SPIN, the compiler and the search.</param>
public sealed class SpinVerifier(SpecificationModel model, ProductInfo? product, TimeSpan limit)
{
    /// <summary>The Promela file of a slice.</summary>
    /// <exception cref="SliceException">The specification lacks what the definition names.</exception>
    public string Export(SliceDefinition definition) =>
        PromelaWriter.Write(SliceBuilder.Build(model, definition, product));

    /// <summary>Exports, compiles and searches.</summary>
    /// <param name="definition">The slice.</param>
    /// <param name="folder">An empty folder for SPIN's files; it stays.</param>
    /// <exception cref="SliceException">The specification lacks what the definition names.</exception>
    /// <exception cref="SpinException">A tool is missing or fails.</exception>
    public SpinResult Verify(SliceDefinition definition, string folder)
    {
        ArgumentNullException.ThrowIfNull(definition);
        long started = System.Diagnostics.Stopwatch.GetTimestamp();
        Slice slice = SliceBuilder.Build(model, definition, product);
        File.WriteAllText(Path.Combine(folder, "slice.pml"), PromelaWriter.Write(slice));
        SpinOutcome outcome = SpinProgram.Verify(folder, "slice.pml", limit);
        SpinVerdict verdict = outcome.IsComplete ? SpinVerdict.Proved : SpinVerdict.NotProved;
        string detail = outcome.Problem;
        IReadOnlyList<string> run = [];
        if (outcome.IsViolated)
        {
            Trail trail = Trail.Read(slice, SpinProgram.Replay(folder, limit));
            IReadOnlyList<RunBlock>? blocks = TrailReplay.Concretise(slice, trail);
            verdict = blocks is null ? SpinVerdict.Spurious : SpinVerdict.RefutedInSlice;
            detail = blocks is null
                ? "the trail has no real times; the abstraction is too coarse"
                : $"a run of {blocks[^1].Last + 1} scans violates it in the slice, where what was cut is free";
            run = blocks is null ? [] : RunText.Of(slice, blocks);
        }

        double total = System.Diagnostics.Stopwatch.GetElapsedTime(started).TotalSeconds;
        return new SpinResult(
            definition.Property, definition.Part, definition.Machines, product?.Name ?? "defaults", verdict, detail,
            outcome.States, outcome.Transitions, outcome.Memory_MB, outcome.Search_s, total, run);
    }
}
