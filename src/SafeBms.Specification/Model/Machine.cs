namespace SafeBms.Specification.Model;

/// <summary>A bound machine. Everything an emitter or interpreter needs, nothing of the YAML.</summary>
/// <param name="Name">Name in kebab case.</param>
/// <param name="File">Specification file.</param>
/// <param name="Purpose">What it is for.</param>
/// <param name="Hazards">Hazard ids.</param>
/// <param name="InstanceGroup">Top-level group with one instance a member; empty for a single machine.</param>
/// <param name="Uses">What it reads from outside.</param>
/// <param name="Parameters">Names of the parameters that it reads.</param>
/// <param name="Variables">Variables, in document order.</param>
/// <param name="Timers">Timers, in document order.</param>
/// <param name="Detectors">Temporal calls; index = slot.</param>
/// <param name="Steps">What happens in step (a), in order: timers, defines and detectors.</param>
/// <param name="Outputs">Outputs, in document order.</param>
/// <param name="States">All states in document pre-order; index = <see cref="StateInfo.Index"/>. Empty for a
/// block.</param>
/// <param name="InitialLeaf">Index of the leaf that is active before step 0; -1 for a block.</param>
/// <param name="OnCorrupt">Index of the leaf entered when the stored state does not exist; -1 for a block.</param>
/// <param name="Span">Where it is declared.</param>
public sealed record MachineInfo(
    string Name,
    string File,
    string Purpose,
    EquatableArray<string> Hazards,
    string InstanceGroup,
    EquatableArray<UseInfo> Uses,
    EquatableArray<string> Parameters,
    EquatableArray<VariableInfo> Variables,
    EquatableArray<TimerInfo> Timers,
    EquatableArray<DetectorInfo> Detectors,
    EquatableArray<StepInfo> Steps,
    EquatableArray<MachineOutputInfo> Outputs,
    EquatableArray<StateInfo> States,
    int InitialLeaf,
    int OnCorrupt,
    SourceSpan Span);

/// <summary>Where a value that a machine reads comes from.</summary>
public enum UseKind
{
    /// <summary>A scalar input signal.</summary>
    Input,

    /// <summary>A group of inputs, for folds.</summary>
    Group,

    /// <summary>An output of a machine, this scan.</summary>
    MachineOutput,

    /// <summary>An output of a machine, last scan.</summary>
    PreviousMachineOutput,

    /// <summary>The active leaf's id of a machine, this scan.</summary>
    MachineState,

    /// <summary>The active leaf's id of a machine, last scan.</summary>
    PreviousMachineState,

    /// <summary>An instanced machine, for folds, this scan.</summary>
    Machine,

    /// <summary>An instanced machine, for folds, last scan.</summary>
    PreviousMachine,

    /// <summary>An output signal as written in the last scan.</summary>
    PreviousWritten,

    /// <summary>The builtin <c>violation</c>; only for the shutdown machine.</summary>
    Violation,
}

/// <summary>One entry of <c>uses</c>.</summary>
/// <param name="Alias">Name inside the machine.</param>
/// <param name="Kind">Where it comes from.</param>
/// <param name="Source">Signal, group or machine name.</param>
/// <param name="Output">Output of the machine; empty where there is none.</param>
/// <param name="Type">Type; of no meaning for groups and instanced machines.</param>
/// <param name="Span">Where it is declared.</param>
public sealed record UseInfo(string Alias, UseKind Kind, string Source, string Output, ExprType Type, SourceSpan Span);

/// <summary>A variable of a machine.</summary>
/// <param name="Name">Name.</param>
/// <param name="Type">Kind, unit and range.</param>
/// <param name="Initial">Value before step 0.</param>
/// <param name="Retain">Survives a power loss.</param>
/// <param name="OnLoss">Value when the retained one is lost; equals <paramref name="Initial"/> where not
/// retained.</param>
/// <param name="Span">Where it is declared.</param>
public sealed record VariableInfo(string Name, ExprType Type, long Initial, bool Retain, long OnLoss, SourceSpan Span);

/// <summary>A named timer: 0 if it resets, else counts up to its limit while it runs.</summary>
/// <param name="Name">Name.</param>
/// <param name="Runs">Counts while true.</param>
/// <param name="Resets">Back to 0 while true; has been bound to <c>not runs</c> where not given.</param>
/// <param name="Limit">Saturation, a literal or parameter in ms (plus a constant is allowed).</param>
/// <param name="StartsAtLimit">Initial value is the limit instead of 0.</param>
/// <param name="Type">Type with the interval 0..max(limit).</param>
/// <param name="Span">Where it is declared.</param>
public sealed record TimerInfo(
    string Name, Expr Runs, Expr Resets, Expr Limit, bool StartsAtLimit, ExprType Type, SourceSpan Span);

/// <summary>The temporal calls.</summary>
public enum DetectorKind
{
    /// <summary>Value of the operand in the last scan (any type; optional values keep their validity).</summary>
    Previous,

    /// <summary>The operand became true.</summary>
    Rising,

    /// <summary>The operand became false.</summary>
    Falling,

    /// <summary>True in scans k-d..k and k >= d.</summary>
    Held,

    /// <summary>True in scans max(0, k-d)..k.</summary>
    HeldOrInitially,

    /// <summary>True in at least one of scans k-d..k.</summary>
    Within,

    /// <summary>Second operand happened, and the first has held in every scan after it.</summary>
    Since,

    /// <summary>True now or earlier.</summary>
    Once,

    /// <summary>True in n consecutive newly accepted samples of the second operand (an input).</summary>
    Confirmed,

    /// <summary>First operand (p) leads to second (q) within d; only as a whole property. Result: not
    /// violated.</summary>
    LeadsTo,
}

/// <summary>One temporal call with memory of its own, advanced in every scan.</summary>
/// <param name="Slot">Index in the machine's or monitor's list.</param>
/// <param name="Kind">Which call.</param>
/// <param name="Operand">The (first) operand.</param>
/// <param name="Second">Second operand of <see cref="DetectorKind.Since"/> and <see cref="DetectorKind.LeadsTo"/>,
/// the input of <see cref="DetectorKind.Confirmed"/>; else null.</param>
/// <param name="Amount">Duration in ms, or number of samples; a literal or parameter expression; else null.</param>
/// <param name="Initial">Memory before step 0 for <c>Previous</c>, <c>Rising</c>
/// and <c>Falling</c>.</param>
/// <param name="InitiallyValid">Validity before step 0 for <see cref="DetectorKind.Previous"/> of an optional
/// value.</param>
/// <param name="Type">Result type.</param>
/// <param name="Text">Canonical text of the call, for comments.</param>
/// <param name="Span">Where it stands first.</param>
public sealed record DetectorInfo(
    int Slot,
    DetectorKind Kind,
    Expr Operand,
    Expr? Second,
    Expr? Amount,
    long Initial,
    bool InitiallyValid,
    ExprType Type,
    string Text,
    SourceSpan Span);

/// <summary>One thing that happens in step (a).</summary>
public abstract record StepInfo;

/// <summary>A timer advances.</summary>
public sealed record TimerStep(TimerInfo Timer) : StepInfo;

/// <summary>A temporal call advances.</summary>
public sealed record DetectorStep(DetectorInfo Detector) : StepInfo;

/// <summary>A definition is evaluated; it keeps its value (and validity) for this scan.</summary>
public sealed record DefineStep(string Name, Expr Value, string Text, SourceSpan Span) : StepInfo;

/// <summary>An output of a machine.</summary>
/// <param name="Name">Name.</param>
/// <param name="Type">Kind, unit, range; <see cref="ExprType.MayBeInvalid"/> for optional ones.</param>
/// <param name="Initial">Value before step 0 (an optional one is invalid before step 0).</param>
/// <param name="Drives">Output signal that it drives; empty for none.</param>
/// <param name="Is">Expression of a combinational output; null for a Moore output.</param>
/// <param name="Span">Where it is declared.</param>
public sealed record MachineOutputInfo(
    string Name, ExprType Type, long Initial, string Drives, Expr? Is, SourceSpan Span);

/// <summary>History of a composite state.</summary>
public enum HistoryKind
{
    /// <summary>None.</summary>
    None,

    /// <summary>Remembers the direct child.</summary>
    Shallow,

    /// <summary>Remembers the leaf.</summary>
    Deep,
}

/// <summary>A state.</summary>
/// <param name="Index">Position in <see cref="MachineInfo.States"/>.</param>
/// <param name="Id">Stable number on the interface, unique within the machine.</param>
/// <param name="Name">Name, unique within the machine.</param>
/// <param name="Parent">Index of the parent; -1 at the root.</param>
/// <param name="InitialChild">Index of the initial child; -1 for a leaf.</param>
/// <param name="History">History, where the state is composite.</param>
/// <param name="IsFinal">An intended dead end.</param>
/// <param name="ElapsedCap_ms">Saturation of <c>elapsed</c>; 0 if nobody reads it.</param>
/// <param name="Outputs">Own assignments, without the inherited ones.</param>
/// <param name="Entry">Entry actions.</param>
/// <param name="Exit">Exit actions.</param>
/// <param name="During">Actions of a scan without a transition.</param>
/// <param name="Transitions">Transitions in order of priority.</param>
/// <param name="Span">Where it is declared.</param>
public sealed record StateInfo(
    int Index,
    int Id,
    string Name,
    int Parent,
    int InitialChild,
    HistoryKind History,
    bool IsFinal,
    long ElapsedCap_ms,
    EquatableArray<OutputAssignment> Outputs,
    EquatableArray<ActionInfo> Entry,
    EquatableArray<ActionInfo> Exit,
    EquatableArray<ActionInfo> During,
    EquatableArray<TransitionInfo> Transitions,
    SourceSpan Span);

/// <summary>A state gives an output this value.</summary>
public sealed record OutputAssignment(string Output, Expr Value, SourceSpan Span);

/// <summary>An assignment to a variable.</summary>
public sealed record ActionInfo(string Variable, Expr Value, string Text, SourceSpan Span);

/// <summary>A transition.</summary>
/// <param name="Source">Index of the state that declares it.</param>
/// <param name="Target">Index of the target state.</param>
/// <param name="ToHistory">Enters the target's history instead of its initial child.</param>
/// <param name="When">Guard.</param>
/// <param name="Do">Actions.</param>
/// <param name="Requirements">Requirement ids.</param>
/// <param name="Because">Reason in words; may be empty.</param>
/// <param name="Text">The guard as written.</param>
/// <param name="Span">Where it is declared.</param>
public sealed record TransitionInfo(
    int Source,
    int Target,
    bool ToHistory,
    Expr When,
    EquatableArray<ActionInfo> Do,
    EquatableArray<string> Requirements,
    string Because,
    string Text,
    SourceSpan Span);
