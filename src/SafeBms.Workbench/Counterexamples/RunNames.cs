using SafeBms.Interpreter;
using SafeBms.Laboratory;
using SafeBms.Simulation.Scenarios;
using SafeBms.Simulation.Traces;
using SafeBms.Specification.Model;

namespace SafeBms.Workbench.Counterexamples;

/// <summary>Inputs, outputs and states of a compiled core while it runs, for a trace.</summary>
internal sealed class RunNames(SpecificationModel model, ILoadedCore core) : INameSpace
{
    private const int OutputBase = 10_000;
    private const int StateBase = 20_000;

    private readonly InputReading[] readings = new InputReading[core.Names.Inputs.Count];

    /// <summary>What an input shows.</summary>
    public void Set(int input, InputReading reading) => readings[input] = reading;

    /// <inheritdoc/>
    public IEnumerable<string> Names => core.Names.Inputs.Concat(core.Names.Outputs).Concat(core.Names.States);

    /// <summary>The signals that move: given inputs, all outputs, all states.</summary>
    public IReadOnlyList<TraceSignal> Signals(IEnumerable<int> inputs)
    {
        List<TraceSignal> signals = [];
        foreach (int input in inputs)
        {
            string name = core.Names.Inputs[input];
            string field = name[(name.LastIndexOf('.') + 1)..];
            InputInfo info = AllInputs(model.Signals).First(one => one.Name == field);
            signals.Add(new TraceSignal("inputs." + name.Replace('.', '_'), input, info.Type.Unit, KindOf(info.Type)));
        }

        for (int index = 0; index < core.Names.Outputs.Count; index++)
        {
            OutputSignalInfo info = model.Signals.Outputs.First(one => one.Name == core.Names.Outputs[index]);
            signals.Add(new TraceSignal("outputs." + info.Name, OutputBase + index, info.Type.Unit, KindOf(info.Type)));
        }

        signals.AddRange(Enumerable.Range(0, core.Names.States.Count)
            .Where(row => core.Names.States[row].EndsWith(".state", StringComparison.Ordinal))
            .Select(row => new TraceSignal(core.Names.States[row], StateBase + row, string.Empty, TraceKind.Word)));
        return signals;
    }

    /// <inheritdoc/>
    public bool TryResolve(string name, out NamedValue value)
    {
        value = default;
        return false;
    }

    /// <inheritdoc/>
    public bool TryWord(int handle, string word, out long value)
    {
        value = 0;
        return false;
    }

    /// <inheritdoc/>
    public long Read(int handle) => handle switch
    {
        >= StateBase => core.State(handle - StateBase),
        >= OutputBase => core.Output(handle - OutputBase),
        _ => readings[handle].Value,
    };

    /// <inheritdoc/>
    public bool IsValid(int handle) => true;

    /// <inheritdoc/>
    public string Text(int handle, long value) => handle switch
    {
        >= StateBase => core.StateText(handle - StateBase),
        >= OutputBase => Words.Of(model, core.Names.Outputs[handle - OutputBase], value),
        _ => Words.Of(model, core.Names.Inputs[handle], value),
    };

    private static TraceKind KindOf(ExprType type) => type.Kind switch
    {
        ValueKind.Bool => TraceKind.Switch,
        ValueKind.Enum => TraceKind.Word,
        _ => TraceKind.Number,
    };

    private static IEnumerable<InputInfo> AllInputs(SignalsModel signals) =>
        signals.Inputs.Concat(signals.Groups.SelectMany(InGroup));

    private static IEnumerable<InputInfo> InGroup(GroupInfo group) =>
        group.Inputs.Concat(group.Groups.SelectMany(InGroup));
}
