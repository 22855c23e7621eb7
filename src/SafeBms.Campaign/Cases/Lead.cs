namespace SafeBms.Campaign;

/// <summary>
/// What comes before the injection: a state, and perhaps a first event whose consequences are waited for. All cases of
/// one lead share the run up to their phase.
/// </summary>
/// <param name="Name">Short name; part of the names of cases.</param>
/// <param name="State">The state that it starts from.</param>
/// <param name="Doings">The first event, counted from the moment at which the state is reached; none for a single
/// fault.</param>
/// <param name="Reached">The condition whose first scan the phases are counted from; empty: the state itself.</param>
public sealed record Lead(string Name, StartState State, IReadOnlyList<Doing> Doings, string Reached)
{
    /// <summary>Phase 0 is that long before the first scan of <see cref="Reached"/>, in ms.</summary>
    public long Margin_ms { get; init; }

    /// <summary><see cref="Reached"/> must become true within this time after the first event.</summary>
    public long Latest_ms { get; init; } = 10_000;

    /// <summary>The state alone.</summary>
    public static Lead Of(StartState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return new(state.Name, state, [], "");
    }
}
