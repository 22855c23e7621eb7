using SafeBms.Specification.Model;
using Xunit;

namespace SafeBms.Specification.Tests;

/// <summary>What the declared ranges say about a condition: a guard that is never or always true is a finding, one that
/// is open is not.</summary>
public sealed class RangeTests
{
    private const string NeverFires = "SBMS114";
    private const string Shadowed = "SBMS115";
    private const string Repeated = "SBMS137";
    private const string SaysNothing = "SBMS151";

    // The bus reads 0 to 200 V, a battery -50 to 150 degC.
    [Theory]
    [InlineData("bus > 300 V else false")]
    [InlineData("bus < 0 V else false")]
    [InlineData("bus == 300 V else false")]
    [InlineData("300 V == bus else false")]
    [InlineData("not (bus >= 0 V else true)")]
    [InlineData("permit and (bus > 300 V else false)")]
    [InlineData("(bus > 300 V else false) or (bus < 0 V else false)")]
    [InlineData("choose(permit, bus > 300 V else false, bus < 0 V else false)")]
    [InlineData("choose(bus >= 0 V else true, bus > 300 V else false, permit)")]
    [InlineData("any(b in battery: b.temperature > 200 degC else false)")]
    [InlineData("rising(bus > 300 V else false)")]
    [InlineData("held(bus > 300 V else false, 1 s)")]
    [InlineData("held_or_initially(bus > 300 V else false, 1 s)")]
    [InlineData("within(bus > 300 V else false, 1 s)")]
    [InlineData("once(bus > 300 V else false)")]
    [InlineData("confirmed(bus > 300 V else false, 2 samples of bus)")]
    [InlineData("falling(bus >= 0 V else true)")]
    [InlineData("since(permit, bus > 300 V else false)")]
    public void A_guard_that_no_value_within_the_ranges_makes_true_never_fires(string guard) =>
        Assert.Equal([NeverFires], Found(guard));

    [Theory]
    [InlineData("bus >= 0 V else true")]
    [InlineData("bus <= 200 V else true")]
    [InlineData("bus != 300 V else true")]
    [InlineData("not (bus > 300 V else false)")]
    [InlineData("permit or (bus >= 0 V else true)")]
    [InlineData("(bus >= 0 V else true) and (bus <= 200 V else true)")]
    [InlineData("choose(bus > 300 V else false, permit, bus >= 0 V else true)")]
    [InlineData("choose(permit, bus >= 0 V else true, bus <= 200 V else true)")]
    [InlineData("all(b in battery: b.temperature <= 150 degC else true)")]
    public void A_guard_that_all_values_make_true_hides_what_comes_after_it(string guard) =>
        Assert.Equal([Shadowed], Found(guard));

    [Theory]
    [InlineData("bus > 300 V else true")]
    [InlineData("bus >= 0 V else false")]
    [InlineData("bus <= 0 V else true")]
    [InlineData("bus == 1 V else false")]
    [InlineData("bus != 1 V else true")]
    [InlineData("relay == permit")]
    [InlineData("permit and (bus >= 0 V else true)")]
    [InlineData("permit or (bus > 300 V else false)")]
    [InlineData("choose(bus >= 0 V else true, permit, not permit)")]
    [InlineData("choose(permit, bus >= 0 V else true, bus > 300 V else false)")]
    [InlineData("any(b in battery: b.temperature <= 150 degC else true)")]
    [InlineData("all(b in battery: b.temperature > 200 degC else false)")]
    [InlineData("held(bus >= 0 V else true, 1 s)")]
    [InlineData("falling(bus > 300 V else false)")]
    [InlineData("since(bus > 300 V else false, permit)")]
    [InlineData("previous(bus > 300 V else false)")]
    [InlineData("previous(bus) > 300 V else true")]
    public void A_guard_that_is_open_is_no_finding(string guard) => Assert.Empty(Found(guard));

    [Theory]
    [InlineData("bus_voltage > 300 V else false", "false")]
    [InlineData("(bus_voltage > 300 V else false) implies contactor_coil", "true")]
    [InlineData("contactor_coil implies (bus_voltage >= 0 V else true)", "true")]
    [InlineData("(bus_voltage > 300 V else false) leads_to contactor_coil within 1 s", "true")]
    [InlineData("contactor_coil leads_to (bus_voltage >= 0 V else true) within 1 s", "true")]
    public void A_property_that_no_run_can_change_says_nothing(string always, string value)
    {
        Diagnostic finding = Assert.Single(Properties(always), item => item.Id == SaysNothing);

        Assert.Contains(value, finding.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("contactor_coil implies allow_to_charge")]
    [InlineData("contactor_coil leads_to allow_to_charge within 1 s")]
    public void A_property_that_depends_on_the_run_is_no_finding(string always) =>
        Assert.DoesNotContain(Properties(always), finding => finding.Id == SaysNothing);

    [Theory]
    [InlineData("permit", "(permit)", true)]
    [InlineData("permit", "not permit", false)]
    [InlineData("bus > 10 V else true", "bus > 10000 mV else true", true)]
    [InlineData("bus > 10 V else true", "bus > 10 V else false", false)]
    [InlineData("bus > 10 V else true", "bus > 11 V else true", false)]
    [InlineData("bus > 10 V else true", "bus >= 10 V else true", false)]
    [InlineData("abs(bus) > 10 V else true", "-bus > 10 V else true", false)]
    [InlineData("abs(bus) > 10 V else true", "abs(bus) > 10 V else true", true)]
    [InlineData("choose(permit, relay, true)", "choose(permit, relay, true)", true)]
    [InlineData("choose(permit, relay, true)", "choose(permit, relay, false)", false)]
    [InlineData("valid(bus)", "valid(bus)", true)]
    [InlineData("new_sample(bus)", "new_sample(bus)", true)]
    [InlineData("age(bus) > 5 ms", "age(bus) > 5 ms", true)]
    [InlineData("age(bus) > 5 ms", "age(bus) > 6 ms", false)]
    [InlineData("any(b in battery: valid(b.temperature))", "any(b in battery: valid(b.temperature))", true)]
    [InlineData("any(b in battery: valid(b.temperature))", "all(b in battery: valid(b.temperature))", false)]
    [InlineData("any(b in battery: valid(b.temperature))", "any(c in battery: valid(c.temperature))", false)]
    [InlineData("held(permit, 1 s)", "held(permit, 1000 ms)", true)]
    [InlineData("held(permit, 1 s)", "held(permit, 2 s)", false)]
    public void A_guard_that_an_earlier_one_has_in_the_same_form_is_a_finding(string guard, string second, bool isSame) =>
        Assert.Equal(isSame ? [Repeated] : [], Found(guard, second));

    private static IReadOnlyList<Diagnostic> Properties(string always) => SpecificationReader.Read(new SmallBoat()
        .Edit("ordering.properties.yaml", "falling(contactor_coil) implies relay_long_off", $"\"{always}\"").Files)
        .Diagnostics;

    private static IEnumerable<string> Found(string guard, string second = "permit")
    {
        string both = guard + second;
        string optional = string.Concat(
            both.Contains("bus", StringComparison.Ordinal) ? ", bus: bus_voltage" : string.Empty,
            both.Contains("battery", StringComparison.Ordinal) ? ", battery: battery" : string.Empty,
            both.Contains("relay", StringComparison.Ordinal) ? ", relay: previous(programmable_relay)" : string.Empty);
        string machine = $$"""
            machine: example
            purpose: "Shows one guard."
            hazards: [H1]
            uses: { permit: charge-permit.allowed{{optional}} }
            outputs:
              shown: { type: bool, initial: false, drives: alarm }
            states:
              Off:
                id: 0
                initial: true
                outputs: { shown: false }
                transitions:
                  - { to: On, when: "{{guard}}", requirement: REQ-CHG-01, because: "It is looked at." }
                  - { to: On, when: "{{second}}", requirement: REQ-CHG-01, because: "It comes after it." }
              On:
                id: 1
                outputs: { shown: true }
                transitions:
                  - { to: Off, when: "not permit", requirement: REQ-CHG-01, because: "It goes back." }

            """;
        Result<SpecificationModel> result = SpecificationReader.Read(
            new SmallBoat().AddMachine("example", machine).Files);
        return result.Diagnostics.Select(finding => finding.Id);
    }
}
