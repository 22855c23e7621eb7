using System.Globalization;
using SafeBms.Proof.Solving;
using SafeBms.Proof.Terms;
using SafeBms.Proof.Transition;
using SafeBms.Specification;
using SafeBms.Specification.Model;

namespace SafeBms.Proof.Questions;

/// <summary>Asks the solver what no reader of the text can see: guards that are never true, transitions that never
/// fire, states that are never reached or never left, values out of range, time budgets under every allowed
/// configuration.</summary>
public static class DeepCheck
{
    private const int TimeLimit_ms = 10_000;

    /// <summary>Asks about every machine that is not one of many alike, and about every time budget.</summary>
    /// <param name="model">The specification.</param>
    /// <param name="progress">Called with the name of each machine before it is asked about.</param>
    /// <param name="only">Only these machines; null for all.</param>
    /// <exception cref="SolverException">The solver is missing or has crashed.</exception>
    public static DeepResult Run(
        SpecificationModel model, Action<string>? progress = null, Func<string, bool>? only = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        List<Diagnostic> findings = [];
        List<string> notes = [];
        List<string> undecided = [];
        int questions = 0;
        foreach (MachineInfo machine in model.Machines.Where(
            machine => machine.InstanceGroup.Length == 0 && only?.Invoke(machine.Name) != false))
        {
            progress?.Invoke(machine.Name);
            List<List<Diagnostic>> perProduct = [];
            foreach (ProductInfo product in model.Products)
            {
                using MachineQuestions asked = new(model, product.Name, machine, TimeLimit_ms);
                asked.Ask();
                perProduct.Add(asked.Findings);
                notes.AddRange(perProduct.Count == 1 ? asked.Notes : []);
                undecided.AddRange(asked.Undecided);
                questions += asked.Questions;
            }

            findings.AddRange(InAll(perProduct));
        }

        foreach (ProductInfo product in model.Products)
        {
            questions += Budgets(model, product.Name, findings, undecided);
        }

        return new DeepResult(
            [.. findings.DistinctBy(one => (one.Id, one.Span)).OrderBy(one => one.Span.File, StringComparer.Ordinal)
                .ThenBy(one => one.Span.Line).ThenBy(one => one.Span.Column)],
            notes, [.. undecided.Distinct()], questions);
    }

    // What one product never does another may do; a value out of range is wrong in any.
    private static IEnumerable<Diagnostic> InAll(List<List<Diagnostic>> perProduct) =>
        perProduct.SelectMany(one => one).Where(finding => finding.Id == DeepRules.Overflow.Id
            || perProduct.All(one => one.Any(other => other.Id == finding.Id && other.Span == finding.Span
                && other.Message == finding.Message)));

    private static int Budgets(
        SpecificationModel model, string product, List<Diagnostic> findings, List<string> undecided)
    {
        TermPool pool = new();
        SystemFrame frame = new(pool, model, product);
        ExpressionLowering lowering = new(pool, frame, ParametersOnly.Instance);
        using SmtProcess solver = new(TimeLimit_ms);
        TermSession session = new(solver);
        List<(HazardInfo Hazard, HazardChain Chain, Term Sum)> chains = [.. model.Requirements.Hazards.SelectMany(
            hazard => hazard.Chains.Select(chain => (hazard, chain, chain.Sum.Aggregate(
                pool.Int(0), (sum, part) => pool.Add(sum, lowering.Number(part))))))];
        session.Assert(frame.ParameterConditions());
        for (int index = 0; index < chains.Count; index++)
        {
            (HazardInfo hazard, HazardChain chain, Term sum) = chains[index];
            Term[] variables = [.. TermWalk.Variables(sum).OrderBy(term => term.Id)];
            string label = session.Label($"q{index}", pool.Greater(sum, pool.Int(hazard.Ftti_ms)));
            SolverReply reply = solver.CheckAll([[label]], [.. variables.Select(session.Name)])[0];
            if (reply.Answer == Answer.Satisfiable)
            {
                Dictionary<Term, long> values = variables.Zip(reply.Values)
                    .ToDictionary(one => one.First, one => one.Second);
                string with = string.Join(", ", values.Select(one => string.Create(
                    CultureInfo.InvariantCulture, $"{one.Key.Name["parameter.".Length..]} = {one.Value}")));
                findings.Add(DeepRules.Budget.At(
                    chain.Span, chain.Name, hazard.Id, Sampling.Evaluator.Value(sum, term => values[term]),
                    with.Length == 0 ? "the fixed values" : with, hazard.Ftti_ms));
            }
            else if (reply.Answer == Answer.Unknown)
            {
                undecided.Add($"whether the chain '{chain.Name}' of hazard '{hazard.Id}' keeps its budget");
            }
        }

        return solver.Questions;
    }

    private sealed class ParametersOnly : IScanScope
    {
        public static ParametersOnly Instance { get; } = new();

        public ScanValue Find(Expr reference) => throw new NotSupportedException($"{reference.Span}: not a parameter");

        public InputTerms FindInput(Expr reference) => throw new NotSupportedException($"{reference.Span}: no input");
    }
}
