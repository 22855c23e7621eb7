using SafeBms.Certification.Terms;
using SafeBms.Specification.Model;

namespace SafeBms.Certification.Semantics;

/// <summary>What all machines and the properties of one scan share.</summary>
internal sealed class SystemContext
{
    private readonly Dictionary<string, InputNames> inputs = [];
    private readonly Dictionary<(string Machine, string Field), Meaning> faces = [];
    private readonly Dictionary<string, MachineInfo> machines;

    public SystemContext(SpecificationModel model, ProductInfo? product)
    {
        Model = model;
        Builder = new ScanBuilder();
        Parameters = new ParameterTable(model, product, Builder);
        Folds = new FoldTable(this);
        machines = model.Machines.Append(model.ShutdownMachine).ToDictionary(machine => machine.Name);
    }

    public SpecificationModel Model { get; }

    public ScanBuilder Builder { get; }

    public ParameterTable Parameters { get; }

    public FoldTable Folds { get; }

    public Dictionary<string, StateVariable> State { get; } = [];

    public IReadOnlyDictionary<string, InputNames> Inputs => inputs;

    public MachineInfo Machine(string name) => machines[name];

    /// <summary>Not unrolled: one memory a member of a group.</summary>
    public bool IsInstanced(string machine) => machines[machine].InstanceGroup.Length > 0;

    public bool IsShutdown(string machine) => machine == Model.ShutdownMachine.Name;

    /// <summary>Adds a part of the memory.</summary>
    public void Remember(string name, Term initial, Term next) =>
        State.Add(name, new StateVariable(name, initial.Sort, initial, [], next));

    /// <summary>What a machine says in this scan, from its turn on: an output, or <c>state</c>.</summary>
    public void Publish(string machine, string field, Meaning meaning) => faces[(machine, field)] = meaning;

    /// <summary>An output or the state of a machine that had its turn in this scan.</summary>
    public Meaning Now(string machine, string field) => faces[(machine, field)];

    /// <summary>An output or the state of a machine at the end of the last scan.</summary>
    public Meaning Last(string machine, string field)
    {
        if (field == "state")
        {
            if (IsShutdown(machine))
            {
                return Meaning.Of(Builder.Declare($"{machine}.state: last", Sort.Int));
            }

            return Meaning.Of(Smt.Name($"{machine}.state", Sort.Int));
        }

        MachineOutputInfo output = Machine(machine).Outputs.Single(item => item.Name == field);
        if (IsShutdown(machine))
        {
            // At rest while no property fails, which is what is being shown. Nothing is said of its other outputs.
            return field == "active" ? Meaning.Of(Smt.False) : Anything($"{machine}.{field}: last", output.Type);
        }

        Term number = Smt.Name($"{machine}.output.{field}", Ranges.SortOf(output.Type));
        return new Meaning(
            number,
            output.Type.MayBeInvalid ? Smt.Name($"{machine}.output.{field}.valid", Sort.Bool) : Smt.True);
    }

    /// <summary>An output signal as written in the last scan.</summary>
    public static Meaning LastWritten(OutputSignalInfo signal) =>
        Meaning.Of(Smt.Name($"signal.{signal.Name}", Ranges.SortOf(signal.Type)));

    public OutputSignalInfo Signal(string name) => Model.Signals.Outputs.Single(item => item.Name == name);

    /// <summary>A scalar input in this scan.</summary>
    public InputNames Input(string name)
    {
        if (!inputs.TryGetValue(name, out InputNames? names))
        {
            InputInfo info = Model.Signals.Inputs.Single(item => item.Name == name);
            names = DeclareInput($"input.{name}", info);
            inputs.Add(name, names);
        }

        return names;
    }

    /// <summary>Declares what one input of one scan consists of.</summary>
    public InputNames DeclareInput(string prefix, InputInfo info)
    {
        InputNames names = InputNamesOf(prefix);
        NameTerm valid = Builder.Declare(names.Valid, Sort.Bool);
        NameTerm isNew = Builder.Declare(names.IsNew, Sort.Bool, term => [Smt.Implies(term, valid)]);
        Builder.Declare(
            names.Number, Ranges.SortOf(info.Type), term => Ranges.AxiomsOf(term, info.Type, Model.Signals));
        Builder.Declare(names.Age, Sort.Int, age =>
        [
            Smt.Between(0, age, int.MaxValue),
            Smt.Implies(valid, Smt.LessOrEqual(age, Smt.Number(info.MaxAge_ms))),
            Smt.Equal(isNew, Smt.And(valid, Smt.Equal(age, Smt.Zero))),
        ]);
        return names;
    }

    public static InputNames InputNamesOf(string prefix) =>
        new(prefix, $"{prefix}.valid", $"{prefix}.new", $"{prefix}.age");

    /// <summary>A value of a type of which nothing more is known.</summary>
    public Meaning Anything(string name, ExprType type)
    {
        Term number = Builder.Declare(
            name, Ranges.SortOf(type), term => Ranges.AxiomsOf(term, type, Model.Signals));
        return new Meaning(number, type.MayBeInvalid ? Builder.Declare($"{name}.valid", Sort.Bool) : Smt.True);
    }
}
