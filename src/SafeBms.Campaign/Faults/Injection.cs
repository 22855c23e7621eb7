namespace SafeBms.Campaign;

/// <summary>One way in which something of the fault list goes wrong.</summary>
/// <param name="Fault">The number of the fault list, <c>F22</c>.</param>
/// <param name="Variant">Short name of the way, unique within the fault.</param>
/// <param name="Doings">What happens, counted from the injection.</param>
public sealed record Injection(string Fault, string Variant, IReadOnlyList<Doing> Doings)
{
    /// <summary>How long the reaction is waited for, in ms; it covers the longest that is claimed.</summary>
    public long Length_ms { get; init; } = 6_000;

    /// <summary>What must hold besides the properties.</summary>
    public IReadOnlyList<Claim> Claims { get; init; } = [];

    /// <summary>
    /// True if the fault may by itself cut the alternator off from the battery (E1, or a contact that opens or a relay
    /// that stays closed against its command): no controller can prevent the load dump then.
    /// </summary>
    public bool MayDumpLoad { get; init; }

    /// <summary>
    /// True if afterwards somebody acknowledges, switches off and on, and stops; false for a stop alone.
    /// </summary>
    public bool IsFollowedUp { get; init; } = true;

    /// <summary>In which states; null for all.</summary>
    public Func<StartState, bool>? Where { get; init; }

    /// <summary>In words.</summary>
    public string Text =>
        string.Join(", ", Doings.Take(3).Select(d => d.ToString())) + (Doings.Count > 3 ? ", ..." : "");
}

/// <summary>Something that must hold in the states for which it is said.</summary>
/// <param name="Where">In which states.</param>
/// <param name="What">What.</param>
public sealed record Claim(Func<StartState, bool> Where, Expected What);
