using SafeBms.Specification.Expressions;
using SafeBms.Specification.Model;
using static SafeBms.Specification.DiagnosticCatalogue;

namespace SafeBms.Specification.Binding;

/// <summary>What all binders share: findings, and every name that is known so far.</summary>
internal sealed class BindContext(DiagnosticBag bag)
{
    /// <summary>Findings.</summary>
    public DiagnosticBag Bag { get; } = bag;

    /// <summary>Enumerations.</summary>
    public Dictionary<string, EnumInfo> Enums { get; } = new(StringComparer.Ordinal);

    /// <summary>Scalar input signals.</summary>
    public Dictionary<string, InputInfo> Inputs { get; } = new(StringComparer.Ordinal);

    /// <summary>Top-level groups.</summary>
    public Dictionary<string, GroupInfo> Groups { get; } = new(StringComparer.Ordinal);

    /// <summary>Output signals.</summary>
    public Dictionary<string, OutputSignalInfo> Outputs { get; } = new(StringComparer.Ordinal);

    /// <summary>Parameters.</summary>
    public Dictionary<string, ParameterInfo> Parameters { get; } = new(StringComparer.Ordinal);

    /// <summary>Machines, whether in the order or not.</summary>
    public Dictionary<string, MachineDeclaration> Machines { get; } = new(StringComparer.Ordinal);

    /// <summary>Hazards, requirements and assumptions.</summary>
    public RequirementsModel Requirements { get; set; } = new(
        EquatableArray<HazardInfo>.Empty, EquatableArray<RequirementInfo>.Empty, EquatableArray<AssumptionInfo>.Empty);

    /// <summary>Findings that leave the model sound, such as things that nobody reads; reported after everything is
    /// bound.</summary>
    public List<Diagnostic> Late { get; } = [];

    /// <summary>False if the file is missing; then ids of hazards, requirements and assumptions are not looked
    /// up.</summary>
    public bool KnowsRequirements { get; set; } = true;

    /// <summary>Reports an id that is none of the known ones.</summary>
    public void CheckId(DiagnosticDescriptor rule, string id, SourceSpan span, IEnumerable<string> known)
    {
        if (KnowsRequirements && !known.Contains(id))
        {
            Bag.Report(rule, span, id, Suggestion.For(id, known));
        }
    }

    /// <summary>What is read by somebody.</summary>
    public ReadRegister Reads { get; } = new();

    /// <summary>The printer for canonical texts.</summary>
    public ExpressionText Printer => new(Enums);

    /// <summary>The type of a parameter in expressions: constants have the interval of their value.</summary>
    public static ExprType TypeOf(ParameterInfo parameter) => parameter.IsConstant && !parameter.Type.IsError()
        ? parameter.Type with { Min = parameter.Default, Max = parameter.Default }
        : parameter.Type;

    /// <summary>A literal in its base unit; null after a finding.</summary>
    public long? ToBaseUnit(NumberSyntax number, SourceSpan span, out string baseUnit)
    {
        if (!Units.TryFind(number.Unit, out baseUnit, out decimal scale))
        {
            Bag.Report(UnknownUnit, span, number.Unit, Suggestion.For(number.Unit, Units.Known));
            return null;
        }

        decimal value;
        try
        {
            value = number.Number * scale;
        }
        catch (OverflowException)
        {
            value = decimal.MaxValue;
        }

        if (value > long.MaxValue / 4)
        {
            Bag.Report(NumberTooLarge, span, number.Number);
            return null;
        }

        if (value != decimal.Truncate(value))
        {
            Bag.Report(
                baseUnit == "ms" ? NotWholeTick : NotWholeUnit,
                span, $"{Trim(number.Number)} {number.Unit}", Trim(value), baseUnit);
            return null;
        }

        return (long)value;
    }

    private static string Trim(decimal value) =>
        value.ToString("0.############", System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>Remembers which declared things some expression reads.</summary>
internal sealed class ReadRegister
{
    private readonly HashSet<string> read = new(StringComparer.Ordinal);

    /// <summary>An input signal, or <c>group.path.input</c>.</summary>
    public void Input(string path) => read.Add("input " + path);

    /// <summary>A parameter.</summary>
    public void Parameter(string name) => read.Add("parameter " + name);

    /// <summary>A machine's output.</summary>
    public void Output(string machine, string output) => read.Add($"output {machine}.{output}");

    /// <summary>Whether an input is read.</summary>
    public bool HasInput(string path) => read.Contains("input " + path);

    /// <summary>Whether a parameter is read.</summary>
    public bool HasParameter(string name) => read.Contains("parameter " + name);

    /// <summary>Whether a machine's output is read.</summary>
    public bool HasOutput(string machine, string output) => read.Contains($"output {machine}.{output}");
}
