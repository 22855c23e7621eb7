namespace SafeBms.Specification.Model;

/// <summary>How a property is shown to hold.</summary>
public enum VerificationMethod
{
    /// <summary>By the prover.</summary>
    Proof,

    /// <summary>By tests.</summary>
    Test,

    /// <summary>By measurement.</summary>
    Measurement,

    /// <summary>By inspection.</summary>
    Inspection,
}

/// <summary>What the online monitor does on a violation.</summary>
public enum ViolationReaction
{
    /// <summary>The ordered shutdown, latched.</summary>
    Shutdown,

    /// <summary>An alarm.</summary>
    Alarm,

    /// <summary>It is counted.</summary>
    Count,
}

/// <summary>A property. <paramref name="Always"/> is null where it is verified by measurement or inspection.</summary>
public sealed record PropertyInfo(
    string Id,
    string Text,
    string File,
    string Hazard,
    EquatableArray<string> Requirements,
    Expr? Always,
    string AlwaysText,
    VerificationMethod VerifiedBy,
    ViolationReaction OnViolation,
    string Evidence,
    EquatableArray<string> Assumptions,
    EquatableArray<string> Exceptions,
    SourceSpan Span);

/// <summary>Steps and memory that belong together: the monitors, or the witnesses of non-vacuity.</summary>
public sealed record MonitorBlock(EquatableArray<DetectorInfo> Detectors, EquatableArray<StepInfo> Steps);

/// <summary>A condition that must have been seen, else the property holds only for want of its premise.</summary>
public sealed record WitnessInfo(string PropertyId, int Index, Expr Condition, string Text, SourceSpan Span);

/// <summary>All properties of the specification. Define names are unique over all files (prefixed with the file's
/// stem by the binder where needed).</summary>
public sealed record PropertiesModel(
    MonitorBlock Monitor,
    EquatableArray<PropertyInfo> Properties,
    MonitorBlock Witness,
    EquatableArray<WitnessInfo> Witnesses);

/// <summary>A chain of times from a hazard's cause to its safe output.</summary>
public sealed record HazardChain(string Name, EquatableArray<Expr> Sum, SourceSpan Span);

/// <summary>A hazard with its time budget.</summary>
public sealed record HazardInfo(
    string Id, string Text, long Ftti_ms, EquatableArray<HazardChain> Chains, SourceSpan Span);

/// <summary>A named assumption on the environment.</summary>
public sealed record AssumptionInfo(string Name, string Text, string Because, SourceSpan Span);

/// <summary>A requirement.</summary>
public sealed record RequirementInfo(
    string Id, string Text, string Hazard, string Source, string CarriedBy, SourceSpan Span);

/// <summary>Hazards, requirements and assumptions.</summary>
public sealed record RequirementsModel(
    EquatableArray<HazardInfo> Hazards,
    EquatableArray<RequirementInfo> Requirements,
    EquatableArray<AssumptionInfo> Assumptions);

/// <summary>A product: overrides of parameter defaults.</summary>
public sealed record ProductInfo(
    string Name, string Title, EquatableArray<ParameterOverride> Overrides, SourceSpan Span);

/// <summary>One overridden default.</summary>
public sealed record ParameterOverride(string Parameter, long Value, SourceSpan Span);

/// <summary>The whole specification, bound and checked.</summary>
/// <param name="Name">Name of the system.</param>
/// <param name="Signals">I/O dictionary.</param>
/// <param name="Parameters">Parameters.</param>
/// <param name="Requirements">Hazards, requirements, assumptions.</param>
/// <param name="Machines">Machines in scan order, without the shutdown machine.</param>
/// <param name="ShutdownMachine">The machine that takes over after a violation.</param>
/// <param name="Properties">Properties.</param>
/// <param name="Products">Products.</param>
public sealed record SpecificationModel(
    string Name,
    SignalsModel Signals,
    ParametersModel Parameters,
    RequirementsModel Requirements,
    EquatableArray<MachineInfo> Machines,
    MachineInfo ShutdownMachine,
    PropertiesModel Properties,
    EquatableArray<ProductInfo> Products);
