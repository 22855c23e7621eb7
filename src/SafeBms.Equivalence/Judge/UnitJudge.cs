using System.Diagnostics;
using SafeBms.Equivalence.Units;
using SafeBms.Proof.Terms;

namespace SafeBms.Equivalence.Judge;

/// <summary>Decides the claims of a unit: by identity of terms, else by the solver.</summary>
internal sealed class UnitJudge(Solver solver, AnswerCache? cache, bool explains)
{
    private const int FindingsShown = 5;
    private const int ClaimsAtOnce = 16;
    private const int ValuesShown = 24;
    private const string Unsatisfiable = "unsat";
    private const string Satisfiable = "sat";
    private string? version;

    /// <summary>The result; anything but "cannot fail" is no success.</summary>
    public UnitResult Decide(Unit unit)
    {
        Stopwatch watch = Stopwatch.StartNew();
        HashSet<Term> assumed = [.. unit.Facts.Axioms];
        List<Claim> open =
        [
            .. unit.Claims.Where(claim => !claim.Condition.IsTrue),
            .. unit.Facts.Claims.Where(claim => !claim.Key.IsTrue && !assumed.Contains(claim.Key))
                .Select(claim => new Claim(claim.Value, claim.Key, null, null)),
        ];
        List<string> findings = [];
        (List<Claim> asked, bool isPossible) = Ask(unit, open, findings);
        UnitOutcome outcome = isPossible ? UnitOutcome.Equal : UnitOutcome.NotShown;
        // Small questions: each carries only what its own claims speak of.
        foreach (Claim[] some in isPossible ? asked.Chunk(ClaimsAtOnce) : [])
        {
            UnitOutcome found = Decide(unit, some, findings);
            outcome = found == UnitOutcome.Different || outcome == UnitOutcome.Equal ? found : outcome;
            if (findings.Count >= FindingsShown || (outcome == UnitOutcome.Different && !explains))
            {
                break;
            }
        }

        return new UnitResult(
            unit.Name, outcome, unit.Claims.Count, open.Count, watch.Elapsed.TotalSeconds,
            open.Count > 0 && asked.Count == 0, findings);
    }

    // The claims that have not been shown before; and whether what is assumed for them is possible.
    private (List<Claim> Asked, bool IsPossible) Ask(Unit unit, List<Claim> open, List<string> findings)
    {
        List<Claim> asked = [.. open.Where(claim => cache?.IsShown(KeyOf(unit, claim)) != true)];
        if (asked.Count == 0)
        {
            return (asked, true);
        }

        string question = new Script(unit.Facts, open, unit.HasExactProducts).IsPossible();
        string key = Key(question);
        if (cache?.IsShown(key) == true)
        {
            return (asked, true);
        }

        IReadOnlyList<string> answers = solver.Ask(question);
        if (answers is [Satisfiable])
        {
            cache?.Keep(key);
            return (asked, true);
        }

        findings.Add($"the solver does not find what is assumed of the values possible: {string.Join(' ', answers)}");
        return (asked, false);
    }

    private UnitOutcome Decide(Unit unit, Claim[] claims, List<string> findings)
    {
        Script script = new(unit.Facts, claims, unit.HasExactProducts);
        IReadOnlyList<string> answers = solver.Ask(script.AnyFails(claims));
        if (answers is [Unsatisfiable])
        {
            foreach (Claim claim in claims)
            {
                cache?.Keep(KeyOf(unit, claim));
            }

            return UnitOutcome.Equal;
        }

        if (answers is [Satisfiable] && !explains)
        {
            findings.Add("can differ");
            return UnitOutcome.Different;
        }

        (UnitOutcome outcome, List<string> found) = Each(script, claims);
        findings.AddRange(found);
        return outcome;
    }

    private string KeyOf(Unit unit, Claim claim) =>
        Key(new Script(unit.Facts, [claim], unit.HasExactProducts).AnyFails([claim]));

    private string Key(string question) => AnswerCache.Key(version ??= solver.Version(), question);

    private (UnitOutcome Outcome, List<string> Findings) Each(Script script, Claim[] claims)
    {
        IReadOnlyList<string> answers = solver.Ask(script.EachFails(claims));
        if (answers.Count != claims.Length)
        {
            throw new SolverException($"{solver.Program} gave {answers.Count} answers to {claims.Length} questions");
        }

        List<Claim> failed = [.. claims.Where((_, index) => answers[index] == Satisfiable)];
        List<Claim> unknown =
            [.. claims.Where((_, index) => answers[index] is not (Satisfiable or Unsatisfiable))];
        List<string> findings = [.. failed.Take(FindingsShown).Select(claim => Describe(script, claim))];
        if (failed.Count > FindingsShown)
        {
            findings.Add($"and {failed.Count - FindingsShown} more");
        }

        findings.AddRange(unknown.Select(claim => $"{claim.Name}: the solver has no answer within its time"));
        if (findings.Count == 0)
        {
            findings.Add("the solver had no answer to all claims together");
        }

        return (failed.Count > 0 ? UnitOutcome.Different : UnitOutcome.NotShown, findings);
    }

    private string Describe(Script script, Claim claim)
    {
        List<Term> variables = [.. Script.Inside(claim.Condition)
            .Where(term => term.Operation == Operation.Variable).OrderBy(term => term.Id).Take(ValuesShown)];
        List<Term> asked = [.. variables];
        if (claim is { Actual: not null, Expected: not null })
        {
            asked.Add(claim.Actual);
            asked.Add(claim.Expected);
        }

        IReadOnlyList<string> answers = solver.Ask(script.Example(claim, asked));
        if (answers.Count != asked.Count + 1)
        {
            return claim.Name + ": can differ";
        }

        List<string> values = [.. answers.Skip(1).Zip(asked, (answer, term) => ValueIn(answer, Script.Name(term)))];
        string with = string.Join(
            ", ", variables.Zip(values, (variable, value) => $"{variable.Name} = {value}"));
        string what = claim.Actual is null
            ? "can fail"
            : $"the code gives {values[^2]}, the specification {values[^1]}";
        return $"{claim.Name}: {what}" + (with.Length > 0 ? $", with {with}" : string.Empty);
    }

    // ((NAME VALUE))
    private static string ValueIn(string answer, string name) => answer.Length > name.Length + 5
        ? answer[(name.Length + 3)..^2].Replace("(- ", "-", StringComparison.Ordinal).TrimEnd(')')
        : answer;
}
