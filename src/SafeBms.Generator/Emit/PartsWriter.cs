using System.Globalization;
using SafeBms.Specification.Model;

namespace SafeBms.Generator.Emit;

/// <summary>What is concluded from the steps in a scan: a property or a witness.</summary>
/// <param name="File">Specification file that it stands in.</param>
/// <param name="Condition">What it reads; null if nothing.</param>
/// <param name="Write">Writes it.</param>
internal sealed record Conclusion(string File, Expr? Condition, Action<ExpressionWriter> Write);

/// <summary>
/// A long list of steps and conclusions as several methods, a few for each specification file. One method would be too
/// long for a reader, and for the compiler at run time, which gives up optimising above a certain size.
/// </summary>
internal sealed class PartsWriter
{
    private const int StepsAPart = 24;
    private const string Parameters = "in Validity v, in OutputImage o, in ParameterSet p, ref Memory m, ref Values d";
    private readonly CodeWriter output;
    private readonly MonitorScope scope;
    private readonly ExpressionWriter expressions;
    private readonly List<Part> parts;
    private readonly List<Fold> folds;
    private readonly (string Parameter, string Argument) result;

    public PartsWriter(
        CodeWriter output,
        EmitContext context,
        MonitorBlock block,
        IReadOnlyList<Conclusion> conclusions,
        (string Parameter, string Argument) result)
    {
        this.output = output;
        this.result = result;
        parts =
        [
            .. Cut(block.Steps, FileOf).Select(
                (steps, number) => new Part("Advance", FileOf(steps[0]), number + 1, steps, [])),
            .. Cut(conclusions, conclusion => conclusion.File)
                .Select((group, number) => new Part("Conclude", group[0].File, number + 1, [], group)),
        ];
        folds = FoldWriter.Independent(parts.SelectMany(part => part.Reads()));
        scope = new MonitorScope(context, Shared());
        expressions = new ExpressionWriter(scope, output);
    }

    /// <summary>Writes the methods of the parts and the struct of values that pass from one to another.</summary>
    public void WriteParts()
    {
        scope.EnterBlock();
        WriteFolds();
        foreach (Part part in parts)
        {
            output.Blank();
            output.Comment(
                $"{part.File}: {(part.Steps.Count > 0 ? "definitions and temporal calls" : "conclusions")}.");
            output.Open($"private static void {part.Name}({Parameters}{result.Parameter})");
            scope.EnterBlock();
            StepsWriter.Write(output, expressions, scope, part.Steps);
            foreach (Conclusion conclusion in part.Conclusions)
            {
                conclusion.Write(expressions);
            }

            scope.LeaveBlock();
            output.Close();
        }

        scope.LeaveBlock();
        output.Blank();
        output.Summary("What the parts of one scan hand to each other.");
        output.Open("private struct Values");
        foreach (string field in scope.SharedFields)
        {
            output.Line("public " + field + ";");
        }

        output.Close();
        output.Blank();
    }

    /// <summary>Writes the calls of the parts in their order.</summary>
    public void WriteCalls()
    {
        output.Line("Values d = default;");
        if (folds.Count > 0)
        {
            output.Line("Folds(v, p, ref d);");
        }

        foreach (Part part in parts)
        {
            output.Line($"{part.Name}(v, o, p, ref m, ref d{result.Argument});");
        }
    }

    // One walk over the members for all parts together: with many cells the walks are most of the time of a scan.
    private void WriteFolds()
    {
        if (folds.Count == 0)
        {
            return;
        }

        output.Blank();
        output.Comment("What the parts read of all members of a group; only inputs and parameters, so first.");
        output.Open("private static void Folds(in Validity v, in ParameterSet p, ref Values d)");
        scope.EnterBlock();
        FoldWriter writer = new(scope, output, expressions);
        List<(Fold Fold, string Local)> results = writer.WriteAll(folds);
        List<(Fold Fold, string Field)> fields = [];
        foreach ((Fold fold, string local) in results)
        {
            string field = "d." + Naming.Pascal(local);
            output.Line($"{scope.Declare(FoldWriter.TypeOf(fold), field)} = {local};");
            if (FoldWriter.HasValidity(fold))
            {
                output.Line($"{scope.Declare("bool", field + "Valid")} = {local}Valid;");
            }

            fields.Add((fold, field));
        }

        scope.LeaveBlock();
        output.Close();
        foreach ((Fold fold, string field) in fields)
        {
            scope.Hoist(fold, field);
        }
    }

    private static string FileOf(StepInfo step) => step switch
    {
        DefineStep define => define.Span.File,
        DetectorStep detector => detector.Detector.Span.File,
        TimerStep timer => timer.Timer.Span.File,
        _ => string.Empty,
    };

    // Runs of the same file, none longer than a part; the order stays.
    private static List<List<T>> Cut<T>(IReadOnlyList<T> items, Func<T, string> file)
    {
        List<List<T>> runs = [];
        foreach (T item in items)
        {
            if (runs.Count == 0 || runs[runs.Count - 1].Count == StepsAPart
                || file(runs[runs.Count - 1][0]) != file(item))
            {
                runs.Add([]);
            }

            runs[runs.Count - 1].Add(item);
        }

        return runs;
    }

    // Names of definitions and temporal calls that some later part reads.
    private HashSet<string> Shared()
    {
        Dictionary<string, int> home = new(StringComparer.Ordinal);
        HashSet<string> shared = new(StringComparer.Ordinal);
        for (int index = 0; index < parts.Count; index++)
        {
            foreach (string name in parts[index].Reads().SelectMany(UsedReferences.Walk).Select(
                MonitorScope.Key).OfType<string>())
            {
                if (!home.TryGetValue(name, out int definedIn))
                {
                    home[name] = index;
                }
                else if (definedIn != index)
                {
                    shared.Add(name);
                }
            }

            foreach (StepInfo step in parts[index].Steps)
            {
                home[MonitorScope.Key(step)] = index;
            }
        }

        return shared;
    }

    private sealed record Part(string Verb, string File, int Number, List<StepInfo> Steps, List<Conclusion> Conclusions)
    {
        public string Name => Verb + Number.ToString(CultureInfo.InvariantCulture) + Naming.Pascal(Stem);

        private string Stem => File.Substring(File.LastIndexOf('/') + 1).Split('.')[0];

        public IEnumerable<Expr> Reads() =>
        [
            .. Steps.SelectMany(UsedReferences.OfStep),
            .. Conclusions.Select(conclusion => conclusion.Condition).OfType<Expr>(),
        ];
    }
}
