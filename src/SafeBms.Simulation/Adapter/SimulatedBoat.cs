using SafeBms.Core;

namespace SafeBms.Simulation.Adapter;

/// <summary>
/// The boat with its controller: one step is one millisecond of the boat and one scan of the safety core on what the
/// sensors then say. Deterministic; a step allocates nothing.
/// </summary>
public sealed class SimulatedBoat
{
    private readonly OperatorRequests _requests = new();
    private CoreState _state;
    private InputImage _inputs;
    private OutputImage _outputs = OutputImage.Safe;
    private PlantCommands _commands;

    /// <summary>Builds a boat and starts the core.</summary>
    /// <param name="options">The boat.</param>
    /// <param name="parameters">The controller's parameters; see <see cref="ProductParameters"/>.</param>
    /// <exception cref="ArgumentException">The boat is impossible, or the core refuses the parameters.</exception>
    public SimulatedBoat(PlantOptions options, in ParameterSet parameters)
    {
        Plant = new Plant(options);
        if (!SafetyCore.TryStart(ref _state, parameters, default, retainedValid: true, out string? problem))
        {
            throw new ArgumentException($"The controller refuses its parameters: {problem}");
        }

        Controls = new BoatControls(Plant, _requests);
        Names = new CoreNames(this);
    }

    /// <summary>The boat.</summary>
    public Plant Plant { get; }

    /// <summary>What can be set while it runs.</summary>
    public BoatControls Controls { get; }

    /// <summary>What the operator asks for in the next scan.</summary>
    public OperatorRequests Requests => _requests;

    /// <summary>Every value by name.</summary>
    public CoreNames Names { get; }

    /// <summary>Number of scans done.</summary>
    public long Scans { get; private set; }

    /// <summary>What the core saw in the last scan.</summary>
    public ref readonly InputImage Inputs => ref _inputs;

    /// <summary>What the core remembers.</summary>
    public ref readonly CoreState State => ref _state;

    /// <summary>What the core wrote in the last scan.</summary>
    public ref readonly OutputImage Outputs => ref _outputs;

    /// <summary>One millisecond of the boat, one scan of the core.</summary>
    public void Step()
    {
        Plant.Step(_commands);
        InputAdapter.Fill(Plant.Readings, _requests, ref _inputs);
        SafetyCore.Scan(_inputs, ref _state, ref _outputs);
        Scans++;
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
