namespace SafeBms.Certification.Terms;

/// <summary>Replaces names in terms.</summary>
public static class Substitution
{
    /// <summary>The term with every name replaced for which there is a replacement.</summary>
    /// <param name="term">Term.</param>
    /// <param name="replacement">The replacement of a name, or null to keep it.</param>
    public static Term Apply(Term term, Func<NameTerm, Term?> replacement)
    {
        switch (term)
        {
            case NameTerm name:
                return replacement(name) ?? name;
            case CallTerm call:
                Term[] operands = [.. call.Operands.Select(operand => Apply(operand, replacement))];
                return new CallTerm(call.Operation, operands, call.Sort);
            default:
                return term;
        }
    }

    /// <summary>All names in a term, with repetitions.</summary>
    public static IEnumerable<NameTerm> NamesOf(Term term) => term switch
    {
        NameTerm name => [name],
        CallTerm call => call.Operands.SelectMany(NamesOf),
        _ => [],
    };
}
