using SafeBms.Core;
using SafeBms.Simulation.Adapter;

namespace SafeBms.Simulation.Scenarios;

/// <summary>A scenario whose names have met boat and core.</summary>
internal sealed class BoundScenario
{
    private readonly SimulatedBoat _boat;
    private readonly List<(Waiting At, Action Act)> _timed = [];
    private readonly List<(Waiting At, Action Act)> _triggered = [];
    private readonly List<Expectation> _expectations = [];
    private readonly List<Condition> _conditions = [];
    private readonly List<ScenarioProblem> _problems = [];
    private int _nextTimed;

    public BoundScenario(Scenario scenario, SimulatedBoat boat)
    {
        _boat = boat;
        foreach (ScenarioEvent happening in scenario.Events)
        {
            Try(() => Add(happening.At, BindSettings(happening.Settings)));
        }

        foreach (ScenarioFault fault in scenario.Faults)
        {
            Try(() => Add(fault.At, BindFault(fault)));
        }

        foreach (ScenarioExpectation expectation in scenario.Expectations)
        {
            Try(() => _expectations.Add(ExpectationBinder.Bind(expectation, boat.Names)));
        }

        CheckProperties(scenario.ExpectedViolations);
        if (_problems.Count > 0)
        {
            throw new ScenarioException([.. _problems.OrderBy(p => p.Line).ThenBy(p => p.Column)]);
        }

        _conditions.AddRange(_expectations.SelectMany(e => e.Conditions));

        // Stable: events of one time happen in the order of the file.
        List<(Waiting At, Action Act)> sorted = [.. _timed.OrderBy(e => e.At.Scan)];
        _timed.Clear();
        _timed.AddRange(sorted);
    }

    /// <summary>Does what is due before this scan.</summary>
    public void Act(long scan)
    {
        while (_nextTimed < _timed.Count && _timed[_nextTimed].At.Scan <= scan)
        {
            _timed[_nextTimed].Act();
            _nextTimed++;
        }

        for (int i = _triggered.Count - 1; i >= 0; i--)
        {
            if (_triggered[i].At.Scan >= 0 && _triggered[i].At.Scan < scan)
            {
                _triggered[i].Act();
                _triggered.RemoveAt(i);
            }
        }
    }

    /// <summary>Judges a scan.</summary>
    public Difference? Judge(long scan)
    {
        foreach ((Waiting at, _) in _triggered)
        {
            at.Step(scan, _boat.Names);
        }

        Difference? first = null;
        foreach (Expectation expectation in _expectations)
        {
            Difference? difference = expectation.Step(scan, _boat.Names);
            first ??= difference;
        }

        return first;
    }

    /// <summary>
    /// How many scans from this one on may pass unjudged, but for the last, so long as no value changes: up to the
    /// next scan before which, or in which, time alone does something. 0 if a condition is still counting scans.
    /// </summary>
    public long Idle(long scan)
    {
        long last = long.MaxValue - 1;
        bool settled = _conditions.TrueForAll(c => c.IsSettled);
        if (_nextTimed < _timed.Count)
        {
            last = Math.Min(last, _timed[_nextTimed].At.Scan - 1);
        }

        foreach ((Waiting at, _) in _triggered)
        {
            // What has been seen is done before the scan after its moment.
            last = Math.Min(last, at.Scan < 0 ? last : Math.Max(at.Scan, scan));
            settled &= at.Condition!.IsSettled;
        }

        foreach (Expectation expectation in _expectations)
        {
            last = Math.Min(last, expectation.DueFrom(scan));
        }

        return settled ? Math.Max(0, last - scan + 1) : 0;
    }

    /// <summary>True if a condition reads a clock that runs while all else rests.</summary>
    public bool ReadsClocks => _conditions.Concat(_triggered.Select(t => t.At.Condition!))
        .Any(c => c.Reads.Any(RunningClocks.IsClock));

    /// <summary>Judges what is still owed after the last scan.</summary>
    public Difference? Finish(long scan)
    {
        foreach (Expectation expectation in _expectations)
        {
            if (expectation.Finish(scan, _boat.Names) is { } difference)
            {
                return difference;
            }
        }

        foreach ((Waiting at, _) in _triggered)
        {
            PlacedText? condition = at.Moment.Condition;
            return new Difference(
                scan, condition?.Line ?? 0, $"'{condition?.Text}' becomes true, for what the scenario does then",
                "it never did, so that was not done", "");
        }

        return null;
    }

    private void Add(Moment at, Action act) =>
        (at.Condition is null ? _timed : _triggered).Add((ExpectationBinder.Wait(at, _boat.Names), act));

    private Action BindSettings(IReadOnlyList<Setting> settings)
    {
        List<Action> actions = [];
        foreach (Setting setting in settings)
        {
            try
            {
                actions.Add(_boat.Controls.Bind(setting.Name, setting.Value));
            }
            catch (FormatException problem)
            {
                _problems.Add(new ScenarioProblem(setting.Line, setting.Column, problem.Message));
            }
        }

        return () =>
        {
            foreach (Action action in actions)
            {
                action();
            }
        };
    }

    private Action BindFault(ScenarioFault source)
    {
        BoundFault fault = FaultBinder.Bind(source.Fault, source.Target, source.Value, source.Rate);
        try
        {
            _boat.Plant.Faults.Check(fault.Id, fault.Target, fault.Magnitude);
        }
        catch (ArgumentException problem)
        {
            throw new ScenarioException(source.Fault.Line, source.Fault.Column,
                BoatSettings.FirstLine(problem.Message));
        }

        return () => _boat.Plant.Faults.Inject(
            fault.Id, fault.Target, fault.Magnitude, 0, source.Duration_ms, fault.Rate);
    }

    private void CheckProperties(IReadOnlyList<PlacedText> expected)
    {
        string[] known = [.. Enumerable.Range(0, PropertyTable.Count).Select(PropertyTable.Id)];
        foreach (PlacedText id in expected)
        {
            if (!known.Contains(id.Text))
            {
                _problems.Add(new ScenarioProblem(
                    id.Line, id.Column, $"There is no property '{id.Text}'.{Suggest.Nearest(id.Text, known)}"));
            }
        }
    }

    private void Try(Action bind)
    {
        try
        {
            bind();
        }
        catch (ScenarioException problem)
        {
            _problems.AddRange(problem.Problems);
        }
    }
}
