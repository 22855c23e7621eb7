using SafeBms.Specification.Model;

namespace SafeBms.Proof.Induction;

/// <summary>A temporal call of which only one alternative of the operand is looked at.</summary>
/// <param name="Info">The call with that alternative as operand.</param>
/// <param name="Memory">Name of its memory.</param>
public sealed record CaseCall(DetectorInfo Info, string Memory);

/// <summary>One part of a property: all parts together are the property.</summary>
/// <param name="Always">What must always hold.</param>
/// <param name="Calls">The calls in it that are parts of calls of the property, by slot; their slots are
/// negative.</param>
public sealed record PropertyCase(Expr Always, IReadOnlyDictionary<int, CaseCall> Calls);

/// <summary>
/// Takes properties apart. "A or B implies C and D" is four smaller claims. "A or B leads to Q within d" is one claim a
/// cause: the obligation of the whole begins with some cause, and from then on the obligation of that cause is open
/// exactly as long. What once happened, or happened since or within some time, or in the last scan, is what one of its
/// alternatives did.
/// </summary>
public sealed class PropertyCases
{
    private const int AlternativesAtMost = 64;

    /// <summary>With more causes than this the conclusion stays whole.</summary>
    private const int CausesForWhole = 8;

    private readonly MonitorBlock monitor;
    private readonly Dictionary<string, Expr> definitions;
    private readonly Dictionary<int, CaseCall> calls = [];

    /// <param name="model">The specification.</param>
    public PropertyCases(SpecificationModel model)
    {
        monitor = model.Properties.Monitor;
        definitions = monitor.Steps.OfType<DefineStep>()
            .ToDictionary(step => step.Name, step => step.Value, StringComparer.Ordinal);
    }

    /// <summary>The parts of a property; itself if it has none.</summary>
    public IReadOnlyList<PropertyCase> Of(PropertyInfo property) =>
        [.. Claims(property.Always!).Select(claim => new PropertyCase(claim, calls))];

    /// <summary>The parts of several properties by their names (<c>P02/3</c>).</summary>
    public IReadOnlyDictionary<string, PropertyCase> ByName(IEnumerable<PropertyInfo> properties) => properties
        .SelectMany(property => Of(property).Select((part, number) => (Name: NameOf(property, number), Part: part)))
        .ToDictionary(one => one.Name, one => one.Part, StringComparer.Ordinal);

    /// <summary>Name of a part of a property.</summary>
    public static string NameOf(PropertyInfo property, int number) => $"{property.Id}/{number}";

    private List<Expr> Claims(Expr expression)
    {
        switch (expression)
        {
            case DefineRef define:
                return Claims(definitions[define.Name]);
            case Binary { Operator: BinaryOperator.And } both:
                return [.. Claims(both.Left), .. Claims(both.Right)];
            case Binary { Operator: BinaryOperator.Implies } implies:
                List<Expr> causes = Alternatives(implies.Left);
                List<Expr> claims = causes.Count > CausesForWhole ? [implies.Right] : Claims(implies.Right);
                return [.. causes.SelectMany(
                    cause => claims.Select(claim => (Expr)(implies with { Left = cause, Right = claim })))];
            case Unary { Operator: UnaryOperator.Not } not:
                return [.. Alternatives(not.Operand).Select(one => (Expr)(not with { Operand = one }))];
            case DetectorRef reference when monitor.Detectors[reference.Slot].Kind == DetectorKind.LeadsTo:
                return Split(reference);
            default:
                return [expression];
        }
    }

    private List<Expr> Alternatives(Expr expression)
    {
        List<Expr> found = expression switch
        {
            DefineRef define => Alternatives(definitions[define.Name]),
            Binary { Operator: BinaryOperator.Or } either =>
                [.. Alternatives(either.Left), .. Alternatives(either.Right)],
            Binary { Operator: BinaryOperator.And } both =>
            [
                .. Alternatives(both.Left).SelectMany(
                    left => Alternatives(both.Right).Select(right => (Expr)(both with { Left = left, Right = right }))),
            ],
            DetectorRef { Slot: >= 0 } reference => Split(reference),
            _ => [expression],
        };
        return found.Count is > 0 and <= AlternativesAtMost ? found : [expression];
    }

    private List<Expr> Split(DetectorRef reference)
    {
        DetectorInfo whole = monitor.Detectors[reference.Slot];
        List<Expr> alternatives = IsSplit(whole)
            ? Alternatives(whole.Kind == DetectorKind.Since ? whole.Second! : whole.Operand) : [];
        return alternatives.Count < 2
            ? [reference]
            : [.. alternatives.Select((one, number) => (Expr)Call(reference, Part(whole, one), number))];
    }

    private static bool IsSplit(DetectorInfo call) => call.Kind switch
    {
        DetectorKind.Previous =>
            call.Operand.Type is { Kind: ValueKind.Bool, MayBeInvalid: false } && call.Initial == 0,
        DetectorKind.Once or DetectorKind.Within or DetectorKind.Since or DetectorKind.LeadsTo => true,
        _ => false,
    };

    private static DetectorInfo Part(DetectorInfo whole, Expr alternative) => whole.Kind == DetectorKind.Since
        ? whole with { Second = alternative } : whole with { Operand = alternative };

    private DetectorRef Call(DetectorRef whole, DetectorInfo part, int number)
    {
        int slot = -((whole.Slot * (AlternativesAtMost + 1)) + number + 1);
        calls[slot] = new CaseCall(part with { Slot = slot }, $"monitor.detector.{whole.Slot}.case.{number}");
        return whole with { Slot = slot };
    }
}
