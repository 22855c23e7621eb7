using SafeBms.Specification;
using SafeBms.Specification.Model;

namespace SafeBms.Mutation.Nets;

/// <summary>What a net says of a mutant.</summary>
/// <param name="IsKilled">Whether it would have been noticed. A time-out is not a kill.</param>
/// <param name="By">What noticed it: ids of rules, properties, scenarios.</param>
/// <param name="Detail">In words.</param>
public sealed record NetVerdict(bool IsKilled, IReadOnlyList<string> By, string Detail)
{
    /// <summary>The mutant has been proved to behave as the original.</summary>
    public bool IsSame { get; init; }

    /// <summary>What may have noticed it, and is not known to: ids of properties that are not proved any more, without
    /// a run that violates them.</summary>
    public IReadOnlyList<string> Suspects { get; init; } = [];

    /// <summary>Not noticed.</summary>
    public static NetVerdict Missed(string detail) => new(false, [], detail);
}

/// <summary>One way of noticing a wrong specification, asked about the mutants that the boat under the monitors let
/// pass, whenever it comes to them.</summary>
public interface INet
{
    /// <summary>Name in reports: <c>prove</c>.</summary>
    string Name { get; }

    /// <summary>Judges one mutant; may be called by several threads at once.</summary>
    NetVerdict Judge(Mutant mutant, IReadOnlyList<SpecificationFile> files, SpecificationModel model);
}
