using System.Diagnostics;
using SafeBms.Equivalence.Units;
using SafeBms.Proof.Terms;

namespace SafeBms.Equivalence.Judge;

/// <summary>Decides the claims of a unit: by identity of terms, else by the solver.</summary>
internal sealed class UnitJudge(Solver solver, AnswerCache? cache, bool explains)
{
    private const int FindingsShown = 5;
    private const int QuestionsAtOnce = 16;
    private const int ValuesShown = 24;
    private const string Unsatisfiable = "unsat";
    private const string Satisfiable = "sat";
    private string? version;

    /// <summary>The result; anything but "cannot fail" is no success.</summary>
    public UnitResult Decide(Unit unit)
    {
        Stopwatch watch = Stopwatch.StartNew();
        HashSet<Term> assumed = [.. unit.Facts.Axioms.Select(axiom => axiom.Condition)];
        List<Claim> open =
        [
            .. unit.Claims.Where(claim => !claim.Condition.IsTrue),
            .. unit.Facts.Claims.Where(claim => !claim.Key.IsTrue && !assumed.Contains(claim.Key))
                .Select(claim => new Claim(claim.Value, claim.Key, null, null)),
        ];
        Axioms axioms = new(unit.Facts);
        List<Question> asked = Questions(unit, axioms, open);
        List<string> findings = [];
        UnitOutcome outcome = IsPossible(unit, axioms, asked, findings)
            ? UnitOutcome.Equal
            : UnitOutcome.NotShown;
        // Where a difference is looked for and nothing else, one by one, the shortest first.
        IEnumerable<Question[]> rounds = explains
            ? asked.Chunk(QuestionsAtOnce)
            : asked.OrderBy(question => question.Length).Chunk(1);
        foreach (Question[] some in outcome == UnitOutcome.Equal ? rounds : [])
        {
            UnitOutcome found = Decide(unit, axioms, some, findings);
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

    // What has not been answered before. The same text is asked once, whichever claims it belongs to.
    private List<Question> Questions(Unit unit, Axioms axioms, List<Claim> open)
    {
        Dictionary<string, Question> asked = new(StringComparer.Ordinal);
        foreach (Claim claim in open)
        {
            foreach (Term condition in CaseSplit.Of(unit.Facts.Pool, claim.Condition, claim.Cases))
            {
                Script script = new(axioms, unit.HasExactProducts, [condition], withRare: false);
                string key = Key(script.Fails(condition));
                if (asked.TryGetValue(key, out Question? same))
                {
                    same.Claims.Add(claim);
                }
                else if (cache?.IsShown(key) != true && !IsKept(unit, axioms, claim))
                {
                    asked.Add(key, new Question(condition, key, script.Length, [claim]));
                }
            }
        }

        return [.. asked.Values];
    }

    // Whether what is assumed for the questions is possible.
    private bool IsPossible(Unit unit, Axioms axioms, List<Question> asked, List<string> findings)
    {
        if (asked.Count == 0)
        {
            return true;
        }

        IReadOnlyList<Term> known = axioms.About(asked.Select(one => one.Condition), withRare: true);
        Script script = new(axioms, unit.HasExactProducts, known, withRare: true);
        string key = Key(script.IsPossible(asSuggested: false));
        if (cache?.IsShown(key) == true)
        {
            return true;
        }

        IReadOnlyList<string> answers = solver.Ask(script.IsPossible(asSuggested: true));
        answers = answers is [Satisfiable] ? answers : solver.Ask(script.IsPossible(asSuggested: false));
        if (answers is [Satisfiable])
        {
            cache?.Keep(key);
            return true;
        }

        findings.Add($"the solver does not find what is assumed of the values possible: {string.Join(' ', answers)}");
        return false;
    }

    private UnitOutcome Decide(Unit unit, Axioms axioms, Question[] questions, List<string> findings)
    {
        IReadOnlyList<string> answers = solver.AskEach([.. questions.Select(
            question => new Script(axioms, unit.HasExactProducts, [question.Condition], withRare: false)
                .Fails(question.Condition))]);
        foreach (Question question in questions.Where((_, index) => answers[index] == Unsatisfiable))
        {
            cache?.Keep(question.Key);
        }

        // Claims of which a case can fail are asked for themselves, with all that is known.
        UnitOutcome outcome = UnitOutcome.Equal;
        foreach (Claim claim in questions.Where((_, index) => answers[index] != Unsatisfiable)
            .SelectMany(question => question.Claims).Distinct())
        {
            UnitOutcome found = Decide(unit, axioms, claim, findings);
            outcome = found == UnitOutcome.Different || outcome == UnitOutcome.Equal ? found : outcome;
            if (findings.Count >= FindingsShown || (outcome == UnitOutcome.Different && !explains))
            {
                break;
            }
        }

        return outcome;
    }

    private static string Whole(Unit unit, Axioms axioms, Claim claim) =>
        new Script(axioms, unit.HasExactProducts, [claim.Condition], withRare: true).Fails(claim.Condition);

    private bool IsKept(Unit unit, Axioms axioms, Claim claim) =>
        cache is not null && cache.IsShown(Key(Whole(unit, axioms, claim)));

    private UnitOutcome Decide(Unit unit, Axioms axioms, Claim claim, List<string> findings)
    {
        string question = Whole(unit, axioms, claim);
        switch (solver.AskEach([question])[0])
        {
            case Unsatisfiable:
                cache?.Keep(Key(question));
                return UnitOutcome.Equal;
            case Satisfiable:
                findings.Add(explains ? Describe(unit, axioms, claim) : claim.Name + ": can differ");
                return UnitOutcome.Different;
            default:
                findings.Add($"{claim.Name}: the solver has no answer within its time");
                return UnitOutcome.NotShown;
        }
    }

    private string Key(string question) => AnswerCache.Key(version ??= solver.Version(), question);

    private string Describe(Unit unit, Axioms axioms, Claim claim)
    {
        List<Term> variables = [.. Axioms.Parts(claim.Condition)
            .Where(term => term.Operation == Operation.Variable).OrderBy(term => term.Id).Take(ValuesShown)];
        List<Term> asked = [.. variables];
        if (claim is { Actual: not null, Expected: not null })
        {
            asked.Add(claim.Actual);
            asked.Add(claim.Expected);
        }

        Script script = new(axioms, unit.HasExactProducts, [claim.Condition, .. asked], withRare: true);
        IReadOnlyList<string> answers = solver.Ask(script.Example(claim.Condition, asked));
        if (answers.Count != asked.Count + 1)
        {
            return claim.Name + ": can differ";
        }

        List<string> values = [.. answers.Skip(1).Zip(asked, (answer, term) => ValueIn(answer, script.Name(term)))];
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

    // A condition that is asked for, under the hash of its text, and all claims that need it.
    private sealed record Question(Term Condition, string Key, int Length, List<Claim> Claims);
}
