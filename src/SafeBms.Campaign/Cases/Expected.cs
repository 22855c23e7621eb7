using SafeBms.Simulation.Scenarios;

namespace SafeBms.Campaign;

/// <summary>What must hold in a case, in the words of the scenario language.</summary>
/// <param name="Kind">How it is judged: within, always, never or at.</param>
/// <param name="From_ms">The moment, or the begin of the period, counted from the injection.</param>
/// <param name="To_ms">Within: the longest time from there. Always and never: the end, counted from the injection; -1
/// for the end of the run.</param>
/// <param name="Condition">The condition.</param>
/// <param name="Because">Why: the property or the sum of times that asks for it.</param>
public sealed record Expected(ExpectationKind Kind, long From_ms, long To_ms, string Condition, string Because)
{
    /// <summary>Becomes true at most this long after the injection (or after another moment).</summary>
    public static Expected Within(long longest_ms, string condition, string because, long of_ms = 0) =>
        new(ExpectationKind.Within, of_ms, longest_ms, condition, because);

    /// <summary>Never true from a moment on.</summary>
    public static Expected Never(string condition, string because, long from_ms = 0, long to_ms = -1) =>
        new(ExpectationKind.Never, from_ms, to_ms, condition, because);

    /// <summary>True from a moment on.</summary>
    public static Expected Always(string condition, string because, long from_ms = 0, long to_ms = -1) =>
        new(ExpectationKind.Always, from_ms, to_ms, condition, because);

    /// <summary>The same, counted from a later moment.</summary>
    public Expected After(long delay_ms) => this with
    {
        From_ms = From_ms + delay_ms,
        To_ms = Kind == ExpectationKind.Within || To_ms < 0 ? To_ms : To_ms + delay_ms,
    };

    internal ScenarioExpectation ToExpectation() => new()
    {
        Kind = Kind,
        Conditions = [new PlacedText(Condition, 1, 1)],
        From = new Moment(From_ms, null),
        To = Kind != ExpectationKind.Within && To_ms >= 0 ? new Moment(To_ms, null) : null,
        Maximum_ms = Kind == ExpectationKind.Within ? To_ms : -1,
        Because = Because,
    };
}
