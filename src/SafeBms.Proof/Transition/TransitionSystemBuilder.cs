using SafeBms.Proof.Induction;
using SafeBms.Proof.Terms;
using SafeBms.Specification.Model;

namespace SafeBms.Proof.Transition;

/// <summary>Makes the formula of a scan from the model.</summary>
public static class TransitionSystemBuilder
{
    /// <summary>The system with the machines inside, as far as the conditions depend on it.</summary>
    /// <param name="model">The bound specification.</param>
    /// <param name="product">Name of the product, for the parameters that it fixes.</param>
    /// <param name="inside">Whether a machine is inside. Machines without memory always are, instanced ones never:
    /// they are many, and what others read of them is a fold.</param>
    /// <param name="properties">Ids of the properties that are asked about.</param>
    /// <param name="parts">Parts of properties, which become conditions by their names; they add the memory that they
    /// have of their own.</param>
    public static TransitionSystem Build(
        SpecificationModel model, string product, Func<MachineInfo, bool> inside,
        IReadOnlyCollection<string> properties, IReadOnlyDictionary<string, PropertyCase>? parts = null)
    {
        TermPool pool = new();
        SystemFrame frame = new(pool, model, product);
        StateRegister states = new(pool);
        Composition composition = Compose(frame, states, inside);
        PropertyLowering lowering = new(
            frame, states, composition, model.Properties.Monitor, "monitor", parts?.Values.FirstOrDefault()?.Calls);
        Dictionary<string, Term> conditions = model.Properties.Properties
            .Where(property => property.Always is not null && properties.Contains(property.Id))
            .ToDictionary(property => property.Id, property => lowering.Condition(property.Always!));
        foreach ((string name, PropertyCase part) in parts ?? new Dictionary<string, PropertyCase>())
        {
            conditions.Add(name, lowering.Condition(part.Always));
        }

        PropertyLowering witnesses = new(frame, states, composition, model.Properties.Witness, "witness");
        foreach (WitnessInfo witness in model.Properties.Witnesses.Where(one => properties.Contains(one.PropertyId)))
        {
            conditions.Add(WitnessName(witness), witnesses.Condition(witness.Condition));
        }

        return Finish(frame, states.Finish(), composition, product, conditions);
    }

    /// <summary>The system as far as one part of a property depends on it; the only condition is called
    /// <c>claim</c>.</summary>
    /// <param name="model">The bound specification.</param>
    /// <param name="product">Name of the product.</param>
    /// <param name="inside">Whether a machine is inside.</param>
    /// <param name="part">What is asked about.</param>
    /// <param name="mayTakeOver">The shutdown machine is inside too, and a violation may be reported to it in any scan,
    /// whether there is one or not. Else it rests: what is to be shown is that no property fails.</param>
    public static TransitionSystem Build(
        SpecificationModel model, string product, Func<MachineInfo, bool> inside, PropertyCase part,
        bool mayTakeOver = false)
    {
        SystemFrame frame = new(new TermPool(), model, product);
        StateRegister states = new(frame.Pool);
        Composition composition = Compose(frame, states, inside, mayTakeOver);
        PropertyLowering lowering = new(
            frame, states, composition, model.Properties.Monitor, "monitor", part.Calls);
        Term claim = lowering.Condition(part.Always);
        return Finish(
            frame, states.Finish(), composition, product, new Dictionary<string, Term> { [Claim] = claim });
    }

    /// <summary>One machine alone, with everything around it free, but that an input only changes with a new sample. Of
    /// each sight there is a condition that it is not seen.</summary>
    internal static TransitionSystem Build(
        SpecificationModel model, string product, MachineInfo machine,
        IReadOnlyDictionary<string, MachineSight> sights)
    {
        TermPool pool = new();
        StateRegister states = new(pool);
        SystemFrame frame = new(pool, model, product);
        frame.Refine = Kept;
        Composition composition = new(frame, states) { Alone = machine.Name };
        composition.Add(machine);
        SightLowering lowering = new(frame, states, machine, composition.Inside[machine.Name]);
        Dictionary<string, Term> conditions = sights.ToDictionary(
            one => one.Key, one => pool.Not(lowering.Seen(one.Value)), StringComparer.Ordinal);
        return Finish(frame, states.Finish(), composition, product, conditions);

        InputTerms Kept(string name, InputInfo info, InputTerms input)
        {
            ExprType type = info.Type with { MayBeInvalid = false };
            Term number = pool.False;
            Term last = states.Declare(
                $"input.{name}.last", string.Empty, type, frame.MembersOf(type), null, () => number);
            number = pool.Choose(input.IsNew, input.Value.Number, last);
            return input with { Value = input.Value with { Number = number } };
        }
    }

    /// <summary>A scan of some machines without any property, in a pool that may hold another one already.</summary>
    internal static ComposedScan Scan(
        TermPool pool, SpecificationModel model, string product, Func<MachineInfo, bool> inside)
    {
        SystemFrame frame = new(pool, model, product);
        StateRegister register = new(pool);
        Composition composition = Compose(frame, register, inside);
        IReadOnlyList<StateVariable> states = register.Finish();
        Dictionary<string, Term> outputs = new(StringComparer.Ordinal);
        foreach ((string machine, MachineLowering lowering) in composition.Inside)
        {
            foreach ((string output, ScanValue value) in lowering.Outputs)
            {
                outputs[$"{machine}.{output}"] = value.Number;
                outputs[$"{machine}.{output}.valid"] = value.Valid;
            }
        }

        HashSet<Term> used = TermWalk.Variables(states.Select(state => state.Next).Concat(outputs.Values));
        Term parameters = frame.ParameterConditions();
        return new ComposedScan(states, outputs, parameters, frame.ScanConditions(used), frame.Folds.Meanings);
    }

    /// <summary>Name of the condition of a part of a property.</summary>
    public const string Claim = "claim";

    /// <summary>Name of a witness among the conditions.</summary>
    public static string WitnessName(WitnessInfo witness) => $"{witness.PropertyId}/must_see/{witness.Index}";

    /// <summary>A block that only combines what it reads.</summary>
    public static bool HasNoMemory(MachineInfo machine) =>
        machine.States.Count == 0 && machine.Timers.Count == 0 && machine.Detectors.Count == 0;

    private static Composition Compose(
        SystemFrame frame, StateRegister states, Func<MachineInfo, bool> inside, bool mayTakeOver = false)
    {
        Composition composition = new(frame, states) { MayTakeOver = mayTakeOver };
        foreach (MachineInfo machine in frame.Model.Machines)
        {
            if (machine.InstanceGroup.Length == 0 && (HasNoMemory(machine) || inside(machine)))
            {
                composition.Add(machine);
            }
        }

        if (mayTakeOver)
        {
            composition.Add(frame.Model.ShutdownMachine);
        }

        return composition;
    }

    private static TransitionSystem Finish(
        SystemFrame frame, IReadOnlyList<StateVariable> states, Composition composition, string product,
        IReadOnlyDictionary<string, Term> conditions)
    {
        Term parameterCondition = frame.ParameterConditions();
        HashSet<Term> used = [.. TermWalk.Variables(conditions.Values)];
        used.UnionWith(TermWalk.Variables(states.Select(state => state.Next)));
        Term scanCondition = frame.ScanConditions(used);
        return new TransitionSystem(
            frame.Pool, product, [.. composition.Inside.Keys], [.. frame.FreeParameters], [.. frame.FreeValues], states,
            parameterCondition, scanCondition,
            new InputMakeup(frame.Scalars, frame.Folds.Fields, frame.Folds.Folds, frame.Folds.Snapshots), conditions)
        {
            Fired = FiredByName(frame.Model, composition),
        };
    }

    private static Dictionary<string, Term> FiredByName(SpecificationModel model, Composition composition)
    {
        Dictionary<string, Term> fired = new(StringComparer.Ordinal);
        foreach (MachineInfo machine in model.Machines)
        {
            if (composition.Inside.TryGetValue(machine.Name, out MachineLowering? lowering))
            {
                int index = 0;
                foreach (StateInfo state in machine.States)
                {
                    for (int position = 0; position < state.Transitions.Count; position++)
                    {
                        fired.Add($"{machine.Name}/{state.Name}/{position}", lowering.Fired[index++]);
                    }
                }
            }
        }

        return fired;
    }
}

/// <summary>What machines make of a scan.</summary>
/// <param name="States">What they remember.</param>
/// <param name="Outputs">What they say at its end: <c>machine.output</c>, and <c>machine.output.valid</c>.</param>
/// <param name="ParameterCondition">What is true of the parameters.</param>
/// <param name="ScanCondition">What is true of the inputs.</param>
/// <param name="Folds">What the free values of folds stand for, by their numbers.</param>
internal sealed record ComposedScan(
    IReadOnlyList<StateVariable> States, IReadOnlyDictionary<string, Term> Outputs, Term ParameterCondition,
    Term ScanCondition, IReadOnlyList<(FoldKind Kind, Term Number, Term Valid)> Folds);
