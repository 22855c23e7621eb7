using SafeBms.Core;

namespace SafeBms.Runtime.Scanning;

/// <summary>The core with what it saw and wrote in the last scan, and what it remembers.</summary>
public sealed class ScanCore
{
    private CoreState _state;
    private InputImage _inputs;
    private OutputImage _outputs = OutputImage.Safe;

    /// <summary>Starts the core.</summary>
    /// <param name="parameters">The product's parameters with what the configuration changes.</param>
    /// <param name="retained">What survived.</param>
    /// <param name="retainedValid">Whether it is to be believed.</param>
    /// <exception cref="ArgumentException">The core refuses the parameters; the message says why.</exception>
    public ScanCore(in ParameterSet parameters, in RetainedData retained, bool retainedValid)
    {
        if (!SafetyCore.TryStart(ref _state, parameters, retained, retainedValid, out string? problem))
        {
            throw new ArgumentException($"The controller refuses its parameters: {problem}");
        }
    }

    /// <summary>Scans done.</summary>
    public long Scans { get; private set; }

    /// <summary>What the core sees in the next scan; the border fills it.</summary>
    public ref InputImage Inputs => ref _inputs;

    /// <summary>What the core remembers.</summary>
    public ref readonly CoreState State => ref _state;

    /// <summary>What the core wrote in the last scan.</summary>
    public ref readonly OutputImage Outputs => ref _outputs;

    /// <summary>One scan.</summary>
    public void Scan()
    {
        SafetyCore.Scan(_inputs, ref _state, ref _outputs);
        Scans++;
    }

    /// <summary>What has to survive.</summary>
    public void Retain(out RetainedData retained) => SafetyCore.Retain(_state, out retained);

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

    /// <summary>True while no output that carries power is on.</summary>
    public bool IsOff => !_outputs.ContactorCoil && !_outputs.Precharge && !_outputs.ProgrammableRelay
        && !_outputs.AllowToCharge && !_outputs.AllowToDischarge && !_outputs.Aux;
}
