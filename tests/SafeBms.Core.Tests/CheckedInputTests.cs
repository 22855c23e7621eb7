namespace SafeBms.Core.Tests;

/// <summary>The hand-written border between what comes from outside and what machines may read.</summary>
public sealed class CheckedInputTests
{
    private const int Max_ms = 20;

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(Max_ms, true)]
    [InlineData(Max_ms + 1, false)]
    [InlineData(int.MaxValue, false)]
    public void An_input_is_valid_up_to_its_maximum_age_and_keeps_its_age_beyond(int age_ms, bool isValid)
    {
        InputSignal signal = new() { Value = 5, Age_ms = age_ms, Accepted = true };

        Assert.All(
            [
                CheckedInput.InRange(signal, Max_ms, 0, 10), CheckedInput.Clamped(signal, Max_ms, 0, 10),
                CheckedInput.Member(signal, Max_ms, true),
            ],
            input =>
            {
                Assert.Equal(isValid, input.IsValid);
                Assert.Equal(age_ms, input.Age_ms);
                Assert.Equal(5, input.Value);
            });
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    public void A_negative_age_is_neither_fresh_nor_valid_and_reads_as_never(int age_ms)
    {
        CheckedInput input = CheckedInput.InRange(
            new InputSignal { Value = 5, Age_ms = age_ms, Accepted = true }, Max_ms, 0, 10);

        Assert.False(input.IsValid);
        Assert.False(input.IsNew);
        Assert.Equal(int.MaxValue, input.Age_ms);
    }

    [Fact]
    public void What_was_never_accepted_is_invalid_and_infinitely_old()
    {
        CheckedInput input = CheckedInput.Clamped(new InputSignal { Value = 5, Age_ms = 0 }, Max_ms, 0, 10);

        Assert.False(input.IsValid);
        Assert.False(input.IsNew);
        Assert.Equal(int.MaxValue, input.Age_ms);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void An_input_is_new_in_the_scan_of_its_acceptance_only(int age_ms, bool isNew) =>
        Assert.Equal(isNew, CheckedInput.InRange(
            new InputSignal { Value = 5, Age_ms = age_ms, Accepted = true }, Max_ms, 0, 10).IsNew);

    [Fact]
    public void An_invalid_input_is_not_new_even_in_the_scan_in_which_it_came() =>
        Assert.False(CheckedInput.InRange(InputSignal.New(11), Max_ms, 0, 10).IsNew);

    [Theory]
    [InlineData(-6, -5, false)]
    [InlineData(-5, -5, true)]
    [InlineData(3, 3, true)]
    [InlineData(10, 10, true)]
    [InlineData(11, 10, false)]
    [InlineData(int.MinValue, -5, false)]
    [InlineData(int.MaxValue, 10, false)]
    public void Out_of_range_is_invalid_and_the_number_kept_lies_inside(int value, int kept, bool isValid)
    {
        CheckedInput input = CheckedInput.InRange(InputSignal.New(value), Max_ms, -5, 10);

        Assert.Equal(isValid, input.IsValid);
        Assert.Equal(kept, input.Value);
        Assert.Equal(0, input.Age_ms);
    }

    [Theory]
    [InlineData(-6, -5)]
    [InlineData(-5, -5)]
    [InlineData(3, 3)]
    [InlineData(10, 10)]
    [InlineData(11, 10)]
    public void A_clamped_input_is_valid_wherever_it_lies(int value, int kept)
    {
        CheckedInput input = CheckedInput.Clamped(InputSignal.New(value), Max_ms, -5, 10);

        Assert.True(input.IsValid);
        Assert.True(input.IsNew);
        Assert.Equal(kept, input.Value);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_enumeration_is_valid_if_the_value_is_one_of_its_members(bool isMember)
    {
        CheckedInput input = CheckedInput.Member(InputSignal.New(252), Max_ms, isMember);

        Assert.Equal(isMember, input.IsValid);
        Assert.Equal(252, input.Value);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(-1, true)]
    public void Any_number_but_zero_is_true(int value, bool isTrue) =>
        Assert.Equal(isTrue, CheckedInput.Member(InputSignal.New(value), Max_ms, true).IsTrue);

    [Fact]
    public void A_sample_that_arrives_is_accepted_and_of_age_zero()
    {
        InputSignal signal = InputSignal.New(7);

        Assert.Equal(7, signal.Value);
        Assert.Equal(0, signal.Age_ms);
        Assert.True(signal.Accepted);
    }

    [Fact]
    public void An_optional_value_is_kept_while_valid_and_zero_while_not()
    {
        Assert.Equal((7, true), (OptionalInt.From(7, true).Value, OptionalInt.From(7, true).IsValid));
        Assert.Equal((0, false), (OptionalInt.From(7, false).Value, OptionalInt.From(7, false).IsValid));
        Assert.Equal((8L, true), (OptionalLong.From(8, true).Value, OptionalLong.From(8, true).IsValid));
        Assert.Equal((0L, false), (OptionalLong.From(8, false).Value, OptionalLong.From(8, false).IsValid));
    }

    [Fact]
    public void An_element_of_the_specification_knows_both_of_its_places()
    {
        SpecificationElement element = new("state", "a.B", "a.statemachine.yaml", 3, "Machines/A.g.cs", 9);

        Assert.Equal(("state", "a.B"), (element.Kind, element.Id));
        Assert.Equal(("a.statemachine.yaml", 3), (element.SpecificationFile, element.SpecificationLine));
        Assert.Equal(("Machines/A.g.cs", 9), (element.GeneratedFile, element.GeneratedLine));
    }
}
