using SafeBms.Interpreter;
using SafeBms.Laboratory;
using SafeBms.Proof.Counterexamples;
using SafeBms.Specification.Expressions;
using SafeBms.Specification.Model;

namespace SafeBms.Workbench.Counterexamples;

/// <summary>A part of a property and its value at the end of a run.</summary>
/// <param name="Depth">How far inside.</param>
/// <param name="Text">The part and its value.</param>
/// <param name="Since">The scan since which it has this value; 0 for power-on.</param>
/// <param name="IsOver">What counts is that it had the other value before.</param>
internal sealed record Reason(int Depth, string Text, long Since, bool IsOver);

/// <summary>
/// Why a property fails at the end of a run: the parts of its formula that make it false, down to inputs and outputs,
/// each with its value and since when it has it. The parts are watched as if they were properties themselves, on the
/// reference interpreter.
/// </summary>
internal sealed class Reasons
{
    private const int DeepestLine = 7;
    private const int MostLines = 30;
    private const int MostAlternatives = 4;

    private readonly SpecificationModel model;
    private readonly PropertyInfo property;
    private readonly ExpressionText printer;
    private readonly Dictionary<string, DefineStep> defines;
    private readonly Dictionary<string, int> watched = new(StringComparer.Ordinal);
    private readonly List<Expr> expressions = [];
    private readonly List<bool> now = [];
    private readonly List<long> since = [];
    private readonly List<Reason> lines = [];
    private readonly HashSet<string> said = new(StringComparer.Ordinal);

    /// <summary>Follows the run to its end.</summary>
    public Reasons(SpecificationModel model, Counterexample found, CoreNames names)
    {
        this.model = model;
        property = found.Property;
        printer = new ExpressionText(model.Signals.Enums.ToDictionary(one => one.Name, StringComparer.Ordinal));
        defines = model.Properties.Monitor.Steps.OfType<DefineStep>()
            .ToDictionary(step => step.Name, StringComparer.Ordinal);
        Watch(property.Always!);
        Follow(found.Run, names);
        Explain(property.Always!, 0);
    }

    /// <summary>The parts that make the property false, what they consist of further in.</summary>
    public IReadOnlyList<Reason> Lines => lines;

    private void Watch(Expr expression)
    {
        if (expression.Type.Kind != ValueKind.Bool || !watched.TryAdd(Print(expression), expressions.Count))
        {
            return;
        }

        expressions.Add(expression);
        foreach (Expr part in Parts(expression))
        {
            Watch(part);
        }
    }

    // What a truth value is made of, as far as it is truth values again.
    private IEnumerable<Expr> Parts(Expr expression) => expression switch
    {
        DefineRef define => [defines[define.Name].Value],
        DetectorRef detector => new[] { CallOf(detector).Operand, CallOf(detector).Second }.OfType<Expr>()
            .Where(part => part.Type.Kind == ValueKind.Bool),
        Unary { Operator: UnaryOperator.Not } not => [not.Operand],
        Binary { Operator: BinaryOperator.And or BinaryOperator.Or or BinaryOperator.Implies } both =>
            [both.Left, both.Right],
        _ => [],
    };

    private DetectorInfo CallOf(DetectorRef detector) => model.Properties.Monitor.Detectors[detector.Slot];

    private string Print(Expr expression) => printer.Print(expression, [.. model.Properties.Monitor.Detectors]);

    // Without the properties themselves, so that nothing is shut down.
    private void Follow(ConcreteRun run, CoreNames names)
    {
        PropertyInfo[] probes = [.. expressions.Select(expression => property with
        {
            Always = expression, OnViolation = ViolationReaction.Count,
        })];
        ReferenceCore core = new(model with { Properties = model.Properties with { Properties = new(probes) } });
        Dictionary<string, long> parameters = model.Products.First(product => product.Name == run.Product).Overrides
            .ToDictionary(change => change.Parameter, change => change.Value, StringComparer.Ordinal);
        foreach ((string name, long value) in run.Parameters)
        {
            parameters[name] = value;
        }

        core.Start(parameters, run.Retained);
        now.AddRange(expressions.Select(_ => false));
        since.AddRange(expressions.Select(_ => 0L));
        int next = 0;
        for (long scan = 0; scan < run.Scans; scan++)
        {
            for (; next < run.Changes.Count && run.Changes[next].Scan == scan; next++)
            {
                InputChange change = run.Changes[next];
                core.Inputs[core.Inputs.IndexOf(names.Inputs[change.Input])] = change.Reading;
            }

            core.Scan();
            for (int index = 0; index < now.Count; index++)
            {
                bool value = !core.IsViolated(index);
                since[index] = scan == 0 || value == now[index] ? since[index] : scan;
                now[index] = value;
            }
        }
    }

    private bool IsTrue(Expr expression) => now[watched[Print(expression)]];

    private void Explain(Expr expression, int depth)
    {
        switch (expression)
        {
            case Unary { Operator: UnaryOperator.Not } not:
                Explain(not.Operand, depth);
                break;
            case Binary { Operator: BinaryOperator.And } both:
                All([both.Left, both.Right], part => IsTrue(both) || !IsTrue(part), depth);
                break;
            case Binary { Operator: BinaryOperator.Or } either:
                // Of many that are all false none says anything.
                Expr[] alternatives = [.. Alternatives(either)];
                if (IsTrue(either) || alternatives.Length <= MostAlternatives)
                {
                    All(alternatives, part => !IsTrue(either) || IsTrue(part), depth);
                }

                break;
            case Binary { Operator: BinaryOperator.Implies } implies:
                bool holds = IsTrue(implies);
                All([implies.Left], part => !holds || !IsTrue(part), depth);
                All([implies.Right], part => !holds || IsTrue(part), depth);
                break;
            default:
                Say(expression, depth);
                break;
        }
    }

    private void All(Expr[] parts, Func<Expr, bool> matters, int depth)
    {
        foreach (Expr part in parts.Where(matters))
        {
            Explain(part, depth);
        }
    }

    // A name, a call or a comparison, and below it what it is made of.
    private void Say(Expr expression, int depth)
    {
        string text = Print(expression);
        if (lines.Count >= MostLines || depth > DeepestLine || !said.Add(text))
        {
            return;
        }

        Expr[] parts = [.. Parts(expression)];
        bool isPlain = expression is DefineRef && !parts.SelectMany(Parts).Any() && parts[0] is not DetectorRef;
        string meaning = isPlain ? $" ({Print(parts[0])})" : string.Empty;
        int index = watched[text];
        lines.Add(new Reason(depth, $"{text}{meaning} is {(now[index] ? "true" : "false")}", since[index], false));
        foreach (Expr part in isPlain ? [] : parts)
        {
            if (IsRemembered(expression) && !IsTrue(part))
            {
                SayOver(part, depth + 1, since[watched[Print(part)]]);
            }
            else
            {
                Explain(part, depth + 1);
            }
        }
    }

    // It is true for what was true before.
    private bool IsRemembered(Expr expression) => IsTrue(expression) && expression is DetectorRef detector
        && CallOf(detector).Kind is DetectorKind.Within or DetectorKind.Once or DetectorKind.Since
            or DetectorKind.Previous;

    // What was true until then, and all in it that ended together with it.
    private void SayOver(Expr expression, int depth, long end)
    {
        int index = watched[Print(expression)];
        if (now[index] || since[index] != end || end == 0 || lines.Count >= MostLines || depth > DeepestLine)
        {
            return;
        }

        bool isNamed = expression is DefineRef or DetectorRef || !Parts(expression).Any();
        if (isNamed && said.Add(Print(expression)))
        {
            lines.Add(new Reason(depth, $"{Print(expression)} was true", end, true));
        }

        foreach (Expr part in Parts(expression))
        {
            SayOver(part, depth + (isNamed ? 1 : 0), end);
        }
    }

    private static IEnumerable<Expr> Alternatives(Expr expression) =>
        expression is Binary { Operator: BinaryOperator.Or } either
            ? Alternatives(either.Left).Concat(Alternatives(either.Right)) : [expression];
}
