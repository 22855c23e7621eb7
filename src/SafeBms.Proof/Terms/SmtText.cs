using System.Globalization;
using System.Text;

namespace SafeBms.Proof.Terms;

/// <summary>SMT-LIB 2 text of terms.</summary>
public static class SmtText
{
    /// <summary>Name of the function that stands for products of two variables: nothing is known of it but that equal
    /// operands give equal results, which is sound for a proof.</summary>
    public const string ProductFunction = "product";

    /// <summary>The whole term as one expression. Shared parts are repeated.</summary>
    public static string Of(Term term)
    {
        StringBuilder text = new();
        Append(text, term, static _ => null, exactProducts: false);
        return text.ToString();
    }

    /// <summary>The term with every product as a product of SMT-LIB, for certificates.</summary>
    public static string WithExactProducts(Term term)
    {
        StringBuilder text = new();
        Append(text, term, static _ => null, exactProducts: true);
        return text.ToString();
    }

    /// <summary>The term, in which those parts that have a name are written by it (the term itself never is).</summary>
    public static string Of(Term term, Func<Term, string?> nameOfPart)
    {
        StringBuilder text = new();
        AppendBody(text, term, nameOfPart, exactProducts: false);
        return text.ToString();
    }

    /// <summary>The name of a sort.</summary>
    public static string Of(Sort sort) => sort == Sort.Bool ? "Bool" : "Int";

    /// <summary>A name between bars.</summary>
    public static string Quoted(string name) => $"|{name}|";

    private static void Append(StringBuilder text, Term term, Func<Term, string?> nameOfPart, bool exactProducts)
    {
        if (nameOfPart(term) is { } name)
        {
            text.Append(name);
            return;
        }

        AppendBody(text, term, nameOfPart, exactProducts);
    }

    private static void AppendBody(StringBuilder text, Term term, Func<Term, string?> nameOfPart, bool exactProducts)
    {
        switch (term.Operation)
        {
            case Operation.Constant:
                text.Append(term.Sort == Sort.Bool ? (term.Value != 0 ? "true" : "false") : Number(term.Value));
                break;
            case Operation.Variable:
                text.Append('|').Append(term.Name).Append('|');
                break;
            case Operation.Sum:
                AppendSum(text, term, nameOfPart, exactProducts);
                break;
            case Operation.AtMostZero:
                AppendComparison(text, "<=", term.OperandArray[0], nameOfPart, exactProducts);
                break;
            case Operation.IsZero:
                AppendComparison(text, "=", term.OperandArray[0], nameOfPart, exactProducts);
                break;
            default:
                text.Append('(').Append(Word(term.Operation, exactProducts));
                foreach (Term operand in term.OperandArray)
                {
                    text.Append(' ');
                    Append(text, operand, nameOfPart, exactProducts);
                }

                text.Append(')');
                break;
        }
    }

    private static string Word(Operation operation, bool exactProducts) => operation switch
    {
        Operation.Not => "not",
        Operation.And => "and",
        Operation.Or => "or",
        Operation.Iff => "=",
        Operation.Choose => "ite",
        Operation.Product => exactProducts ? "*" : ProductFunction,
        _ => throw new ArgumentOutOfRangeException(nameof(operation), operation, "has no word of its own"),
    };

    // a - b + 3 <= 0 is written a + 3 <= b: what people (and solvers) like better.
    private static void AppendComparison(
        StringBuilder text, string word, Term sum, Func<Term, string?> nameOfPart, bool exactProducts)
    {
        if (sum.Operation != Operation.Sum)
        {
            text.Append('(').Append(word).Append(' ');
            Append(text, sum, nameOfPart, exactProducts);
            text.Append(" 0)");
            return;
        }

        text.Append('(').Append(word).Append(' ');
        AppendSide(text, sum, 1, sum.Value > 0 ? sum.Value : 0, nameOfPart, exactProducts);
        text.Append(' ');
        AppendSide(text, sum, -1, sum.Value < 0 ? -sum.Value : 0, nameOfPart, exactProducts);
        text.Append(')');
    }

    private static void AppendSum(StringBuilder text, Term sum, Func<Term, string?> nameOfPart, bool exactProducts)
    {
        int parts = sum.OperandArray.Length + (sum.Value != 0 ? 1 : 0);
        text.Append(parts > 1 ? "(+" : string.Empty);
        for (int index = 0; index < sum.OperandArray.Length; index++)
        {
            text.Append(parts > 1 ? " " : string.Empty);
            AppendPart(text, sum.OperandArray[index], sum.FactorArray[index], nameOfPart, exactProducts);
        }

        if (sum.Value != 0)
        {
            text.Append(' ').Append(Number(sum.Value));
        }

        text.Append(parts > 1 ? ")" : string.Empty);
    }

    private static void AppendSide(
        StringBuilder text, Term sum, int sign, long number, Func<Term, string?> nameOfPart, bool exactProducts)
    {
        int[] chosen = [.. Enumerable.Range(0, sum.FactorArray.Length)
            .Where(index => Math.Sign(sum.FactorArray[index]) == sign)];
        int parts = chosen.Length + (number != 0 ? 1 : 0);
        if (parts == 0)
        {
            text.Append('0');
            return;
        }

        text.Append(parts > 1 ? "(+" : string.Empty);
        foreach (int index in chosen)
        {
            text.Append(parts > 1 ? " " : string.Empty);
            AppendPart(text, sum.OperandArray[index], Math.Abs(sum.FactorArray[index]), nameOfPart, exactProducts);
        }

        if (number != 0)
        {
            text.Append(parts > 1 ? " " : string.Empty).Append(Number(number));
        }

        text.Append(parts > 1 ? ")" : string.Empty);
    }

    private static void AppendPart(
        StringBuilder text, Term term, long factor, Func<Term, string?> nameOfPart, bool exactProducts)
    {
        if (factor == 1)
        {
            Append(text, term, nameOfPart, exactProducts);
            return;
        }

        text.Append("(* ").Append(Number(factor)).Append(' ');
        Append(text, term, nameOfPart, exactProducts);
        text.Append(')');
    }

    private static string Number(long value) => value < 0
        ? $"(- {(-value).ToString(CultureInfo.InvariantCulture)})"
        : value.ToString(CultureInfo.InvariantCulture);
}
