using System.Text.RegularExpressions;
using SafeBms.Specification.Expressions;
using SafeBms.Specification.Model;
using Xunit;

namespace SafeBms.Specification.Tests;

/// <summary>Expressions in the small specification: their canonical text, what is found in wrong ones, and what the
/// declared ranges say about their value.</summary>
public sealed partial class ExpressionTests
{
    private const string File = "example.statemachine.yaml";

    // Each use by its alias; a machine declares those that its expression names.
    private static readonly (string Alias, string Source)[] Uses =
    [
        ("current", "pack_current"), ("bus", "bus_voltage"), ("vbat", "battery_voltage"),
        ("feedback", "contactor_feedback"), ("request", "mode_request"), ("battery", "battery"),
        ("links", "battery-link"), ("earlier", "previous(battery-link)"), ("contactor", "contactor.state"),
        ("permit", "charge-permit.allowed"), ("relay", "previous(programmable_relay)"),
    ];

    private static readonly string[] Parameters = ["cell_high", "cell_high_time", "attempt_limit", "relay_mode"];

    [Theory]
    [InlineData("bus > 10 V else false", "(bus > 10000 mV) else false")]
    [InlineData("abs(current) >= 600 A else true", "(abs(current) >= 600000 mA) else true")]
    [InlineData("min(bus, vbat) < 10 V else true", "(min(bus, vbat) < 10000 mV) else true")]
    [InlineData("max(bus, vbat) <= 10 V else true", "(max(bus, vbat) <= 10000 mV) else true")]
    [InlineData("clamp(bus, 1 V, 2 V) == 1 V else true", "(max(1000 mV, min(bus, 2000 mV)) == 1000 mV) else true")]
    [InlineData("bus + vbat * 2 - 1 V != 3 V else false", "(((bus + (vbat * 2)) - 1000 mV) != 3000 mV) else false")]
    [InlineData("2 * bus > 3 V else false", "((2 * bus) > 3000 mV) else false")]
    [InlineData("bus > 2 ohm * 3 A else true", "(bus > (2 ohm * 3000 mA)) else true")]
    [InlineData("bus > 3 A * 2 ohm else true", "(bus > (3000 mA * 2 ohm)) else true")]
    [InlineData("held(permit, cell_high_time + 1 s)", "held(permit, cell_high_time + 1000 ms)")]
    [InlineData("request in {on, standby} else false", "((request == on) or (request == standby)) else false")]
    [InlineData("contactor in {Open, Closed}", "(contactor == Open) or (contactor == Closed)")]
    [InlineData("-bus < 0 V else true", "((-bus) < 0 mV) else true")]
    [InlineData("not (feedback else true)", "not (feedback else true)")]
    [InlineData("permit and relay or not permit", "(permit and relay) or (not permit)")]
    [InlineData("choose(permit, bus, vbat) > 1 V else true", "(choose(permit, bus, vbat) > 1000 mV) else true")]
    [InlineData("choose(permit, relay, true)", "choose(permit, relay, true)")]
    [InlineData("valid(bus) and new_sample(bus) and age(bus) < 5 ms",
        "(valid(bus) and new_sample(bus)) and (age(bus) < 5 ms)")]
    [InlineData("request == on else false", "(request == on) else false")]
    [InlineData("choose(permit, request, standby) == on else false",
        "(choose(permit, request, standby) == on) else false")]
    [InlineData("choose(permit, on, request) == on else false", "(choose(permit, on, request) == on) else false")]
    [InlineData("contactor == Closed", "contactor == Closed")]
    [InlineData("contactor != Closed and permit", "(not (contactor == Closed)) and permit")]
    [InlineData("relay_mode == alternator", "relay_mode == alternator")]
    [InlineData("bus > cell_high else true", "(bus > cell_high) else true")]
    [InlineData("any(b in battery: b.temperature > 60 degC else true)",
        "any(b in battery: (b.temperature > 600 dC) else true)")]
    [InlineData("all(b in battery: valid(b.temperature))", "all(b in battery: valid(b.temperature))")]
    [InlineData("count(b in battery: b.temperature > 60 degC else true) > 1",
        "count(b in battery: (b.temperature > 600 dC) else true) > 1")]
    [InlineData("sum(b in battery: b.temperature) > 60 degC else true",
        "(sum(b in battery: b.temperature) > 600 dC) else true")]
    [InlineData("min(b in battery: min(c in b.cell: c.voltage)) < 3 V else true",
        "(min(b in battery: min(c in b:battery.cell: c.voltage)) < 3000 mV) else true")]
    [InlineData("max(b in battery: b.temperature) < 60 degC else true",
        "(max(b in battery: b.temperature) < 600 dC) else true")]
    [InlineData("any(l in links: l.lost)", "any(l in battery-link: l.lost)")]
    [InlineData("any(l in earlier: l.lost)", "any(l in previous(battery-link): l.lost)")]
    [InlineData("held(feedback else false, 0.5 s)", "held(feedback else false, 500 ms)")]
    [InlineData("held_or_initially(permit, 1 s)", "held_or_initially(permit, 1000 ms)")]
    [InlineData("within(permit, cell_high_time)", "within(permit, cell_high_time)")]
    [InlineData("within(permit, min(cell_high_time, 1 s))", "within(permit, min(cell_high_time, 1000 ms))")]
    [InlineData("held(permit, choose(relay_mode == alternator, 1 s, abs(-2 s)))",
        "held(permit, choose(relay_mode == alternator, 1000 ms, abs(-2000 ms)))")]
    [InlineData("rising(permit) or falling(permit)", "rising(permit) or falling(permit)")]
    [InlineData("since(permit, feedback else true)", "since(permit, feedback else true)")]
    [InlineData("once(permit)", "once(permit)")]
    [InlineData("previous(request) == on else false", "(previous(request) == on) else false")]
    [InlineData("previous(bus > 10 V else false)", "previous((bus > 10000 mV) else false)")]
    [InlineData("previous(shown) and permit", "previous(shown) and permit")]
    [InlineData("confirmed(bus > 10 V else false, 3 samples of bus)",
        "confirmed((bus > 10000 mV) else false, 3 samples of bus)")]
    [InlineData("confirmed(permit, attempt_limit samples of feedback)",
        "confirmed(permit, attempt_limit samples of feedback)")]
    public void An_expression_has_one_canonical_text(string expression, string canonical)
    {
        (SpecificationModel model, MachineInfo machine) = Bound(Block(expression));
        Expr shown = machine.Outputs.Single().Is!;

        Assert.Equal(canonical, Text(model).Print(shown, [.. machine.Detectors]));
    }

    [Theory]
    [InlineData("abs(nosuch) > 1 V else true", "SBMS048")]
    [InlineData("abs(permit) > 1", "SBMS052")]
    [InlineData("min(nosuch, bus) > 1 V else true", "SBMS048")]
    [InlineData("max(bus, nosuch) > 1 V else true", "SBMS048")]
    [InlineData("min(bus, current) > 1 V else true", "SBMS053")]
    [InlineData("clamp(nosuch, 1 V, 2 V) > 1 V else true", "SBMS048")]
    [InlineData("clamp(bus, nosuch, 2 V) > 1 V else true", "SBMS048")]
    [InlineData("clamp(bus, 1 V, nosuch) > 1 V else true", "SBMS048")]
    [InlineData("clamp(bus, 1 V, 2 A) > 1 V else true", "SBMS053")]
    [InlineData("choose(nosuch, permit, relay)", "SBMS048")]
    [InlineData("choose(permit, nosuch, relay)", "SBMS048")]
    [InlineData("choose(permit, relay, nosuch)", "SBMS048")]
    [InlineData("choose(permit, relay, bus)", "SBMS052")]
    [InlineData("valid(nosuch)", "SBMS048")]
    [InlineData("age(nosuch) > 1 ms", "SBMS048")]
    [InlineData("new_sample(permit)", "SBMS076")]
    [InlineData("age(bus + vbat) > 1 ms", "SBMS076")]
    [InlineData("held(nosuch, 1 s)", "SBMS048")]
    [InlineData("held(permit, nosuch)", "SBMS048")]
    [InlineData("held(permit, 3 V)", "SBMS053")]
    [InlineData("within(permit, relay)", "SBMS052")]
    [InlineData("held(permit, age(bus))", "SBMS074")]
    [InlineData("held(permit, choose(relay, 1 s, 2 s))", "SBMS074")]
    [InlineData("held(permit, -1 s)", "SBMS075")]
    [InlineData("since(nosuch, permit)", "SBMS048")]
    [InlineData("since(permit, nosuch)", "SBMS048")]
    [InlineData("rising(nosuch)", "SBMS048")]
    [InlineData("rising(bus)", "SBMS052")]
    [InlineData("previous(nosuch)", "SBMS048")]
    [InlineData("confirmed(nosuch, 2 samples of bus)", "SBMS048")]
    [InlineData("confirmed(permit, nosuch samples of bus)", "SBMS048")]
    [InlineData("confirmed(permit, 2 samples of nosuch)", "SBMS048")]
    [InlineData("confirmed(permit, 2 samples of relay)", "SBMS076")]
    [InlineData("any(b in battery: confirmed(valid(b.temperature), 2 samples of b.temperature) or valid(b.temperature))",
        "SBMS069")]
    [InlineData("any(b in battery: valid(b.temperature) and previous(true))", "SBMS069")]
    [InlineData("permit leads_to relay within 1 s", "SBMS079")]
    public void A_fault_inside_of_a_call_is_found_once(string expression, string id)
    {
        IReadOnlyList<Diagnostic> found = Read(Block(expression)).Diagnostics;

        Assert.Equal([id], found.Where(finding => finding.Span.File == File && finding.IsError)
            .Select(finding => finding.Id));
    }

    // What cannot be bound must leave a finding: else it would be compiled as if it were false.
    [Fact]
    public void Whatever_name_stands_in_an_expression_it_is_bound_or_found()
    {
        string[] names = [.. Uses.Select(use => use.Alias), .. Parameters, "on", "Closed", "shown", "nosuch", "3", "true"];
        string[] expressions =
        [
            "request in {on, standby} else false", "contactor in {Open, Closed}", "any(l in links: l.lost)",
            "any(b in battery: b.temperature > 60 degC else true)", "choose(permit, request, standby) == on else false",
            "confirmed(permit, attempt_limit samples of feedback)", "within(permit, cell_high_time)",
            "clamp(bus, 1 V, 2 V) == 1 V else true", "previous(shown) and permit", "age(bus) < 5 ms",
        ];
        foreach (string expression in expressions)
        {
            foreach (Match word in Words().Matches(expression))
            {
                foreach (string name in names)
                {
                    string other = expression.Remove(word.Index, word.Length).Insert(word.Index, name);
                    Result<SpecificationModel> result = SpecificationReader.Read(
                        new SmallBoat().AddMachine("example", Block(other)).Files);
                    string bound = string.Join('\n', result.Value?.Machines.Single(item => item.Name == "example") is { } machine
                        ? machine.Outputs.Select(output => $"{output.Is}").Concat(machine.Detectors.Select(call => $"{call}")) : []);

                    Assert.True(result.Value is null || !bound.Contains("Unit = error", StringComparison.Ordinal), other);
                    Assert.True(result.Value is not null || result.Diagnostics.Any(finding => finding.IsError), other);
                }
            }
        }
    }

    [Theory]
    [InlineData("abs(bus, vbat) > 1 V else true", "abs(x)")]
    [InlineData("min(bus) > 1 V else true", "min(x, y) or min(v in group: x)")]
    [InlineData("max(bus) > 1 V else true", "max(x, y) or max(v in group: x)")]
    [InlineData("clamp(bus, 1 V) > 1 V else true", "clamp(x, low, high)")]
    [InlineData("choose(permit)", "choose(condition, a, b)")]
    [InlineData("held(permit)", "held(condition, duration)")]
    [InlineData("held_or_initially(permit)", "held_or_initially(condition, duration)")]
    [InlineData("within(permit)", "within(condition, duration)")]
    [InlineData("since(permit)", "since(p, q)")]
    [InlineData("confirmed(permit)", "confirmed(condition, n samples of input)")]
    [InlineData("any(permit)", "any(v in group: condition)")]
    [InlineData("all(permit)", "all(v in group: condition)")]
    [InlineData("count(permit) > 1", "count(v in group: condition)")]
    [InlineData("sum(bus) > 1 V else true", "sum(v in group: x)")]
    [InlineData("rising(permit, relay)", "rising(x)")]
    public void Wrong_arguments_are_answered_with_the_right_form(string expression, string form)
    {
        IReadOnlyList<Diagnostic> found = Read(Block(expression)).Diagnostics;

        Diagnostic wrong = Assert.Single(found, finding => finding.Id == "SBMS051");
        Assert.Contains(form, $"{wrong.Message} {wrong.Remedy}", StringComparison.Ordinal);
    }

    private static SpecificationModel Model(SmallBoat boat)
    {
        Result<SpecificationModel> result = SpecificationReader.Read(boat.Files);
        return result.Value ?? throw new InvalidOperationException(string.Join('\n', result.Diagnostics));
    }

    private static ExpressionText Text(SpecificationModel model) =>
        new(model.Signals.Enums.ToDictionary(item => item.Name));

    private static (SpecificationModel Model, MachineInfo Machine) Bound(string machine)
    {
        SpecificationModel model = Model(new SmallBoat().AddMachine("example", machine));
        return (model, model.Machines.Single(item => item.Name == "example"));
    }

    private static Result<SpecificationModel> Read(string machine) =>
        SpecificationReader.Read(new SmallBoat().AddMachine("example", machine).Files);

    private static string Head(string expression)
    {
        HashSet<string> words = [.. Words().Matches(expression).Select(match => match.Value)];
        string uses = string.Join(", ", Uses.Where(use => words.Contains(use.Alias))
            .Select(use => $"{use.Alias}: {use.Source}"));
        string parameters = string.Join(", ", Parameters.Where(words.Contains));
        return $$"""
            machine: example
            purpose: "Shows one expression."
            hazards: [H1]
            uses: { {{uses}} }
            parameters: [{{parameters}}]

            """;
    }

    private static string Block(string expression) => Head(expression) + $$"""
        outputs:
          shown: { type: bool, initial: false, drives: alarm, is: "{{expression}}" }

        """;

    [GeneratedRegex("[a-z_]+")]
    private static partial Regex Words();
}
