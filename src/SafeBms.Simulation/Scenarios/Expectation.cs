namespace SafeBms.Simulation.Scenarios;

/// <summary>An expectation that did not hold.</summary>
/// <param name="Scan">The scan in which this became certain.</param>
/// <param name="Line">Line of the scenario file; 0 if it is not about a line.</param>
/// <param name="Expected">What should have been.</param>
/// <param name="Actual">What was.</param>
/// <param name="Because">The reason that the scenario gives; may be empty.</param>
public sealed record Difference(long Scan, int Line, string Expected, string Actual, string Because);

/// <summary>A moment that is being waited for.</summary>
internal sealed class Waiting(Moment moment, Condition? condition)
{
    private long _seenScan = -1;

    public Moment Moment { get; } = moment;

    /// <summary>The scan of the moment, or -1 while its condition has not been true.</summary>
    public long Scan =>
        condition is null ? Moment.Time_ms + Moment.After_ms
        : _seenScan < 0 ? -1
        : _seenScan + Moment.After_ms;

    /// <summary>The condition, if one decides.</summary>
    public Condition? Condition => condition;

    /// <summary>Its scan if that is not before the given one, else the end of time.</summary>
    public long DueFrom(long scan) => Scan >= scan ? Scan : long.MaxValue;

    /// <summary>True from that scan on.</summary>
    public bool Step(long scan, INameSpace names)
    {
        if (condition is not null)
        {
            bool now = condition.Step(names);
            _seenScan = now && _seenScan < 0 ? scan : _seenScan;
        }

        return Scan >= 0 && scan >= Scan;
    }
}

/// <summary>Judges one expectation scan by scan.</summary>
internal abstract class Expectation(ScenarioExpectation source)
{
    private Condition[]? _conditions;

    /// <summary>Every condition that it steps.</summary>
    public Condition[] Conditions => _conditions ??= [.. AllConditions.OfType<Condition>()];

    protected abstract IEnumerable<Condition?> AllConditions { get; }

    protected ScenarioExpectation Source { get; } = source;

    /// <summary>True when nothing later can change the verdict.</summary>
    public bool Decided { get; protected set; }

    /// <summary>Looks at one scan; a difference if it is now certain that the expectation does not hold.</summary>
    public abstract Difference? Step(long scan, INameSpace names);

    /// <summary>The run is over; a difference if something is still owed.</summary>
    public abstract Difference? Finish(long scan, INameSpace names);

    /// <summary>The first scan, from the given one on, in which time alone can change the verdict.</summary>
    public abstract long DueFrom(long scan);

    protected Difference Fail(long scan, string expected, string actual)
    {
        Decided = true;
        return new Difference(scan, Source.Line, expected, actual, Source.Because);
    }
}

internal sealed class AtExpectation(ScenarioExpectation source, Waiting at, Condition that) : Expectation(source)
{
    protected override IEnumerable<Condition?> AllConditions => [at.Condition, that];

    public override long DueFrom(long scan) => Decided ? long.MaxValue : at.DueFrom(scan);

    public override Difference? Step(long scan, INameSpace names)
    {
        bool holds = that.Step(names);
        if (!at.Step(scan, names) || Decided)
        {
            return null;
        }

        Decided = true;
        return holds ? null : Fail(scan, $"at {at.Moment.Describe()}: {that.Text}", that.Explain(names));
    }

    public override Difference? Finish(long scan, INameSpace names) =>
        Decided ? null : Fail(scan, $"at {at.Moment.Describe()}: {that.Text}", "the run ended before this moment");
}

internal sealed class WithinExpectation(ScenarioExpectation source, Waiting of, Condition that) : Expectation(source)
{
    protected override IEnumerable<Condition?> AllConditions => [of.Condition, that];

    public override long DueFrom(long scan) =>
        Decided || of.Scan < 0 ? long.MaxValue : of.Scan >= scan ? of.Scan : of.Scan + Source.Maximum_ms;

    private string Expected => $"within {Source.Maximum_ms} ms of {of.Moment.Describe()}: {that.Text}";

    public override Difference? Step(long scan, INameSpace names)
    {
        bool holds = that.Step(names);
        if (!of.Step(scan, names) || Decided)
        {
            return null;
        }

        Decided = holds;
        return !holds && scan >= of.Scan + Source.Maximum_ms
            ? Fail(scan, Expected, $"still not after {scan - of.Scan} ms: {that.Explain(names)}")
            : null;
    }

    public override Difference? Finish(long scan, INameSpace names)
    {
        if (Decided)
        {
            return null;
        }

        return Fail(scan, Expected, of.Scan < 0
            ? "the run ended before this moment"
            : $"the run ended after {scan - of.Scan} ms: {that.Explain(names)}");
    }
}

/// <summary>always and never; a period whose begin never came is a difference, because nothing was shown.</summary>
internal sealed class PeriodExpectation(
    ScenarioExpectation source, Waiting from, Waiting? to, Condition condition) : Expectation(source)
{
    private bool _began;

    protected override IEnumerable<Condition?> AllConditions => [from.Condition, to?.Condition, condition];

    public override long DueFrom(long scan) =>
        Decided ? long.MaxValue : Math.Min(from.DueFrom(scan), to?.DueFrom(scan) ?? long.MaxValue);

    private bool Wanted => Source.Kind == ExpectationKind.Always;

    private string Expected
    {
        get
        {
            string end = to is null ? "the end" : to.Moment.Describe();
            return $"{(Wanted ? "always" : "never")} from {from.Moment.Describe()} to {end}: {condition.Text}";
        }
    }

    public override Difference? Step(long scan, INameSpace names)
    {
        bool now = condition.Step(names);
        bool began = from.Step(scan, names);
        bool over = to is not null && to.Step(scan, names);
        if (Decided || !began)
        {
            return null;
        }

        _began = true;
        if (over && scan > to!.Scan)
        {
            Decided = true;
            return null;
        }

        return now == Wanted
            ? null
            : Fail(scan, Expected, $"{(Wanted ? "not so" : "it was so")}: {condition.Explain(names)}");
    }

    public override Difference? Finish(long scan, INameSpace names) =>
        _began || Decided ? null : Fail(scan, Expected, "the period never began");
}

internal sealed class OrderExpectation(ScenarioExpectation source, Waiting from, IReadOnlyList<Condition> steps)
    : Expectation(source)
{
    private readonly long[] _seen = [.. Enumerable.Repeat(-1L, steps.Count)];

    protected override IEnumerable<Condition?> AllConditions => [from.Condition, .. steps];

    public override long DueFrom(long scan)
    {
        if (Decided)
        {
            return long.MaxValue;
        }

        int next = Array.IndexOf(_seen, -1);
        bool limited = next > 0 && Source.Maximum_ms >= 0;
        return Math.Min(from.DueFrom(scan), limited ? _seen[next - 1] + Source.Maximum_ms : long.MaxValue);
    }

    private string Expected
    {
        get
        {
            string distance = Source.Minimum_ms > 0 ? $", at least {Source.Minimum_ms} ms apart" : "";
            distance += Source.Maximum_ms >= 0 ? $", at most {Source.Maximum_ms} ms apart" : "";
            return $"in this order{distance}: {string.Join(", then ", steps.Select(s => s.Text))}";
        }
    }

    public override Difference? Step(long scan, INameSpace names)
    {
        bool began = from.Step(scan, names);
        Difference? difference = null;
        for (int i = 0; i < steps.Count; i++)
        {
            bool now = steps[i].Step(names);
            if (began && !Decided && now && _seen[i] < 0)
            {
                _seen[i] = scan;
                difference ??= Judge(i, scan);
            }
        }

        int next = Array.IndexOf(_seen, -1);
        if (difference is null && !Decided && Source.Maximum_ms >= 0 && next > 0
            && scan - _seen[next - 1] >= Source.Maximum_ms)
        {
            difference = Fail(scan, Expected,
                $"'{steps[next].Text}' did not follow within {Source.Maximum_ms} ms: {steps[next].Explain(names)}");
        }

        Decided |= next < 0;
        return difference;
    }

    public override Difference? Finish(long scan, INameSpace names)
    {
        int missing = Array.IndexOf(_seen, -1);
        return Decided || missing < 0
            ? null
            : Fail(scan, Expected, $"'{steps[missing].Text}' never became true: {steps[missing].Explain(names)}");
    }

    private Difference? Judge(int index, long scan)
    {
        if (index == 0)
        {
            return null;
        }

        if (_seen[index - 1] < 0)
        {
            return Fail(scan, Expected, $"'{steps[index].Text}' came first, before '{steps[index - 1].Text}'");
        }

        long distance = scan - _seen[index - 1];
        return distance >= Source.Minimum_ms
            ? null
            : Fail(scan, Expected,
                $"'{steps[index].Text}' came {distance} ms after '{steps[index - 1].Text}' (scan {_seen[index - 1]})");
    }
}
