using System.Linq.Expressions;
using SafeBms.Certification.Terms;

namespace SafeBms.Certification.Tests.Harness;

/// <summary>Terms as code over an array of values, so that a scan of the whole system takes microseconds.</summary>
internal sealed class CompiledTerms
{
    private readonly ParameterExpression values = Expression.Parameter(typeof(long[]), "values");
    private readonly Dictionary<string, int> places = [];

    /// <summary>How many names there are.</summary>
    public int Count => places.Count;

    /// <summary>The place of a name; a new one where there is none yet.</summary>
    public int PlaceOf(string name)
    {
        if (!places.TryGetValue(name, out int place))
        {
            place = places.Count;
            places.Add(name, place);
        }

        return place;
    }

    /// <summary>Code that writes the values of some terms to their places, in order.</summary>
    public Action<long[]> Compile(IEnumerable<(int Place, Term Term)> assignments)
    {
        List<Action<long[]>> parts = [];
        foreach ((int Place, Term Term)[] chunk in assignments.Chunk(100))
        {
            Expression[] body = [.. chunk.Select(item => Expression.Assign(
                Expression.ArrayAccess(values, Expression.Constant(item.Place)), Number(item.Term)))];
            parts.Add(Expression.Lambda<Action<long[]>>(Expression.Block(body), values).Compile());
        }

        return array => parts.ForEach(part => part(array));
    }

    private Expression Number(Term term) => term.Sort == Sort.Int
        ? Translate(term)
        : Expression.Condition(Translate(term), Expression.Constant(1L), Expression.Constant(0L));

    private Expression Translate(Term term)
    {
        switch (term)
        {
            case NumberTerm number:
                return Expression.Constant(number.Value);
            case TruthTerm truth:
                return Expression.Constant(truth.Value);
            case NameTerm name:
                Expression value = Expression.ArrayIndex(values, Expression.Constant(PlaceOf(name.Name)));
                return name.Sort == Sort.Int ? value : Expression.NotEqual(value, Expression.Constant(0L));
            case CallTerm call:
                return Call(call.Operation, [.. call.Operands.Select(Translate)]);
            default:
                throw new InvalidOperationException(term.ToString());
        }
    }

    private static Expression Call(string operation, Expression[] operands) => operation switch
    {
        "not" => Expression.Not(operands[0]),
        "and" => operands.Aggregate(Expression.AndAlso),
        "or" => operands.Aggregate(Expression.OrElse),
        "=>" => Expression.OrElse(Expression.Not(operands[0]), operands[1]),
        "ite" => Expression.Condition(operands[0], operands[1], operands[2]),
        "=" => Expression.Equal(operands[0], operands[1]),
        "<" => Expression.LessThan(operands[0], operands[1]),
        "<=" => Expression.LessThanOrEqual(operands[0], operands[1]),
        "+" => operands.Aggregate(Expression.AddChecked),
        "-" when operands.Length == 1 => Expression.NegateChecked(operands[0]),
        "-" => operands.Aggregate(Expression.SubtractChecked),
        "*" or Smt.AnyProduct => operands.Aggregate(Expression.MultiplyChecked),
        _ => throw new InvalidOperationException(operation),
    };
}
