using SafeBms.Specification.Model;

namespace SafeBms.Generator.Emit;

/// <summary>Step (a): timers, definitions and temporal calls in their order, in every scan and without
/// short-circuit.</summary>
internal static class StepsWriter
{
    /// <summary>Writes the steps.</summary>
    public static void Write(CodeWriter output, ExpressionWriter expressions, Scope scope, IEnumerable<StepInfo> steps)
    {
        foreach (StepInfo step in steps)
        {
            switch (step)
            {
                case TimerStep timer:
                    scope.Probes?.Site(timer.Timer.Runs);
                    scope.Probes?.Site(timer.Timer.Resets);
                    DetectorCode.WriteStep(output, expressions, timer.Timer);
                    break;
                case DetectorStep { Detector: DetectorInfo detector }:
                    scope.Probes?.Site(detector.Operand);
                    if (detector.Second is Expr second)
                    {
                        scope.Probes?.Site(second);
                    }

                    DetectorCode.WriteStep(output, expressions, scope, detector);
                    scope.Probes?.After(detector);
                    break;
                case DefineStep define:
                    WriteDefine(output, expressions, scope, define);
                    break;
            }
        }
    }

    private static void WriteDefine(CodeWriter output, ExpressionWriter expressions, Scope scope, DefineStep define)
    {
        scope.Probes?.Site(define.Value);
        output.Comment($"{define.Name}: {define.Text} ({define.Span.File}:{define.Span.Line})");
        string value = expressions.Text(define.Value, CsType.Of(define.Value.Type));
        string valid = expressions.ValidityText(define.Value);
        string local = scope.AddDefine(define);
        output.Line($"{scope.Declare(CsType.Of(define.Value.Type), local)} = {value};");
        if (define.Value.Type.MayBeInvalid)
        {
            output.Line($"{scope.Declare("bool", local + "Valid")} = {valid};");
        }
    }
}
