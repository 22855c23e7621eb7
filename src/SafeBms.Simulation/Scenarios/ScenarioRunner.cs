using SafeBms.Core;
using SafeBms.Simulation.Adapter;
using SafeBms.Simulation.Recording;
using SafeBms.Simulation.Traces;

namespace SafeBms.Simulation.Scenarios;

/// <summary>Runs a scenario against boat and core, as fast as it can, and stops at the first difference.</summary>
public sealed class ScenarioRunner
{
    /// <summary>A recording begins to run when the controller has had time to start and close.</summary>
    public const int MeasuredStart_ms = 12_000;

    private readonly Scenario _scenario;
    private readonly BoundScenario _bound;
    private readonly SimulatedBoat _boat;
    private readonly long[] _outputs = new long[OutputTable.Count];
    private readonly InputSignal[] _inputs = new InputSignal[InputTable.Count];
    private readonly SortedDictionary<int, long> _violations = [];
    private readonly long _start;
    private readonly long _leaptBefore;

    /// <summary>Builds the boat and gives every name its meaning.</summary>
    /// <param name="scenario">What happens.</param>
    /// <param name="measured">The recording that drives the boat, if the scenario names one.</param>
    /// <exception cref="ScenarioException">A name or value is wrong; all of them are in it.</exception>
    public ScenarioRunner(Scenario scenario, MeasuredSeries? measured = null)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        _scenario = scenario;
        PlantOptions options = BoatSettings.Apply(new PlantOptions(), scenario.Boat);
        Parameters = ProductParameters.For(scenario.Product, options, scenario.Parameters);
        InputScript? script = scenario.Inputs.Count > 0 ? new InputScript(scenario.Inputs) : null;
        _boat = new SimulatedBoat(options, Parameters, script, !scenario.RetainedLost);
        _boat.Plant.Inputs.RemoteBridged = true;
        if (measured is not null)
        {
            _boat.Plant.UseMeasured(measured, MeasuredStart_ms);
        }

        _bound = new BoundScenario(scenario, _boat);
    }

    /// <summary>Goes on with a boat that has already been brought somewhere.</summary>
    /// <param name="scenario">What happens from then on; moments are counted from the boat's own start.</param>
    /// <param name="boat">The boat, which is stepped.</param>
    /// <exception cref="ScenarioException">A name or value is wrong, or something is due before now.</exception>
    public ScenarioRunner(Scenario scenario, SimulatedBoat boat)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        ArgumentNullException.ThrowIfNull(boat);
        _scenario = scenario;
        _boat = boat;
        _start = boat.Scans;
        _leaptBefore = boat.LeaptScans;
        Parameters = boat.State.Parameters;
        for (int i = 0; i < _outputs.Length; i++)
        {
            _outputs[i] = OutputTable.Get(boat.Outputs, i);
        }

        foreach (ScenarioEvent happening in scenario.Events)
        {
            RefuseBefore(happening.At, happening.Line);
        }

        foreach (ScenarioFault fault in scenario.Faults)
        {
            RefuseBefore(fault.At, fault.Fault.Line);
        }

        _bound = new BoundScenario(scenario, _boat);
    }

    /// <summary>The parameters that the core runs with.</summary>
    public ParameterSet Parameters { get; }

    /// <summary>Boat and core.</summary>
    public SimulatedBoat Boat => _boat;

    /// <summary>Where to trace, or null.</summary>
    public Trace? Trace { get; set; }

    /// <summary>Where to record, or null.</summary>
    public RecordWriter? Record { get; set; }

    /// <summary>Called after each scan, for tests that look deeper.</summary>
    public Action<SimulatedBoat>? AfterScan { get; set; }

    /// <summary>
    /// Whether idle time may be leapt over (it is unless somebody looks at every scan: a record, or
    /// <see cref="AfterScan"/>). Result and trace are the same with and without.
    /// </summary>
    public bool MayLeap { get; set; } = true;

    /// <summary>Called after each scan in which an output changed, with its number and the outputs of before.</summary>
    public Action<long, IReadOnlyList<long>>? OutputsChanged { get; set; }

    /// <summary>Ids of properties whose violation is noted but no difference: a fault broke what they assume.</summary>
    public IReadOnlySet<string> NotJudged { get; set; } = new HashSet<string>();

    /// <summary>Whether every state, timer, output and verdict of every scan goes into
    /// <see cref="ScenarioResult.StatesHash"/>; nothing is leapt over then.</summary>
    public bool HashesStates { get; set; }

    /// <summary>Runs it once.</summary>
    public ScenarioResult Run()
    {
        ulong hash = RecordFormat.HashSeed;
        ulong states = RecordFormat.HashSeed;
        Difference? difference = null;
        bool mayLeap = MayLeap && !HashesStates && Record is null && AfterScan is null && !_bound.ReadsClocks
            && Trace?.Signals.Any(s => RunningClocks.IsClock(s.Name)) != true;
        long scan = _start;
        for (; scan < _scenario.Duration_ms && difference is null; scan++)
        {
            _bound.Act(scan);
            long passed = mayLeap ? LeapFrom(scan) : 0;
            if (passed > 0)
            {
                scan += passed - 1;
            }
            else
            {
                _boat.Step();
            }

            hash = KeepOutputs(hash, scan);
            states = HashesStates ? AddStates(states) : states;
            Trace?.Sample(scan, _boat.Names);
            AfterScan?.Invoke(_boat);
            difference = _boat.AnyViolation ? JudgeViolations(scan) : null;
            difference ??= _bound.Judge(scan);
        }

        difference ??= _bound.Finish(scan - 1) ?? MissingViolation(scan - 1);
        Trace?.Finish(scan - 1);
        Record?.Finish();
        return new ScenarioResult
        {
            Name = _scenario.Name,
            Scans = scan - _start,
            LeaptScans = _boat.LeaptScans - _leaptBefore,
            Difference = difference,
            Context = difference is null ? [] : ScenarioContext.Of(_boat.Names),
            Expectations = _scenario.Expectations.Count,
            Violations = [.. _violations.Select(v => KeyValuePair.Create(PropertyTable.Id(v.Key), v.Value))],
            OutputsHash = RecordFormat.Mix(hash, scan),
            StatesHash = HashesStates ? states : 0,
        };
    }

    private void RefuseBefore(Moment moment, int line)
    {
        if (moment.Condition is null && moment.Time_ms + moment.After_ms < _start)
        {
            throw new ScenarioException(line, 1,
                $"{moment.Describe()} has passed: the boat has already made {_start} scans.");
        }
    }

    private long LeapFrom(long scan)
    {
        if (!_boat.IsAtRest)
        {
            return 0;
        }

        long idle = Math.Min(_bound.Idle(scan), _scenario.Duration_ms - scan);
        return idle > 1 ? _boat.Leap(idle) : 0;
    }

    private ulong KeepOutputs(ulong hash, long scan)
    {
        bool changed = false;
        for (int i = 0; i < _outputs.Length; i++)
        {
            changed |= OutputTable.Get(_boat.Outputs, i) != _outputs[i];
        }

        if (changed && scan > 0)
        {
            OutputsChanged?.Invoke(scan, _outputs);
        }

        for (int i = 0; i < _outputs.Length; i++)
        {
            long value = OutputTable.Get(_boat.Outputs, i);
            if (value != _outputs[i] || scan == _start)
            {
                _outputs[i] = value;
                hash = RecordFormat.Mix(RecordFormat.Mix(RecordFormat.Mix(hash, scan), i), value);
            }
        }

        if (Record is not null)
        {
            for (int i = 0; i < _inputs.Length; i++)
            {
                _inputs[i] = InputTable.Get(_boat.Inputs, i);
            }

            Record.Add(_inputs, _outputs);
        }

        return hash;
    }

    private ulong AddStates(ulong hash)
    {
        for (int row = 0; row < StateTable.Count; row++)
        {
            hash = RecordFormat.Mix(hash, StateTable.Get(_boat.State, row));
        }

        for (int property = 0; property < PropertyTable.Count; property++)
        {
            hash = RecordFormat.Mix(hash, PropertyTable.Violations(_boat.State, property));
        }

        return hash;
    }

    private Difference? JudgeViolations(long scan)
    {
        List<int> unexpected = [];
        for (int i = 0; i < PropertyTable.Count; i++)
        {
            if (PropertyTable.IsViolated(_boat.State, i) && _violations.TryAdd(i, scan)
                && !NotJudged.Contains(PropertyTable.Id(i))
                && _scenario.ExpectedViolations.All(e => e.Text != PropertyTable.Id(i)))
            {
                unexpected.Add(i);
            }
        }

        return unexpected.Count == 0 ? null : new Difference(
            scan, 0,
            string.Join(" ", unexpected.Select(i => $"{PropertyTable.Id(i)} holds: {PropertyTable.Text(i)}")),
            $"violated: {string.Join(", ", unexpected.Select(PropertyTable.Id))}", "");
    }

    private Difference? MissingViolation(long scan)
    {
        foreach (PlacedText expected in _scenario.ExpectedViolations)
        {
            if (_violations.Keys.All(i => PropertyTable.Id(i) != expected.Text))
            {
                return new Difference(scan, expected.Line, $"{expected.Text} is violated", "it held to the end", "");
            }
        }

        return null;
    }
}
