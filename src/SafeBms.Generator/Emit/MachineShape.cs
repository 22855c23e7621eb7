using SafeBms.Specification.Model;

namespace SafeBms.Generator.Emit;

/// <summary>What the composition needs to know of a machine: its face, not its behaviour, and no line
/// numbers.</summary>
internal static class MachineShape
{
    /// <summary>The machine without guards, actions, steps, expressions and places, so that editing those changes
    /// nothing here.</summary>
    public static MachineInfo Of(MachineInfo machine) => machine with
    {
        Purpose = string.Empty,
        Hazards = EquatableArray<string>.Empty,
        Parameters = EquatableArray<string>.Empty,
        Detectors = EquatableArray<DetectorInfo>.Empty,
        Steps = EquatableArray<StepInfo>.Empty,
        Span = default,
        Uses = new(machine.Uses.Select(use => use with { Span = default })),
        Variables = new(machine.Variables.Select(variable => variable with { Span = default })),
        Timers = new(machine.Timers.Select(Strip)),
        Outputs = new(machine.Outputs.Select(output => output with { Is = null, Span = default })),
        States = new(machine.States.Select(Strip)),
    };

    /// <summary>Field of a machine's memory in the core's state.</summary>
    public static string Field(MachineInfo machine) => Naming.Pascal(machine.Name);

    private static readonly Literal Nothing = new(0, ExprType.Bool, default);

    private static TimerInfo Strip(TimerInfo timer) =>
        timer with { Runs = Nothing, Resets = Nothing, Limit = Nothing, Span = default };

    private static StateInfo Strip(StateInfo state) => state with
    {
        Outputs = EquatableArray<OutputAssignment>.Empty,
        Entry = EquatableArray<ActionInfo>.Empty,
        Exit = EquatableArray<ActionInfo>.Empty,
        During = EquatableArray<ActionInfo>.Empty,
        Transitions = EquatableArray<TransitionInfo>.Empty,
        Span = default,
    };
}

/// <summary>What the composition is emitted from.</summary>
public sealed record CompositionModel(
    string Name, EquatableArray<MachineInfo> Machines, MachineInfo ShutdownMachine,
        EquatableArray<OutputSignalInfo> Outputs)
{
    /// <summary>The composition of a specification.</summary>
    public static CompositionModel Of(SpecificationModel model) => new(
        model.Name,
        new(model.Machines.Select(MachineShape.Of)),
        MachineShape.Of(model.ShutdownMachine),
        new(model.Signals.Outputs.Select(output => output with { Span = default, Meaning = string.Empty })));

    /// <summary>All machines, the shutdown machine last.</summary>
    public IEnumerable<MachineInfo> All => [.. Machines, ShutdownMachine];
}
