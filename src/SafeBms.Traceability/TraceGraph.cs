using SafeBms.Specification.Model;
using SafeBms.Traceability.Results;

namespace SafeBms.Traceability;

/// <summary>Whether the wording of a requirement is the one that was looked at.</summary>
public enum ReviewState
{
    /// <summary>It is.</summary>
    Current,

    /// <summary>Its words have changed since: whatever shows it is suspect.</summary>
    Suspect,

    /// <summary>Nobody has looked at it yet: as suspect as a changed one.</summary>
    Unseen,
}

/// <summary>A scenario or a test.</summary>
/// <param name="Kind"><c>scenario</c> or <c>test</c>.</param>
/// <param name="Name">Name; of a test with namespace and class.</param>
/// <param name="Label">Name as a person reads it.</param>
/// <param name="Text">What it shows in words; may be empty.</param>
/// <param name="File">Path in the repository.</param>
/// <param name="Line">Line.</param>
/// <param name="Claims">Ids that it names itself.</param>
/// <param name="Outcome">Its result.</param>
/// <param name="Detail">Counts or the reason of a failure.</param>
public sealed record ShowNode(
    string Kind, string Name, string Label, string Text, string File, int Line, IReadOnlyList<string> Claims,
    Outcome Outcome, string Detail)
{
    /// <summary>Properties whose evidence names it.</summary>
    public required IReadOnlyList<string> EvidenceOf { get; init; }

    /// <summary>Requirements that it shows, itself or through a property.</summary>
    public required IReadOnlyList<string> Requirements { get; init; }
}

/// <summary>A property with what shows it.</summary>
/// <param name="Info">The property.</param>
/// <param name="Parameters">Parameters in it and in the words that it uses.</param>
/// <param name="Shows">Scenarios and tests that name it, or that its evidence names.</param>
/// <param name="Outcome">Of its proof, where it is verified by proof, and of all that shows it.</param>
/// <param name="Verdict">The prover's words; may be empty.</param>
public sealed record PropertyNode(
    PropertyInfo Info, IReadOnlyList<string> Parameters, IReadOnlyList<string> Shows, Outcome Outcome, string Verdict);

/// <summary>A transition: what carries requirements in a machine.</summary>
/// <param name="Id">Unique name, stable as long as the order of the state's transitions is.</param>
/// <param name="Machine">The machine.</param>
/// <param name="Label">From and to.</param>
/// <param name="Guard">The guard as written.</param>
/// <param name="Line">Line in the machine's file.</param>
/// <param name="Requirements">What it carries.</param>
/// <param name="Parameters">Parameters in guard and actions, and in the words that they use.</param>
public sealed record TransitionNode(
    string Id, MachineInfo Machine, string Label, string Guard, int Line, IReadOnlyList<string> Requirements,
    IReadOnlyList<string> Parameters);

/// <summary>A parameter with what reads it.</summary>
/// <param name="Info">The parameter.</param>
/// <param name="Machines">Machines that read it.</param>
/// <param name="Properties">Properties that speak of it.</param>
/// <param name="Requirements">Requirements of the transitions and properties that read it.</param>
/// <param name="Hazards">Hazards of those, of the machines, and of the chains of times that it is part of.</param>
public sealed record ParameterNode(
    ParameterInfo Info, IReadOnlyList<string> Machines, IReadOnlyList<string> Properties,
    IReadOnlyList<string> Requirements, IReadOnlyList<string> Hazards);

/// <summary>A requirement with everything below it.</summary>
/// <param name="Info">The requirement.</param>
/// <param name="Fingerprint">Of its present wording.</param>
/// <param name="Review">Whether that wording was looked at.</param>
/// <param name="IsPlanned">It belongs to a later milestone.</param>
/// <param name="Transitions">Ids of the transitions that carry it.</param>
/// <param name="Properties">Ids of the properties that carry it.</param>
/// <param name="Shows">Names of the scenarios and tests that show it, themselves or through a property.</param>
/// <param name="Outcome">Of all its properties and of all that shows it.</param>
public sealed record RequirementNode(
    RequirementInfo Info, string Fingerprint, ReviewState Review, bool IsPlanned, IReadOnlyList<string> Transitions,
    IReadOnlyList<string> Properties, IReadOnlyList<string> Shows, Outcome Outcome);

/// <summary>A hazard with everything below it.</summary>
/// <param name="Info">The hazard.</param>
/// <param name="Requirements">Requirements that come from it.</param>
/// <param name="Machines">Machines that guard against it.</param>
/// <param name="Properties">Properties that name it.</param>
/// <param name="Outcome">Of all of these.</param>
public sealed record HazardNode(
    HazardInfo Info, IReadOnlyList<string> Requirements, IReadOnlyList<string> Machines,
    IReadOnlyList<string> Properties, Outcome Outcome);

/// <summary>The trace: from each hazard down to results, and from each result up to hazards.</summary>
public sealed record TraceGraph(
    string System,
    string SpecificationFolder,
    IReadOnlyList<HazardNode> Hazards,
    IReadOnlyList<RequirementNode> Requirements,
    IReadOnlyList<TransitionNode> Transitions,
    IReadOnlyList<PropertyNode> Properties,
    IReadOnlyList<ParameterNode> Parameters,
    IReadOnlyList<ShowNode> Shows,
    IReadOnlyList<ResultFile> Results,
    IReadOnlyList<MachineInfo> Machines);
