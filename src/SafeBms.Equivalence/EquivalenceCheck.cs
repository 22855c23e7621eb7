using System.Diagnostics;
using SafeBms.Equivalence.Code;
using SafeBms.Equivalence.Judge;
using SafeBms.Equivalence.Units;
using SafeBms.Generator.Emit;
using SafeBms.Specification.Model;

namespace SafeBms.Equivalence;

/// <summary>How the comparison is done.</summary>
public sealed record EquivalenceOptions
{
    /// <summary>Name or path of z3.</summary>
    public string Solver { get; init; } = "z3";

    /// <summary>Seconds after which a question is left open: not shown.</summary>
    public int TimeOut_s { get; init; } = 60;

    /// <summary>Folder in which answers are kept; null for none.</summary>
    public string? CacheFolder { get; init; }

    /// <summary>Says of each difference where it is and with which values; else only that there is one.</summary>
    public bool Explains { get; init; } = true;

    /// <summary>Only this part: a machine, or one of <see cref="EquivalenceCheck.Parts"/>; null for all.</summary>
    public string? Only { get; init; }
}

/// <summary>
/// Shows that generated code computes what the specification says: the text of the code is read back, executed on
/// symbols, and compared by a solver with formulas that are made from the model without the generator.
/// </summary>
public static class EquivalenceCheck
{
    private const string Validity = "validity";
    private const string Scan = "scan";
    private const string Start = "start";
    private const string Retain = "retain";
    private const string Parameters = "parameters";
    private const string Temporal = "temporal";
    private const string Monitors = "monitors";
    private const string Witnesses = "witnesses";

    /// <summary>Names of all parts: every machine in the order of the scan, then what ties them together.</summary>
    public static IReadOnlyList<string> Parts(SpecificationModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return
        [
            .. model.Machines.Append(model.ShutdownMachine).Select(machine => machine.Name),
            Validity, Monitors, Witnesses, Temporal, Scan, Start, Retain, Parameters,
        ];
    }

    /// <summary>Compares.</summary>
    /// <param name="model">A specification without findings.</param>
    /// <param name="files">The code that was generated from it.</param>
    /// <param name="options">How.</param>
    /// <param name="progress">Called after each part.</param>
    /// <exception cref="SolverException">The solver is missing or failed.</exception>
    public static IReadOnlyList<UnitResult> Run(
        SpecificationModel model, IReadOnlyList<GeneratedFile> files, EquivalenceOptions options,
        Action<UnitResult>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(options);
        UnitJudge judge = new(
            new Solver(options.Solver, options.TimeOut_s),
            options.CacheFolder is null ? null : new AnswerCache(options.CacheFolder), options.Explains);
        CodeProgram program;
        try
        {
            program = CodeProgram.Read(files);
        }
        catch (OutsideSubsetException problem)
        {
            return [NotUnderstood("code", 0, problem)];
        }

        List<UnitResult> results = [];
        foreach (string part in Parts(model).Where(part => options.Only is null || options.Only == part))
        {
            UnitResult result = Judge(part, program, model, judge);
            results.Add(result);
            progress?.Invoke(result);
        }

        return results;
    }

    /// <summary>Compares one part of code that has been read already.</summary>
    internal static UnitResult Run(
        string part, CodeProgram program, SpecificationModel model, EquivalenceOptions options) => Judge(
        part, program, model, new UnitJudge(
            new Solver(options.Solver, options.TimeOut_s),
            options.CacheFolder is null ? null : new AnswerCache(options.CacheFolder), options.Explains));

    private static UnitResult Judge(string part, CodeProgram program, SpecificationModel model, UnitJudge judge)
    {
        Stopwatch watch = Stopwatch.StartNew();
        try
        {
            UnitResult result = judge.Decide(Make(part, program, model));
            return result with { Seconds = watch.Elapsed.TotalSeconds };
        }
        catch (OutsideSubsetException problem)
        {
            return NotUnderstood(part, watch.Elapsed.TotalSeconds, problem);
        }
    }

    private static Unit Make(string part, CodeProgram program, SpecificationModel model) => part switch
    {
        Scan => CompositionUnit.Scan(program, model),
        Start => CompositionUnit.Start(program, model),
        Retain => CompositionUnit.Retain(program, model),
        Parameters => ParametersUnit.Of(program, model),
        Temporal => TemporalUnit.Of(),
        Validity => ValidityUnit.Of(program, model),
        Monitors => PropertyUnits.Monitors(program, model),
        Witnesses => PropertyUnits.Witnesses(program, model),
        _ => MachineUnit.Of(
            program, model,
            model.Machines.Append(model.ShutdownMachine).Single(machine => machine.Name == part)),
    };

    private static UnitResult NotUnderstood(string part, double seconds, OutsideSubsetException problem) =>
        new(part, UnitOutcome.NotUnderstood, 0, 0, seconds, false, [problem.Message]);
}
