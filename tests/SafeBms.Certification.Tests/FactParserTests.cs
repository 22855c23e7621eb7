using SafeBms.Certification.Terms;
using Xunit;

namespace SafeBms.Certification.Tests;

/// <summary>A fact can be nothing but a fact.</summary>
public class FactParserTests
{
    private static Term? Find(string name) => name switch
    {
        "m.timer.t" or "n" => Smt.Name(name, Sort.Int),
        "m.output.b" => Smt.Name(name, Sort.Bool),
        _ => null,
    };

    [Theory]
    [InlineData("(>= |m.timer.t| 0)", "(>= |m.timer.t| 0)")]
    [InlineData("  ( and (not m.output.b)\n (<= (- 5) |n| 7 ) true)", "(and (not |m.output.b|) (<= (- 5) |n| 7) true)")]
    [InlineData("|m.output.b|", "|m.output.b|")]
    [InlineData("(=> |m.output.b| (= |n| (ite |m.output.b| (* 2 n) (+ 1 n 3))))", "(=> |m.output.b| (= |n| (ite |m.output.b| (* 2 |n|) (+ 1 |n| 3))))")]
    [InlineData("(distinct |n| 1 2)", "(distinct |n| 1 2)")]
    public void A_fact_is_read_and_written_as_it_is_meant(string text, string meant) =>
        Assert.Equal(meant, FactParser.Parse(text, Find).ToString());

    [Theory]
    [InlineData("", "column 1: the fact ends too early")]
    [InlineData("(and", "column 1: the bracket is not closed")]
    [InlineData("(and true))", "column 11: there is more after the end")]
    [InlineData("(> |n| 0) (check-sat)", "column 11: there is more after the end")]
    [InlineData("(> |unknown| 0)", "column 4: there is no 'unknown'")]
    [InlineData("(> |n| -5)", "column 8: there is no '-5'")]
    [InlineData("(> |n| 99999999999999999999)", "column 8: '99999999999999999999' is no integer of 64 bits")]
    [InlineData("(> |n| 1.5)", "column 8: '1.5' is no integer")]
    [InlineData("(exists ((z Int)) (> z 0))", "column 10: an operator must follow the bracket")]
    [InlineData("(let ((z 1)) true)", "column 7: an operator must follow the bracket")]
    [InlineData("(forall true)", "column 2: 'forall' is no operator")]
    [InlineData("(div |n| 2)", "column 2: 'div' is no operator")]
    [InlineData("(assert false)", "column 2: 'assert' is no operator")]
    [InlineData("(! true)", "column 2: '!' is not expected")]
    [InlineData("(not true false)", "column 2: 'not' cannot have 2 operands")]
    [InlineData("(ite true 1)", "column 2: 'ite' cannot have 2 operands")]
    [InlineData("(ite 1 true false)", "column 2: the condition of 'ite'")]
    [InlineData("(and |n| true)", "column 2: the operands of 'and' must all be conditions")]
    [InlineData("(= |n| true)", "column 2: the operands of '=' must all be numbers")]
    [InlineData("(+ |n| 1)", "column 1: a fact must be true or false")]
    [InlineData("|n", "column 1: the name has no closing bar")]
    [InlineData("()", "column 2: an operator must follow")]
    [InlineData("; a comment", "column 1: ';' is not expected")]
    [InlineData("\"text\"", "column 1: '\"' is not expected")]
    public void Anything_else_is_refused_with_its_place(string text, string message)
    {
        FactException problem = Assert.Throws<FactException>(() => FactParser.Parse(text, Find));
        Assert.StartsWith(message, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Deep_brackets_are_refused_before_they_exhaust_the_stack() =>
        Assert.Contains(
            "deeper than", Assert.Throws<FactException>(() =>
                FactParser.Parse(string.Concat(Enumerable.Repeat("(not ", 100_000)) + "true", Find)).Message,
            StringComparison.Ordinal);
}
