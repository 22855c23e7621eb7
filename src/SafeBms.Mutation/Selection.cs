namespace SafeBms.Mutation;

/// <summary>Which of all mutants are looked at.</summary>
public static class Selection
{
    private const ulong Prime = 0x9E37_79B9_7F4A_7C15;

    /// <summary>First by name, then by part, then by chance; the order stays.</summary>
    public static IReadOnlyList<Mutant> Of(IReadOnlyList<Mutant> all, MutationRequest request)
    {
        ArgumentNullException.ThrowIfNull(all);
        ArgumentNullException.ThrowIfNull(request);
        bool IsNamed(Mutant mutant) => request.Only.Count == 0 || request.Only.Any(word => Fits(mutant, word));
        List<Mutant> chosen = [.. all.Where(IsNamed)];
        chosen = [.. chosen.Where((_, index) => index % request.Shards == request.Shard - 1)];
        if (request.Sample > 0 && request.Sample < chosen.Count)
        {
            HashSet<Mutant> drawn = [.. chosen.OrderBy(mutant => Rank(mutant.Id, request.Seed)).Take(request.Sample)];
            chosen = [.. chosen.Where(drawn.Contains)];
        }

        return chosen;
    }

    // A file, an operator, or "file:operator"; a whole id too.
    private static bool Fits(Mutant mutant, string word) =>
        mutant.Operator == word || mutant.File == word || mutant.Id == word
        || mutant.Id.StartsWith(word + ":", StringComparison.Ordinal);

    // The same draw on every machine.
    private static ulong Rank(string id, ulong seed)
    {
        ulong hash = (seed + 1) * Prime;
        foreach (char letter in id)
        {
            hash = (ulong.RotateLeft(hash, 13) ^ letter) * Prime;
        }

        return hash ^ (hash >> 31);
    }
}
