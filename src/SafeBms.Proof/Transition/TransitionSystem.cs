using SafeBms.Proof.Terms;
using SafeBms.Specification.Model;

namespace SafeBms.Proof.Transition;

/// <summary>One thing that is remembered from scan to scan.</summary>
/// <param name="Variable">Its value before the scan; the name is that of certificates.</param>
/// <param name="Initial">Its value before scan 0, over parameters; null where any value of its range is
/// possible (retained data).</param>
/// <param name="Next">Its value after the scan.</param>
/// <param name="Min">Smallest value of its declared range; 0 for a truth value.</param>
/// <param name="Max">Largest value of its declared range; 1 for a truth value.</param>
/// <param name="Members">The only values that it may have (states, enumerations); empty where the range says
/// all.</param>
/// <param name="Owner">The machine that it belongs to; <c>monitor</c> for properties, empty for signals.</param>
public sealed record StateVariable(
    Term Variable, Term? Initial, Term Next, long Min, long Max, IReadOnlyList<long> Members, string Owner)
{
    /// <summary>Sets of members that belong together: the leaves of each composite state.</summary>
    public IReadOnlyList<IReadOnlyList<long>> Groups { get; init; } = [];

    /// <summary>Name in certificates.</summary>
    public string Name => Variable.Name;

    /// <summary>It counts: neither a truth value nor one of a few names.</summary>
    public bool IsCounter => Variable.Sort == Sort.Int && Members.Count == 0;
}

/// <summary>A free value of every scan, or a parameter that is free once and for all.</summary>
/// <param name="Variable">The variable.</param>
/// <param name="Min">Smallest value; 0 for a truth value.</param>
/// <param name="Max">Largest value; 1 for a truth value.</param>
/// <param name="Members">The only values that it may have; empty where the range says all.</param>
/// <param name="Usual">Of a parameter its value in the product, of a machine's output its initial value.</param>
public sealed record FreeVariable(
    Term Variable, long Min, long Max, IReadOnlyList<long> Members, long Usual = 0);

/// <summary>The free values that make up one input in a scan.</summary>
/// <param name="Number">The value.</param>
/// <param name="Valid">Whether it is valid.</param>
/// <param name="IsNew">Whether it was accepted in this scan and is valid.</param>
/// <param name="Age">Scans since it was accepted.</param>
/// <param name="Info">The declaration.</param>
/// <param name="Name">Flat name; of a group's member the path and the field (<c>battery.cell.voltage</c>).</param>
public sealed record InputVariables(Term Number, Term Valid, Term IsNew, Term Age, InputInfo Info, string Name);

/// <summary>A fold over a group of inputs: how its result follows from the members.</summary>
/// <param name="Kind">Which fold.</param>
/// <param name="BodyNumber">The body, over the fields of the template member.</param>
/// <param name="BodyValid">Whether the body is valid for that member.</param>
/// <param name="Number">The free value that stands for the result.</param>
/// <param name="Valid">Whether the result is valid.</param>
public sealed record FoldVariables(FoldKind Kind, Term BodyNumber, Term BodyValid, Term Number, Term Valid);

/// <summary>How the free values of a scan can be made from something concrete, for simulation and for
/// counterexamples.</summary>
/// <param name="Scalars">Inputs.</param>
/// <param name="MemberFields">Fields of the template member.</param>
/// <param name="Folds">Folds over members.</param>
/// <param name="Snapshots">Members that the conditions speak of, each a copy of the template's fields, in
/// order.</param>
public sealed record InputMakeup(
    IReadOnlyList<InputVariables> Scalars,
    IReadOnlyList<InputVariables> MemberFields,
    IReadOnlyList<FoldVariables> Folds,
    IReadOnlyList<IReadOnlyList<InputVariables>> Snapshots);

/// <summary>
/// The system (or a slice of it) as one formula: what a scan makes of the state, for one product. Whatever was cut away
/// is a free input, so that a property of this system is a property of the whole one.
/// </summary>
/// <param name="Pool">Where its terms come from.</param>
/// <param name="Product">Name of the product.</param>
/// <param name="Machines">The machines that are inside; all others are cut away.</param>
/// <param name="Parameters">Parameters that are not constants.</param>
/// <param name="Inputs">Free values of every scan.</param>
/// <param name="States">What is remembered.</param>
/// <param name="ParameterCondition">Ranges and constraints of the parameters.</param>
/// <param name="ScanCondition">What is true of the inputs of every scan: ranges, and what folds over one bank have to
/// do with each other.</param>
/// <param name="Makeup">What the inputs are made of.</param>
/// <param name="Conditions">What is asked about: properties by id, witnesses, and whatever else was named; values in a
/// scan.</param>
public sealed record TransitionSystem(
    TermPool Pool,
    string Product,
    IReadOnlyList<string> Machines,
    IReadOnlyList<FreeVariable> Parameters,
    IReadOnlyList<FreeVariable> Inputs,
    IReadOnlyList<StateVariable> States,
    Term ParameterCondition,
    Term ScanCondition,
    InputMakeup Makeup,
    IReadOnlyDictionary<string, Term> Conditions)
{
    /// <summary>For each transition of the machines inside: it fires in this scan. By machine, source and
    /// position.</summary>
    public IReadOnlyDictionary<string, Term> Fired { get; init; } = new Dictionary<string, Term>();

    /// <summary>How much each machine has in common with what is asked about, see the choice of slices.</summary>
    public IReadOnlyDictionary<string, double> Kinship { get; init; } = new Dictionary<string, double>();

    /// <summary>How much each machine has to do with those inside: what they read of each other.</summary>
    public IReadOnlyDictionary<string, double> Closeness { get; init; } = new Dictionary<string, double>();
}
