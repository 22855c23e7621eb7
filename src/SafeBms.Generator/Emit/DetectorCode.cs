using SafeBms.Specification.Model;

namespace SafeBms.Generator.Emit;

/// <summary>The memory of temporal calls and timers, shared by machines, monitors and witnesses.</summary>
internal static class DetectorCode
{
    /// <summary>Field that a temporal call keeps.</summary>
    public static string Field(DetectorInfo detector) =>
        detector.Kind.ToString() + detector.Slot + (CountsScans(detector.Kind) ? "_ms" : string.Empty);

    /// <summary>Field of a named timer.</summary>
    public static string Field(TimerInfo timer) => Naming.Pascal(timer.Name, "ms");

    /// <summary>Declares the fields.</summary>
    public static void WriteFields(CodeWriter output, IEnumerable<DetectorInfo> detectors)
    {
        foreach (DetectorInfo detector in detectors)
        {
            output.Summary($"{Meaning(detector.Kind)}: {detector.Text}");
            output.Line($"public {FieldType(detector)} {Field(detector)};");
        }
    }

    /// <summary>Sets the fields to what holds before step 0.</summary>
    public static void WriteReset(
        CodeWriter output, ExpressionWriter expressions, EmitContext context, IEnumerable<DetectorInfo> detectors)
    {
        foreach (DetectorInfo detector in detectors)
        {
            string initial = detector.Kind switch
            {
                DetectorKind.Previous => InitialPrevious(context, detector),
                DetectorKind.Rising or DetectorKind.Falling => detector.Initial != 0 ? "true" : "false",
                DetectorKind.HeldOrInitially => Amount(expressions, detector).At(Code.Additive) + " + 1",
                DetectorKind.Since or DetectorKind.Once => "false",
                _ => "0",
            };
            output.Line($"m.{Field(detector)} = {initial};");
        }
    }

    /// <summary>Advances a temporal call and declares the local with its present result.</summary>
    public static void WriteStep(CodeWriter output, ExpressionWriter expressions, Scope scope, DetectorInfo detector)
    {
        output.Comment($"{detector.Text} ({detector.Span.File}:{detector.Span.Line})");
        string operand = detector.Kind == DetectorKind.Previous
            ? expressions.Stored(detector.Operand, detector.Type)
            : expressions.Text(detector.Operand);
        string second = detector.Second is null || detector.Kind == DetectorKind.Confirmed ? string.Empty
            : expressions.Text(detector.Second);
        string local = scope.AddDetector(detector);
        string field = "m." + Field(detector);
        if (detector.Kind is DetectorKind.Previous or DetectorKind.Rising or DetectorKind.Falling)
        {
            string declared = scope.Declare(CsType.Stored(detector.Type), local);
            WriteMemoryOfLastScan(output, detector, operand, declared, field);
        }
        else if (detector.Kind is DetectorKind.Since or DetectorKind.Once)
        {
            bool once = detector.Kind == DetectorKind.Once;
            output.Line(once ? $"{field} |= {operand};" : $"{field} = {Wrap(second)} | ({Wrap(operand)} & {field});");
            output.Line($"{scope.Declare("bool", local)} = {field};");
        }
        else
        {
            Code amount = Amount(expressions, detector);
            WriteCounter(output, expressions, scope, detector, (operand, second, amount), local);
        }
    }

    /// <summary>Advances a named timer.</summary>
    public static void WriteStep(CodeWriter output, ExpressionWriter expressions, TimerInfo timer)
    {
        output.Comment($"timer {timer.Name} ({timer.Span.File}:{timer.Span.Line})");
        string field = "m." + Field(timer);
        Code runs = expressions.Write(timer.Runs);
        string limit = expressions.Text(timer.Limit, CsType.Of(timer.Type));
        string next = $"Math.Min({field} + 1, {limit})";
        if (timer.Resets is Unary { Operator: UnaryOperator.Not } not && not.Operand.Equals(timer.Runs))
        {
            output.Line($"{field} = {runs.At(Code.Or)} ? {next} : 0;");
            return;
        }

        Code resets = expressions.Write(timer.Resets);
        output.Line($"{field} = {resets.At(Code.Or)} ? 0 : {runs.At(Code.Or)} ? {next} : {field};");
    }

    private static void WriteMemoryOfLastScan(
        CodeWriter output, DetectorInfo detector, string operand, string declared, string field)
    {
        if (detector.Kind == DetectorKind.Previous)
        {
            output.Line($"{declared} = {field};");
            output.Line($"{field} = {operand};");
            return;
        }

        string now = $"{Naming.Camel(detector.Kind.ToString())}{detector.Slot}Now";
        output.Line($"bool {now} = {operand};");
        output.Line(detector.Kind == DetectorKind.Rising ? $"{declared} = {now} & !{field};"
            : $"{declared} = !{now} & {field};");
        output.Line($"{field} = {now};");
    }

    private static void WriteCounter(
        CodeWriter output,
        ExpressionWriter expressions,
        Scope scope,
        DetectorInfo detector,
        (string First, string Second, Code Amount) operands,
        string local)
    {
        string field = "m." + Field(detector);
        string amount = operands.Amount.At(Code.Additive);
        string declared = scope.Declare("bool", local);
        string plain = Naming.Camel(detector.Kind.ToString()) + detector.Slot;
        switch (detector.Kind)
        {
            case DetectorKind.Held or DetectorKind.HeldOrInitially:
                output.Line($"{field} = {Wrap(operands.First)} ? Math.Min({field} + 1, {amount} + 1) : 0;");
                output.Line($"{declared} = {field} > {amount};");
                break;
            case DetectorKind.Within:
                output.Line($"{field} = {Wrap(operands.First)} ? {amount} + 1 : Math.Max({field} - 1, 0);");
                output.Line($"{declared} = {field} > 0;");
                break;
            case DetectorKind.Confirmed:
                string sample = scope.Input(detector.Second!);
                output.Line($"int {plain}Count = {Wrap(operands.First)} ? Math.Min({field} + 1, {amount}) : 0;");
                output.Line($"{field} = {sample}.IsNew ? {plain}Count : {field};");
                output.Line($"{declared} = {field} >= {amount};");
                break;
            default:
                output.Line($"bool {plain}Open = !{Wrap(operands.Second)} & ({Wrap(operands.First)} | ({field} > 0));");
                output.Line($"{field} = {plain}Open ? Math.Min({field} + 1, {amount} + 2) : 0;");
                output.Line($"{declared} = {field} <= {amount} + 1;");
                break;
        }
    }

    // Parentheses only around what is more than a name.
    private static string Wrap(string text) =>
        text.All(letter => char.IsLetterOrDigit(letter) || letter is '_' or '.') ? text : "(" + text + ")";

    private static Code Amount(ExpressionWriter expressions, DetectorInfo detector) =>
        expressions.Write(detector.Amount!);

    private static bool CountsScans(DetectorKind kind) =>
        kind is DetectorKind.Held or DetectorKind.HeldOrInitially or DetectorKind.Within or DetectorKind.LeadsTo;

    private static string FieldType(DetectorInfo detector) => detector.Kind switch
    {
        DetectorKind.Previous => CsType.Stored(detector.Type),
        DetectorKind.Rising or DetectorKind.Falling or DetectorKind.Since or DetectorKind.Once => "bool",
        // A limit close to 2^31 needs room for the scan or two above it.
        _ => detector.Amount!.Type.Max > int.MaxValue - 2 ? "long" : "int",
    };

    private static string InitialPrevious(EmitContext context, DetectorInfo detector) => detector.Type.MayBeInvalid
        ? $"{CsType.Stored(detector.Type)}.From({CsType.Number(detector.Initial)}, "
            + (detector.InitiallyValid ? "true)" : "false)")
        : CsType.Literal(context, detector.Type, detector.Initial);

    private static string Meaning(DetectorKind kind) => kind switch
    {
        DetectorKind.Previous => "Value in the last scan",
        DetectorKind.Rising or DetectorKind.Falling => "Operand in the last scan",
        DetectorKind.Held or DetectorKind.HeldOrInitially => "Scans for which the operand has been true",
        DetectorKind.Within => "Scans for which the event still counts",
        DetectorKind.Confirmed => "Samples in a row for which the operand was true",
        DetectorKind.LeadsTo => "Scans for which the obligation has been open, plus one; 0: none open",
        _ => "Whether it has happened",
    };
}
