namespace SafeBms.Mutation;

/// <summary>A mutant with what became of it and why it may have survived.</summary>
/// <param name="Mutant">The mutant.</param>
/// <param name="Result">What became of it.</param>
/// <param name="Disposition">Why it is no gap; empty where it was killed or nobody has said.</param>
/// <param name="Kind"><c>equivalent</c>, <c>tolerance</c>, <c>accepted</c> or empty.</param>
public sealed record Judgement(Mutant Mutant, MutantResult Result, string Disposition, string Kind)
{
    /// <summary>Nobody noticed it, and nobody has said why that is right.</summary>
    public bool IsOpen => Result.IsSurvivor && Kind.Length == 0;

    /// <summary>Joins mutants, results and reasons.</summary>
    public static IReadOnlyList<Judgement> Join(
        IReadOnlyList<Mutant> mutants,
        IReadOnlyDictionary<string, MutantResult> results,
        Dispositions dispositions,
        Tolerances tolerances)
    {
        ArgumentNullException.ThrowIfNull(mutants);
        ArgumentNullException.ThrowIfNull(results);
        ArgumentNullException.ThrowIfNull(dispositions);
        ArgumentNullException.ThrowIfNull(tolerances);
        List<Judgement> all = [];
        foreach (Mutant mutant in mutants)
        {
            if (!results.TryGetValue(mutant.Id, out MutantResult? result))
            {
                continue;
            }

            string reason = string.Empty;
            string kind = string.Empty;
            if (result.Net == MutantResult.Nets.Equivalent)
            {
                (reason, kind) = (result.Detail, "equivalent");
            }
            else if (result.IsSurvivor && dispositions.Of(mutant) is { } written)
            {
                (reason, kind) = (written.Because, written.Kind);
            }
            else if (result.IsSurvivor && tolerances.Covers(mutant) is { } rule)
            {
                (reason, kind) = (rule, "tolerance");
            }

            all.Add(new Judgement(mutant, result, reason, kind));
        }

        return all;
    }
}
