using SafeBms.Certification.Terms;
using SafeBms.Specification.Model;

namespace SafeBms.Certification.Semantics;

/// <summary>Sorts and ranges of declared types.</summary>
internal static class Ranges
{
    public static Sort SortOf(ExprType type) => type.Kind == ValueKind.Bool ? Sort.Bool : Sort.Int;

    /// <summary>A constant of a type.</summary>
    public static Term Constant(long value, ExprType type) =>
        type.Kind == ValueKind.Bool ? Smt.Truth(value != 0) : Smt.Number(value);

    /// <summary>That a term lies between the ends of its range; also of an enumeration with gaps, since nothing but
    /// the ends is checked of parameters and of what was retained.</summary>
    public static IEnumerable<Term> WholeOf(Term term, ExprType type) => type.Kind == ValueKind.Bool
        ? []
        : [Smt.LessOrEqual(Smt.Number(type.Min), term), Smt.LessOrEqual(term, Smt.Number(type.Max))];

    /// <summary>That a term lies in its range; an enumeration has its members only.</summary>
    public static IEnumerable<Term> AxiomsOf(Term term, ExprType type, SignalsModel signals)
    {
        if (type.Kind == ValueKind.Bool)
        {
            return [];
        }

        EnumInfo? members = type.Kind == ValueKind.Enum
            ? signals.Enums.FirstOrDefault(item => item.Name == type.EnumName)
            : null;
        return members is null
            ? WholeOf(term, type)
            : [Smt.IsOneOf(term, members.Members.Select(member => (long)member.Id))];
    }
}
