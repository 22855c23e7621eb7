using SafeBms.Coverage.Model;
using SafeBms.Generator.Emit.Probes;
using SafeBms.Specification.Model;
using Xunit;

namespace SafeBms.Coverage.Tests;

public sealed class DecisionTests
{
    private static readonly Expr A = Use("a");
    private static readonly Expr B = Use("b");
    private static readonly Expr C = Use("c");

    // a and (b or c), conditions a = bit 0, b = bit 1, c = bit 2, outcome = bit 3.
    private static readonly Decision AAndBOrC = Make(Join(BinaryOperator.And, A, Join(BinaryOperator.Or, B, C)));

    [Theory]
    [InlineData(0b1011, new[] { 0, 2 })] // a and b: a decides (true), b decides (true)
    [InlineData(0b1111, new[] { 0 })] // all: b and c cover for each other
    [InlineData(0b0010, new[] { 1 })] // only b: a decides (false)
    [InlineData(0b0001, new[] { 3, 5 })] // only a: b and c each decide (false)
    [InlineData(0b0000, new int[0])] // nothing: no one alone changes it
    public void A_condition_decides_where_its_change_alone_changes_the_outcome(int mask, int[] expected)
    {
        Assert.Equal(expected, MachineObligations.Decided(AAndBOrC, (ulong)mask));
    }

    [Fact]
    public void An_outcome_that_contradicts_the_conditions_is_a_fault_of_the_probes()
    {
        Assert.Throws<InvalidOperationException>(() => MachineObligations.Decided(AAndBOrC, 0b1000).ToList());
    }

    [Fact]
    public void The_same_condition_at_two_places_is_one()
    {
        Expr again = A is UseRef use ? use with { Span = new SourceSpan("x", 9, 9, 9) } : A;
        Decision decision = Make(Join(BinaryOperator.Or, Join(BinaryOperator.And, A, B), Join(BinaryOperator.And, again, C)));

        Assert.Equal(3, decision.Conditions.Count);
    }

    [Theory]
    [InlineData(true, 0b00, true)] // invalid: the constant
    [InlineData(true, 0b01, false)] // valid and false
    [InlineData(false, 0b10, false)] // invalid, whatever the operand
    [InlineData(false, 0b11, true)]
    public void Validity_is_a_condition_of_its_own(bool whenInvalid, int mask, bool outcome)
    {
        Decision decision = Make(new ElseDefault(B, whenInvalid, ExprType.Bool, default));

        Assert.IsType<IsValid>(decision.Conditions[0]);
        Assert.Equal(outcome, decision.Function.Of((ulong)mask));
    }

    [Fact]
    public void Implication_and_choice_are_functions_of_their_parts()
    {
        Decision implies = Make(Join(BinaryOperator.Implies, A, B));
        Decision choose = Make(new Choose(A, B, C, ExprType.Bool, default));

        Assert.Equal([true, false, true, true], Enumerable.Range(0, 4).Select(mask => implies.Function.Of((ulong)mask)));
        Assert.True(choose.Function.Of(0b011));
        Assert.False(choose.Function.Of(0b101));
        Assert.True(choose.Function.Of(0b100));
    }

    private static UseRef Use(string name) => new(name, ExprType.Bool, default);

    private static Binary Join(BinaryOperator sign, Expr left, Expr right) =>
        new(sign, left, right, ExprType.Bool, default);

    private static Decision Make(Expr expression) => Decision.Of(0, "here", expression);
}
