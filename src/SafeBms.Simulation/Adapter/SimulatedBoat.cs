using SafeBms.Core;

namespace SafeBms.Simulation.Adapter;

/// <summary>
/// The boat with its controller: one step is one millisecond of the boat and one scan of the safety core on what the
/// sensors then say. Deterministic; neither steps nor leaps allocate.
/// </summary>
public sealed class SimulatedBoat
{
    private readonly OperatorRequests _requests = new();
    private readonly RestWatch _rest = new();
    private readonly BoatWatch _truths;
    private readonly ControllerFaults _faults;
    private readonly InputScript? _script;
    private CoreState _state;
    private InputImage _inputs;
    private OutputImage _outputs = OutputImage.Safe;
    private PlantCommands _commands;

    /// <summary>Builds a boat and starts the core.</summary>
    /// <param name="options">The boat.</param>
    /// <param name="parameters">The controller's parameters; see <see cref="ProductParameters"/>.</param>
    /// <param name="script">What the core sees instead of the boat's sensors; null for the sensors.</param>
    /// <param name="retainedValid">Whether retained data survived; if so, nothing is latched.</param>
    /// <exception cref="ArgumentException">The boat is impossible, or the core refuses the parameters.</exception>
    public SimulatedBoat(
        PlantOptions options, in ParameterSet parameters, InputScript? script = null, bool retainedValid = true)
    {
        _script = script;
        Plant = new Plant(options);
        if (!SafetyCore.TryStart(ref _state, parameters, default, retainedValid, out string? problem))
        {
            throw new ArgumentException($"The controller refuses its parameters: {problem}");
        }

        _faults = new ControllerFaults(Plant.Faults);
        Controls = new BoatControls(Plant, _requests);
        Names = new CoreNames(this);
        _truths = new BoatWatch(new BoatValues(Plant));
    }

    /// <summary>The boat.</summary>
    public Plant Plant { get; }

    /// <summary>What can be set while it runs.</summary>
    public BoatControls Controls { get; }

    /// <summary>What the operator asks for in the next scan.</summary>
    public OperatorRequests Requests => _requests;

    /// <summary>Every value by name.</summary>
    public CoreNames Names { get; }

    /// <summary>
    /// Number of ms, each of which has one scan: done, leapt over, or lost by a fault of the controller.
    /// </summary>
    public long Scans { get; private set; }

    /// <summary>How many of them were left out because they would have changed nothing.</summary>
    public long LeaptScans { get; private set; }

    /// <summary>What the core saw in the last scan.</summary>
    public ref readonly InputImage Inputs => ref _inputs;

    /// <summary>What the core remembers.</summary>
    public ref readonly CoreState State => ref _state;

    /// <summary>What the core wrote in the last scan.</summary>
    public ref readonly OutputImage Outputs => ref _outputs;

    /// <summary>True if scans can be left out now because they would change nothing.</summary>
    public bool IsAtRest => _rest.IsAtRest;

    /// <summary>One millisecond of the boat, one scan of the core (none if a fault of the controller prevents it).
    /// </summary>
    public void Step()
    {
        long changes = Changes;
        bool concerned = Plant.Faults.ConcernController;
        Plant.Step(_commands);
        if (!concerned || MayScan())
        {
            // A scan that a fault of the controller touched tells nothing about rest.
            Scan(concerned ? long.MinValue : changes);
        }
    }

    /// <summary>
    /// Advances without scanning while the core is at rest. Boat, core and inputs are then what stepping would have
    /// made of them, bit for bit. Ends with the first scan, done as always, in which a sensor says something new, and
    /// after the first ms in which a value of the boat itself moved. Inputs, outputs, states and values of the boat
    /// are in all other scans what they were before, ages and <c>RunningClocks</c> excepted.
    /// </summary>
    /// <param name="longest_ms">The most scans to advance.</param>
    /// <returns>Scans advanced; 0 if the core is not at rest: then step.</returns>
    public long Leap(long longest_ms)
    {
        if (!_rest.IsAtRest || _requests.Any || Plant.Faults.ConcernController || _truths.Moved())
        {
            return 0;
        }

        long room_ms = Math.Min(longest_ms, _rest.Room(ref _state));
        long changes = Changes;
        long passed_ms = 0;
        bool moved = false;
        while (passed_ms < room_ms && !moved && Changes == changes)
        {
            passed_ms += Plant.LeapOnce(room_ms - passed_ms);
            moved = _truths.Moved();
        }

        if (passed_ms <= 0)
        {
            return 0;
        }

        if (Changes != changes)
        {
            // The last ms brought something new: the memory of the scan before it, then this scan as always.
            _rest.Advance(passed_ms - 1, Plant.Tick - 1, ref _state);
            Scans += passed_ms - 1;
            LeaptScans += passed_ms - 1;
            Scan(changes);
            return passed_ms;
        }

        _rest.Advance(passed_ms, Plant.Tick, ref _state);
        InputAdapter.Fill(Plant.Readings, _requests, ref _inputs);
        Scans += passed_ms;
        LeaptScans += passed_ms;
        _truths.Keep();
        return passed_ms;
    }

    /// <summary>
    /// Advances by a number of ms and scans, leaping over idle time. The result is that of stepping, bit for bit.
    /// </summary>
    /// <param name="duration_ms">How far; nothing happens if it is not above 0.</param>
    public void StepMany(long duration_ms)
    {
        while (duration_ms > 0)
        {
            long passed_ms = Leap(duration_ms);
            if (passed_ms == 0)
            {
                Step();
                passed_ms = 1;
            }

            duration_ms -= passed_ms;
        }
    }

    private bool MayScan()
    {
        if (_faults.Apply(ref _state, ref _outputs, Plant.Tick))
        {
            return true;
        }

        Scans++;
        Command();
        _rest.Observe(Plant.Tick, isRegular: false, _state);
        return false;
    }

    private long Changes => Plant.Readings.Version + Plant.Readings.Irregularities;

    private void Scan(long changesBefore)
    {
        bool isRegular = Changes == changesBefore && !_requests.Any && _script is null;
        if (_script is null)
        {
            InputAdapter.Fill(Plant.Readings, _requests, ref _inputs);
        }
        else
        {
            _script.Fill(Scans, ref _inputs);
        }

        SafetyCore.Scan(_inputs, ref _state, ref _outputs);
        Scans++;
        Command();
        _rest.Observe(Plant.Tick, isRegular, _state);
        if (_rest.IsAtRest)
        {
            _truths.Keep();
        }
    }

    private void Command()
    {
        _commands.ContactorCoil = _outputs.ContactorCoil;
        _commands.PrechargeRelay = _outputs.Precharge;
        _commands.ProgrammableRelay = _outputs.ProgrammableRelay;
        _commands.AllowToCharge = _outputs.AllowToCharge;
        _commands.AllowToDischarge = _outputs.AllowToDischarge;
        _commands.Aux = _outputs.Aux;
    }

    /// <summary>True if some property failed in the last scan.</summary>
    public bool AnyViolation
    {
        get
        {
            for (int word = 0; word < (PropertyTable.Count + 63) / 64; word++)
            {
                if (_state.Failed[word] != 0)
                {
                    return true;
                }
            }

            return false;
        }
    }
}
