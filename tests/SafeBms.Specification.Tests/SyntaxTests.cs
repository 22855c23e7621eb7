using SafeBms.Specification.Tests.Support;
using Xunit;

namespace SafeBms.Specification.Tests;

/// <summary>Expressions that cannot be read, and meanings that cannot be: the finding is at the mark §.</summary>
public sealed class SyntaxTests
{
    private const string Contactor = "contactor.statemachine.yaml";
    private const string Ordering = "ordering.properties.yaml";

    // What is expected is named; at the end of a text the place is behind its last character.
    [Theory]
    [InlineData("§", "a value")]
    [InlineData("§and permit", "a value")]
    [InlineData("permit or§", "a value")]
    [InlineData("permit and§", "a value")]
    [InlineData("permit implies§", "a value")]
    [InlineData("not§", "a value")]
    [InlineData("bus +§", "a value")]
    [InlineData("bus *§", "a value")]
    [InlineData("-§", "a value")]
    [InlineData("bus >§", "a value")]
    [InlineData("permit §permit", "an operator or the end")]
    [InlineData("permit §)", "an operator or the end")]
    [InlineData("(permit§", "')'")]
    [InlineData("(§)", "a value")]
    [InlineData("(permit §1)", "')'")]
    [InlineData("bus > 1 V else §maybe", "'true' or 'false'")]
    [InlineData("bus > 1 V else§", "'true' or 'false'")]
    [InlineData("bus.§", "a name")]
    [InlineData("bus.§1", "a name")]
    [InlineData("request in §on", "'{' and a list of names")]
    [InlineData("request in {§1}", "a name")]
    [InlineData("request in {on, §}", "a name")]
    [InlineData("request in {on§", "',' or '}'")]
    [InlineData("request in {on §standby}", "',' or '}'")]
    [InlineData("abs(bus§", "',' or ')'")]
    [InlineData("abs(bus, §)", "a value")]
    [InlineData("min(bus §bus)", "',' or ')'")]
    [InlineData("any(b in battery §b.temperature > 1 degC else true)", "':'")]
    [InlineData("any(b in §: true)", "a value")]
    [InlineData("any(b in battery: §)", "a value")]
    [InlineData("any(b in battery: permit§", "')'")]
    [InlineData("confirmed(permit, 2 samples §bus)", "'confirmed(condition, n samples of input)'")]
    [InlineData("confirmed(2 samples §of bus)", "'confirmed(condition, n samples of input)'")]
    [InlineData("confirmed(permit, 2 samples of §)", "a value")]
    [InlineData("confirmed(permit, 2 samples of bus§", "')'")]
    [InlineData("permit leads_to§", "a value")]
    [InlineData("permit leads_to permit§", "'within' and a duration")]
    [InlineData("permit leads_to permit within§", "a value")]
    [InlineData("permit leads_to permit within 1 s §1 s", "an operator or the end")]
    public void An_expression_that_ends_or_goes_on_wrongly_is_told_what_was_expected(string expression, string expected)
    {
        Diagnostic finding = Block(expression).Fault();

        Assert.Equal("SBMS041", finding.Id);
        Assert.Contains(expected, finding.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("§1 := true", "SBMS041", "the name of a variable")]
    [InlineData("§", "SBMS041", "the name of a variable")]
    [InlineData("locked §true", "SBMS041", "':='")]
    [InlineData("locked :=§", "SBMS041", "a value")]
    [InlineData("locked := true §false", "SBMS041", "an operator or the end")]
    [InlineData("locked §= true", "SBMS040", "=")]
    [InlineData("§nowhere := true", "SBMS125", "nowhere")]
    [InlineData("§relay_off := 1 s", "SBMS125", "relay_off")]
    [InlineData("locked := §overlod", "SBMS048", "overload")]
    [InlineData("locked := §3", "SBMS052", "bool")]
    [InlineData("locked := §remote", "SBMS123", "locked")]
    [InlineData("locked := §history", "SBMS048", "history")]
    public void An_action_that_cannot_be_read_or_done_is_found_at_its_word(string action, string id, string said)
    {
        Diagnostic finding = MarkedBoat.Edit(Contactor, "\"locked := overload\"", $"\"{action}\"").Fault();

        Assert.Equal(id, finding.Id);
        Assert.Contains(said, finding.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("request in {on, §of} else false", "SBMS060")]
    [InlineData("request in {§bus} else false", "SBMS060")]
    [InlineData("§bus in {on} else true", "SBMS052")]
    [InlineData("§nosuch in {on} else true", "SBMS048")]
    [InlineData("§request in {on}", "SBMS056")]
    [InlineData("contactor in {Open, §Shut}", "SBMS061")]
    [InlineData("contactor == §3", "SBMS061")]
    [InlineData("contactor != §Shut", "SBMS061")]
    [InlineData("any(l in links: l.state == §Los)", "SBMS061")]
    [InlineData("any(l in links: §l.state)", "SBMS062")]
    [InlineData("any(l in links: §l.late)", "SBMS086")]
    [InlineData("any(l in links: §l)", "SBMS064")]
    [InlineData("§links", "SBMS063")]
    [InlineData("any(b in battery: §b.cell > 1 V else true)", "SBMS063")]
    [InlineData("any(b in battery: any(c in §b.cells: c.voltage > 1 V else true))", "SBMS067")]
    [InlineData("any(c in §bus.cell: c.voltage > 1 V else true)", "SBMS067")]
    [InlineData("any(c in §nosuch.cell: c.voltage > 1 V else true)", "SBMS067")]
    [InlineData("any(c in §nosuch: true)", "SBMS067")]
    [InlineData("any(c in (§bus): true)", "SBMS067")]
    [InlineData("any(l in links: any(m in §l.lost: m.lost))", "SBMS067")]
    [InlineData("any(b in battery: §b.temperature)", "SBMS052")]
    [InlineData("max(b in battery: §valid(b.temperature)) > 1 degC else true", "SBMS052")]
    [InlineData("§every(b in battery: valid(b.temperature))", "SBMS050")]
    [InlineData("§nosuch.lost", "SBMS048")]
    [InlineData("§battery-link.lost", "SBMS081")]
    [InlineData("§permit.lost", "SBMS065")]
    [InlineData("§battery_voltage > 1 V else true", "SBMS081")]
    [InlineData("§alarm", "SBMS081")]
    [InlineData("§cell_high > 1 V", "SBMS080")]
    [InlineData("§shown", "SBMS073")]
    [InlineData("§bus else true", "SBMS052")]
    [InlineData("-§permit > 1", "SBMS052")]
    [InlineData("bus + §permit > 1 V else true", "SBMS052")]
    [InlineData("bus > §1 V + 1 A else true", "SBMS053")]
    [InlineData("bus > §1 V * 1 V else true", "SBMS054")]
    [InlineData("§bus > 1 else true", "SBMS053")]
    [InlineData("§1 > bus else true", "SBMS053")]
    [InlineData("bus > §permit else true", "SBMS052")]
    [InlineData("permit == §bus else true", "SBMS052")]
    [InlineData("§permit > permit", "SBMS059")]
    [InlineData("permit and §bus", "SBMS052")]
    [InlineData("not §bus", "SBMS052")]
    [InlineData("choose(§bus, permit, permit)", "SBMS052")]
    [InlineData("§rising()", "SBMS051")]
    [InlineData("§sum(b in battery: b.temperature * 1000000000000000) > 1 degC else true", "SBMS055")]
    public void A_meaning_that_cannot_be_is_found_at_its_word(string expression, string id) =>
        Assert.Equal(id, Block(expression).Fault().Id);

    [Theory]
    [InlineData("alarm else true", "SBMS057")]
    [InlineData("charge-permit.allowed", "SBMS082")]
    [InlineData("contactor.state == Open", "SBMS082")]
    [InlineData("charge-permit", "SBMS082")]
    [InlineData("elapsed > 1 s", "SBMS071")]
    [InlineData("state == Open", "SBMS048")]
    [InlineData("battery.temperature > 1 degC else true", "SBMS065")]
    [InlineData("alarm + 1 > 2", "SBMS052")]
    [InlineData("bus_voltage", "SBMS052")]
    [InlineData("alarm leads_to nosuch within 1 s", "SBMS048")]
    [InlineData("nosuch leads_to alarm within 1 s", "SBMS048")]
    [InlineData("alarm leads_to alarm within nosuch", "SBMS048")]
    [InlineData("alarm leads_to alarm within 3 V", "SBMS053")]
    [InlineData("(alarm leads_to alarm within 1 s)", "SBMS041")]
    public void A_property_reads_signals_and_nothing_inside_of_machines(string always, string id)
    {
        IReadOnlyList<Diagnostic> found = SpecificationReader.Read(new SmallBoat().Edit(
            Ordering, "falling(contactor_coil) implies relay_long_off", $"\"{always}\"").Files).Diagnostics;

        // Where the left side means nothing, a state on the right side cannot mean anything either.
        Assert.Equal(id, found.First(item => item.Id != "SBMS132").Id);
        Assert.DoesNotContain(found, item => item.Span.File != Ordering);
    }

    private static MarkedBoat Block(string expression)
    {
        (string Alias, string Source)[] uses =
        [
            ("bus", "bus_voltage"), ("request", "mode_request"), ("battery", "battery"), ("links", "battery-link"),
            ("contactor", "contactor.state"), ("permit", "charge-permit.allowed"),
        ];
        string listed = string.Join(", ", uses.Select(use => $"{use.Alias}: {use.Source}"));
        return MarkedBoat.Machine("example", $$"""
            machine: example
            purpose: "Shows one expression."
            hazards: [H1]
            uses: { {{listed}} }
            outputs:
              shown: { type: bool, initial: false, drives: alarm, is: "{{expression}}" }

            """);
    }
}
