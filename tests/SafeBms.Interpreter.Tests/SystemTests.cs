using SafeBms.Specification.Model;
using Xunit;

namespace SafeBms.Interpreter.Tests;

/// <summary>What happens around the machines: borders, shutdown, counting.</summary>
public class SystemTests
{
    private static readonly ExprType Millivolt = ExprType.Int("mV", 0, 100) with { MayBeInvalid = true };

    private static Expr X => new UseRef("x", Millivolt, Tiny.Here);

    private static Expr AIsOff => Tiny.Not(new OutputRef("a", ExprType.Bool, Tiny.Here));

    private static MachineInfo Reading(Expr value) => Tiny.Machine("m") with
    {
        Uses = new([Tiny.Use("x", UseKind.Input), Tiny.Use("p", UseKind.Input)]),
        Outputs = new([Tiny.Output("r", value)]),
    };

    private static long Read(Expr value, InputReading x)
    {
        ReferenceCore core = Tiny.Started(Tiny.System(Reading(value)));
        core.Inputs[core.Inputs.IndexOf("x")] = x;
        core.Scan();
        return core.Values["m.r"];
    }

    [Theory]
    [InlineData(50, 5, true, 1)] // as old as max_age allows
    [InlineData(50, 6, true, 0)] // one scan older
    [InlineData(50, 0, false, 0)] // never accepted
    [InlineData(100, 0, true, 1)]
    [InlineData(101, 0, true, 0)]
    [InlineData(-1, 0, true, 0)]
    public void A_value_is_valid_if_accepted_young_and_in_range(int value, int age, bool accepted, long expected)
    {
        InputReading reading = new(value, age, accepted);
        Assert.Equal(expected, Read(new IsValid(X, ExprType.Bool, Tiny.Here), reading));
    }

    [Fact]
    public void A_clamped_value_stays_valid_at_its_border()
    {
        SpecificationModel model = Tiny.System(Reading(
            new ElseDefault(Tiny.Combine(BinaryOperator.Equal, X, Tiny.Number(100)), false, ExprType.Bool, Tiny.Here)));
        EquatableArray<InputInfo> inputs = new(model.Signals.Inputs.Select(input => input with { Clamp = true }));
        ReferenceCore core = Tiny.Started(model with { Signals = model.Signals with { Inputs = inputs } });
        core.Inputs[2] = new InputReading(5000, 0, true);
        core.Scan();
        Assert.Equal(1, core.Values["m.r"]);
    }

    [Theory]
    [InlineData(false, false, 0)]
    [InlineData(true, false, 1)]
    [InlineData(false, true, 1)]
    [InlineData(true, true, 0)]
    public void Else_decides_at_the_comparison_and_an_outer_not_turns_only_the_result(
        bool whenInvalid, bool not, long expected)
    {
        Expr compared = new ElseDefault(
            Tiny.Combine(BinaryOperator.Greater, X, Tiny.Number(3)), whenInvalid, ExprType.Bool, Tiny.Here);
        Assert.Equal(expected, Read(not ? Tiny.Not(compared) : compared, default));
    }

    [Fact]
    public void Age_of_a_value_never_accepted_is_the_largest()
    {
        Expr age = new AgeOf(X, ExprType.Int("ms", 0, int.MaxValue), Tiny.Here);
        Assert.Equal(int.MaxValue, Read(age, new InputReading(1, 0, false)));
        Assert.Equal(7, Read(age, new InputReading(1, 7, true)));
    }

    [Fact]
    public void The_shutdown_takes_over_in_the_scan_of_the_violation_and_the_property_counts_once()
    {
        // Property: a is off. The machine drives a := p. The shutdown machine drives b only, so a becomes safe.
        MachineInfo machine = Tiny.Machine("m") with { Outputs = new([Tiny.Output("out", Tiny.P, "a")]) };
        PropertyInfo property = Property(AIsOff, ViolationReaction.Shutdown);
        ReferenceCore core = Tiny.Started(Tiny.System(machine, property));

        core.Step(p: false);
        Assert.Equal((0L, 0L, 0L), (core.Output("a"), core.Output("b"), core.Violations(0)));

        core.Step(p: true);
        Assert.True(core.IsShutdown);
        Assert.Equal((0L, 1L, 1L), (core.Output("a"), core.Output("b"), core.Violations(0)));

        core.Step(p: true);
        core.Step(p: true);
        Assert.Equal(1, core.Violations(0));
    }

    [Fact]
    public void Outputs_that_something_else_wrote_are_judged_while_the_machines_stand_still()
    {
        MachineInfo machine = Tiny.Machine("m") with { Outputs = new([Tiny.Output("out", Tiny.P, "a")]) };
        ReferenceCore core = Tiny.Started(Tiny.System(machine, Property(AIsOff, ViolationReaction.Shutdown)));

        core.Judge([0, 0]);
        Assert.False(core.IsViolated(0));
        core.Judge([1, 0]);

        Assert.True(core.IsViolated(0));
        Assert.False(core.IsShutdown);
        Assert.Equal((1L, 1L, 0L), (core.Output("a"), core.Violations(0), core.Values["m.out"]));
    }

    [Fact]
    public void Under_shutdown_the_properties_remember_what_was_written_and_not_what_was_proposed()
    {
        // P1: a is off (trips the shutdown). P2: b has not just risen; b rises when the shutdown machine drives it.
        DetectorInfo rising = Tiny.Detector(DetectorKind.Rising, new OutputRef("b", ExprType.Bool, Tiny.Here));
        MachineInfo machine = Tiny.Machine("m") with { Outputs = new([Tiny.Output("out", Tiny.P, "a")]) };
        SpecificationModel model = Tiny.System(
            machine,
            Property(AIsOff, ViolationReaction.Shutdown),
            Property(Tiny.Not(Tiny.Result), ViolationReaction.Count));
        ReferenceCore core = Tiny.Started(model with
        {
            Properties = model.Properties with { Monitor = new(new([rising]), new([new DetectorStep(rising)])) },
        });

        core.Step(p: false);
        core.Step(p: true);
        Assert.Equal(1, core.Violations(1));
        core.Step(p: true);
        core.Step(p: true);
        Assert.Equal(1, core.Violations(1));
    }

    [Fact]
    public void A_property_that_only_counts_changes_no_output()
    {
        MachineInfo machine = Tiny.Machine("m") with { Outputs = new([Tiny.Output("out", Tiny.P, "a")]) };
        PropertyInfo property = Property(AIsOff, ViolationReaction.Count);
        ReferenceCore core = Tiny.Started(Tiny.System(machine, property));

        core.Step(p: true);
        core.Step(p: true);
        Assert.Equal((1L, 2L, false), (core.Output("a"), core.Violations(0), core.IsShutdown));
        Assert.True(core.IsViolated(0));
        core.Step(p: false);
        Assert.False(core.IsViolated(0));
    }

    [Fact]
    public void A_retained_variable_keeps_its_value_and_a_lost_or_impossible_one_takes_its_on_loss()
    {
        VariableInfo locked = new("locked", ExprType.Int("count", 0, 3), 0, true, 2, Tiny.Here);
        MachineInfo machine = Tiny.Chart(0, Tiny.State(0, "Only", -1, -1)) with { Variables = new([locked]) };
        ReferenceCore core = Tiny.Started(Tiny.System(machine));
        Assert.Equal(2, core.Values["m.locked"]);

        core.Start(retained: new Dictionary<string, long> { ["m.locked"] = 3 });
        Assert.Equal(3, core.Values["m.locked"]);
        Assert.Equal(3, core.Retain()["m.locked"]);

        core.Start(retained: new Dictionary<string, long> { ["m.locked"] = 4 });
        Assert.Equal(2, core.Values["m.locked"]);
    }

    [Theory]
    [InlineData(true, "11100110", "22200120")]
    [InlineData(false, "11100110", "12200120")]
    public void A_timer_counts_while_it_runs_saturates_and_resets(bool startsAtLimit, string p, string expected)
    {
        TimerInfo timer = new(
            "t", Tiny.P, Tiny.Not(Tiny.P), Tiny.Number(2), startsAtLimit, ExprType.Int("ms", 0, 2), Tiny.Here);
        MachineInfo machine = Tiny.Machine("m") with
        {
            Timers = new([timer]),
            Steps = new([new TimerStep(timer)]),
        };
        ReferenceCore core = Tiny.Started(Tiny.System(machine));
        Assert.Equal(expected, string.Concat(p.Select(digit => core.Step(digit == '1').Values["m.t"])));
    }

    private static PropertyInfo Property(Expr always, ViolationReaction reaction) => new(
        "P", string.Empty, "tiny.yaml", string.Empty, EquatableArray<string>.Empty, always, string.Empty,
        VerificationMethod.Test, reaction, string.Empty, EquatableArray<string>.Empty, EquatableArray<string>.Empty,
        Tiny.Here);
}
