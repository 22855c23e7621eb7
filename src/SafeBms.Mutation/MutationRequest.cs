using SafeBms.Mutation.Nets;
using SafeBms.Specification;

namespace SafeBms.Mutation;

/// <summary>What shall be judged, and with what.</summary>
public sealed record MutationRequest
{
    /// <summary>The specification.</summary>
    public required IReadOnlyList<SpecificationFile> Files { get; init; }

    /// <summary>The scenarios and random runs.</summary>
    public required IReadOnlyList<Play> Plays { get; init; }

    /// <summary>Nets after the boat, in order.</summary>
    public IReadOnlyList<INet> More { get; init; } = [];

    /// <summary>Only mutants whose id contains one of these; empty for all.</summary>
    public IReadOnlyList<string> Only { get; init; } = [];

    /// <summary>How many, drawn at random; 0 for all.</summary>
    public int Sample { get; init; }

    /// <summary>Seed of the sample.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Which part of <see cref="Shards"/>, from 1.</summary>
    public int Shard { get; init; } = 1;

    /// <summary>Number of parts.</summary>
    public int Shards { get; init; } = 1;

    /// <summary>Threads.</summary>
    public int Jobs { get; init; } = 1;

    /// <summary>Most scans that are spent on one mutant in the simulated boat.</summary>
    public long Scans { get; init; } = 1_500_000;

    /// <summary>Mutants in one build.</summary>
    public int Batch { get; init; } = 400;
}
