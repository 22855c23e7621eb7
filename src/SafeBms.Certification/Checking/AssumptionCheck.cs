using SafeBms.Certification.Semantics;
using SafeBms.Certification.Terms;

namespace SafeBms.Certification.Checking;

/// <summary>What every proof rests on must be possible; under a false assumption everything could be shown.</summary>
public static class AssumptionCheck
{
    /// <summary>What is impossible, or cannot be seen to be possible; nothing if all is well: parameters within their
    /// ranges and constraints, initial states, and one whole scan from an initial state.</summary>
    /// <exception cref="SolverException">The solver is missing or broken.</exception>
    public static IReadOnlyList<string> Run(ScanEncoding encoding, SolverChoice solver)
    {
        List<string> problems = [];
        Cone parameters = new(encoding, isBeforeFirst: true);
        parameters.Add(encoding.Parameters.Values);
        Expect("no values of the parameters satisfy ranges and constraints", parameters, []);

        Term[] initial = [.. encoding.State.Values.Select(part => part.Initial is null
            ? Smt.And(part.InitialAxioms)
            : Smt.Equal(Smt.Name(part.Name, part.Sort), part.Initial))];
        Cone start = new(encoding, isBeforeFirst: true);
        start.Add(initial);
        Expect("there is no initial state", start, initial);

        // The values after the scan are asserted, so that every definition of the scan is in the question.
        Term[] next = [.. encoding.State.Values.Select(part =>
            Smt.Equal(Smt.Name($"{part.Name} after", part.Sort), part.Next))];
        Cone scan = new(encoding, isBeforeFirst: true);
        scan.Add([.. initial, .. encoding.State.Values.Select(part => part.Next)]);
        string after = string.Concat(encoding.State.Values.Select(part =>
            $"(declare-fun |{part.Name} after| () {part.Sort})\n"));
        Expect("no scan can follow an initial state", scan, [.. initial, .. next], after);
        return problems;

        void Expect(string problem, Cone cone, IEnumerable<Term> assumed, string declarations = "")
        {
            using SolverSession session = SolverSession.Start(solver);
            session.Send("(set-logic QF_UFLIA)\n" + declarations + Script.Assertions(cone, assumed, solver.Dialect));
            Answer answer = session.Check();
            if (answer != Answer.Sat)
            {
                problems.Add(answer == Answer.Unsat ? problem : $"no answer within the limit to: {problem}");
            }
        }
    }
}
