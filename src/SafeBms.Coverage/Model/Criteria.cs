namespace SafeBms.Coverage.Model;

/// <summary>The words for the criteria.</summary>
public static class Criteria
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<Criterion> All { get; } = Enum.GetValues<Criterion>();

    /// <summary>The word that stands before an element:
    /// <c>condition lead_done: [relay_mode == alarm] decides, true</c>.</summary>
    public static string Word(Criterion criterion) => criterion switch
    {
        Criterion.State => "state",
        Criterion.Transition => "transition",
        Criterion.TransitionPair => "pair",
        Criterion.Boundary => "time",
        _ => "condition",
    };

    /// <summary>The criterion of a word; null if there is none.</summary>
    public static Criterion? Find(string word) =>
        All.Where(criterion => Word(criterion) == word).Select(criterion => (Criterion?)criterion).FirstOrDefault();

    /// <summary>An obligation in words.</summary>
    public static string Describe(Obligation obligation)
    {
        ArgumentNullException.ThrowIfNull(obligation);
        return $"{Word(obligation.Criterion)} {obligation.Id}";
    }
}
