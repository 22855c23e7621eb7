using SafeBms.Proof.Solving;
using SafeBms.Proof.Terms;
using SafeBms.Proof.Transition;
using SafeBms.Specification.Model;

namespace SafeBms.Proof.Rechecking;

/// <summary>
/// Whether a machine that was changed does the same as before in every state that can happen. Both scans are terms of
/// one pool, over the same free values: inputs, and what other machines say. If no state in which all proved facts hold
/// gives another next state or another output, the two systems never part: they begin alike, and as long as they have
/// gone on alike the state is one of those in which the facts hold. The shutdown machine rests in this view.
/// </summary>
public static class SameBehaviour
{
    /// <summary>Asks the solver.</summary>
    /// <param name="before">The specification before the change.</param>
    /// <param name="after">After it; nothing but the machine differs.</param>
    /// <param name="product">The product.</param>
    /// <param name="machine">The machine; one without instances.</param>
    /// <param name="facts">Facts that hold in every state that can happen before the change.</param>
    /// <param name="limit">How long.</param>
    /// <returns>False also if it is not known, or if the two cannot be compared.</returns>
    public static bool IsProved(
        SpecificationModel before, SpecificationModel after, string product, string machine,
        IReadOnlyList<string> facts, TimeSpan limit)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        if (Single(before, machine) is null || Single(after, machine) is null)
        {
            return false;
        }

        TermPool pool = new();
        ComposedScan old = TransitionSystemBuilder.Scan(pool, before, product, one => one.Name == machine);
        ComposedScan changed;
        try
        {
            changed = TransitionSystemBuilder.Scan(pool, after, product, one => one.Name == machine);
        }
        catch (ArgumentException)
        {
            // A name is a number in the one and a truth value in the other.
            return false;
        }

        return Differences(pool, old, changed) is { } differences
            && (pool.Or(differences).IsFalse || HaveNoSolution(pool, old, differences, facts, limit));
    }

    private static MachineInfo? Single(SpecificationModel model, string machine) =>
        model.Machines.FirstOrDefault(one => one.Name == machine && one.InstanceGroup.Length == 0);

    // Null where a free value or a memory of one has no counterpart in the other: nothing can be said then.
    private static List<Term>? Differences(TermPool pool, ComposedScan old, ComposedScan changed)
    {
        Dictionary<string, StateVariable> states = changed.States.ToDictionary(
            state => state.Name, StringComparer.Ordinal);
        bool comparable = old.States.Count == changed.States.Count && old.Folds.SequenceEqual(changed.Folds)
            && old.ParameterCondition == changed.ParameterCondition && old.ScanCondition == changed.ScanCondition
            && old.Outputs.Count == changed.Outputs.Count
            && old.Outputs.Keys.All(changed.Outputs.ContainsKey)
            && old.States.All(state => states.TryGetValue(state.Name, out StateVariable? other)
                && other.Variable == state.Variable && other.Initial == state.Initial);
        return comparable
            ? [.. old.States.Select(state => Differ(state.Next, states[state.Name].Next)),
                .. old.Outputs.Select(output => Differ(output.Value, changed.Outputs[output.Key]))]
            : null;

        Term Differ(Term one, Term other) => one == other ? pool.False : pool.Not(pool.Equal(one, other));
    }

    private static bool HaveNoSolution(
        TermPool pool, ComposedScan scan, List<Term> differences, IReadOnlyList<string> facts, TimeSpan limit)
    {
        Dictionary<string, Term> known = new(StringComparer.Ordinal);
        foreach (Term variable in scan.States.Select(state => state.Variable)
            .Concat(TermWalk.Variables(scan.ParameterCondition)))
        {
            known[variable.Name] = variable;
        }

        using SmtProcess solver = new((int)limit.TotalMilliseconds);
        TermSession session = new(solver);
        session.Assert(scan.ParameterCondition);
        session.Assert(scan.ScanCondition);
        foreach (string fact in facts)
        {
            if (FactReader.Read(pool, fact, known) is { } term)
            {
                session.Assert(term);
            }
        }

        return solver.Check([session.Label("differs", pool.Or(differences))]) == Answer.Unsatisfiable;
    }
}
