using SafeBms.Specification.Model;

namespace SafeBms.Interpreter.Tests;

/// <summary>Small bound models made by hand, so that these tests do not depend on the reader.</summary>
internal static class Tiny
{
    private static readonly ExprType Count = ExprType.Int("count", 0, 1_000_000_000_000);

    public static SourceSpan Here { get; } = new("tiny.yaml", 1, 1, 1);

    public static Expr P { get; } = Bool("p");

    public static Expr Q { get; } = Bool("q");

    public static Expr True { get; } = Number(1);

    public static Expr Number(long value) => new Literal(value, Count, Here);

    public static Expr Bool(string input) =>
        new ElseDefault(
            new UseRef(input, ExprType.Bool with { MayBeInvalid = true }, Here), false, ExprType.Bool, Here);

    public static Expr Combine(BinaryOperator operation, Expr left, Expr right) =>
        new Binary(operation, left, right, ExprType.Bool, Here);

    public static Expr Not(Expr operand) => new Unary(UnaryOperator.Not, operand, ExprType.Bool, Here);

    public static Expr Variable(string name) => new VariableRef(name, Count, Here);

    /// <summary>Appends a digit to the variable <c>log</c>, so that its decimal digits tell the order.</summary>
    public static ActionInfo Log(int digit) => Set(
        "log",
        Combine(BinaryOperator.Add, Combine(BinaryOperator.Multiply, Variable("log"), Number(10)), Number(digit)));

    public static ActionInfo Set(string variable, Expr value) => new(variable, value, string.Empty, Here);

    public static TransitionInfo To(int source, int target, Expr when, params ActionInfo[] actions) =>
        new(source, target, false, when, new(actions), EquatableArray<string>.Empty, string.Empty, string.Empty, Here);

    public static StateInfo State(int index, string name, int parent, int initialChild) => new(
        index, index + 10, name, parent, initialChild, HistoryKind.None, false, 1000,
        EquatableArray<OutputAssignment>.Empty, EquatableArray<ActionInfo>.Empty, EquatableArray<ActionInfo>.Empty,
        EquatableArray<ActionInfo>.Empty, EquatableArray<TransitionInfo>.Empty, Here);

    public static DetectorInfo Detector(DetectorKind kind, Expr operand, Expr? second = null, long? amount = null) =>
        new(0, kind, operand, second, amount is long number ? Number(number) : null, 0, true, ExprType.Bool, "", Here);

    public static Expr Result { get; } = new DetectorRef(0, ExprType.Bool, Here);

    public static MachineOutputInfo Output(string name, Expr value, string drives = "") =>
        new(name, ExprType.Bool, 0, drives, value, Here);

    /// <summary>A machine that reads the bool inputs p and q.</summary>
    public static MachineInfo Machine(string name) => new(
        name, "tiny.yaml", string.Empty, EquatableArray<string>.Empty, string.Empty,
        new([Use("p", UseKind.Input), Use("q", UseKind.Input)]),
        EquatableArray<string>.Empty, EquatableArray<VariableInfo>.Empty, EquatableArray<TimerInfo>.Empty,
        EquatableArray<DetectorInfo>.Empty, EquatableArray<StepInfo>.Empty, EquatableArray<MachineOutputInfo>.Empty,
        EquatableArray<StateInfo>.Empty, -1, -1, Here);

    public static UseInfo Use(string alias, UseKind kind, string? source = null, string output = "") =>
        new(alias, kind, source ?? alias, output, ExprType.Bool, Here);

    /// <summary>A machine with states over the variable <c>log</c>, starting in the given leaf.</summary>
    public static MachineInfo Chart(int initialLeaf, params StateInfo[] states) => Machine("m") with
    {
        Variables = new([new VariableInfo("log", Count, 0, false, 0, Here)]),
        States = new(states),
        InitialLeaf = initialLeaf,
        OnCorrupt = initialLeaf,
    };

    /// <summary>A block whose output <c>r</c> is the result of one temporal call.</summary>
    public static MachineInfo Watching(DetectorInfo detector) => Machine("m") with
    {
        Detectors = new([detector]),
        Steps = new([new DetectorStep(detector)]),
        Outputs = new([Output("r", Result)]),
    };

    /// <summary>A shutdown machine that takes over when a property fails, and stays.</summary>
    public static MachineInfo LatchingShutdown()
    {
        Expr violation = new UseRef("violation", ExprType.Bool, Here);
        Expr before = new PreviousOutputRef("active", ExprType.Bool, Here);
        return Machine("shutdown") with
        {
            Uses = new([Use("violation", UseKind.Violation)]),
            Outputs = new([Output("active", Combine(BinaryOperator.Or, violation, before)), Output("b", True, "b")]),
        };
    }

    /// <summary>Inputs p, q (bool, 5 ms) and x (0 .. 100 mV, 5 ms); outputs a (safe 0) and b (safe 0).</summary>
    public static SpecificationModel System(MachineInfo machine, params PropertyInfo[] properties) => new(
        "tiny",
        new SignalsModel(
            EquatableArray<EnumInfo>.Empty,
            new([Input("p", ExprType.Bool), Input("q", ExprType.Bool), Input("x", ExprType.Int("mV", 0, 100))]),
            EquatableArray<GroupInfo>.Empty,
            new([new OutputSignalInfo("a", ExprType.Bool, 0, string.Empty, Here),
                 new OutputSignalInfo("b", ExprType.Bool, 0, string.Empty, Here)])),
        new ParametersModel(EquatableArray<ParameterInfo>.Empty, EquatableArray<ConstraintInfo>.Empty),
        new RequirementsModel(
            EquatableArray<HazardInfo>.Empty,
            EquatableArray<RequirementInfo>.Empty,
            EquatableArray<AssumptionInfo>.Empty),
        new([machine]),
        LatchingShutdown(),
        new PropertiesModel(
            new MonitorBlock(EquatableArray<DetectorInfo>.Empty, EquatableArray<StepInfo>.Empty),
            new(properties),
            new MonitorBlock(EquatableArray<DetectorInfo>.Empty, EquatableArray<StepInfo>.Empty),
            EquatableArray<WitnessInfo>.Empty),
        EquatableArray<ProductInfo>.Empty);

    /// <summary>Scans once with new readings of p and q and returns the core.</summary>
    public static ReferenceCore Step(this ReferenceCore core, bool p, bool q = false)
    {
        core.Inputs[0] = new InputReading(p ? 1 : 0, 0, true);
        core.Inputs[1] = new InputReading(q ? 1 : 0, 0, true);
        core.Scan();
        return core;
    }

    public static ReferenceCore Started(SpecificationModel model)
    {
        ReferenceCore core = new(model);
        string? problem = core.Start();
        return problem is null ? core : throw new InvalidOperationException(problem);
    }

    private static InputInfo Input(string name, ExprType type) => new(name, type, false, 0, 1, 5, string.Empty, Here);
}
