using SafeBms.Specification.Model;
using SafeBms.Specification.Tests.Support;
using SafeBms.Specification.Yaml;
using Xunit;

namespace SafeBms.Specification.Tests;

/// <summary>What declarations come to in the model, and what is found where two of them do not fit.</summary>
public sealed class DeclarationTests
{
    private const string Contactor = "contactor.statemachine.yaml";
    private const string Example = "example.statemachine.yaml";
    private const string Ordering = "ordering.properties.yaml";
    private const string Requirements = "requirements.yaml";

    [Fact]
    public void What_was_before_is_read_from_machines_that_come_later_as_well()
    {
        MachineInfo machine = Machine(new SmallBoat().AddMachine("example", Block(
            "before: previous(contactor.state), closed: previous(contactor.closed), links: previous(battery-link)",
            "before == Closed and closed and any(l in links: l.lost)")));

        Assert.Equal(
            [UseKind.PreviousMachineState, UseKind.PreviousMachineOutput, UseKind.PreviousMachine],
            machine.Uses.Select(use => use.Kind));
    }

    [Fact]
    public void A_state_with_children_stands_for_all_of_its_leaves()
    {
        MachineInfo machine = Machine(new SmallBoat().AddMachine("example", Block(
            "contactor: contactor.state", "contactor == Active")));
        UseInState test = Assert.IsType<UseInState>(machine.Outputs.Single().Is);

        Assert.Equal([1, 2], test.LeafIds);
    }

    [Fact]
    public void A_memory_that_is_corrupt_leads_into_the_initial_child_of_the_state_that_is_named()
    {
        SpecificationModel model = Model(new SmallBoat().Edit(Contactor, "on_corrupt: Opening", "on_corrupt: Active"));
        MachineInfo machine = model.Machines.Single(item => item.Name == "contactor");

        Assert.Equal("Closing", machine.States[machine.OnCorrupt].Name);
    }

    [Fact]
    public void A_history_is_shallow_deep_or_none()
    {
        HistoryKind Kind(string word) => Model(new SmallBoat().Edit(
            Contactor, "  Active:\n", $"  Active:\n    history: {word}\n")).Machines
            .Single(machine => machine.Name == "contactor").States.Single(state => state.Name == "Active").History;

        Assert.Equal(
            (HistoryKind.None, HistoryKind.Shallow, HistoryKind.Deep), (Kind("none"), Kind("shallow"), Kind("deep")));
    }

    [Theory]
    [InlineData("[-1, 500000]")]
    [InlineData("[0, 2000001]")]
    public void A_number_that_drives_a_signal_must_fit_into_its_range(string range) => Assert.Equal("SBMS124", MarkedBoat.Machine(
        "example",
        $$"""
        machine: example
        purpose: "Shows one output."
        hazards: [H1]
        outputs:
          limit: { type: int, unit: mA, range: {{range}}, initial: 0, drives: §charge_current_limit, is: 0 A }

        """).Fault().Id);

    [Theory]
    [InlineData("relay_off > alternator_lead_time", "more than 2000")]
    [InlineData("alternator_lead_time < relay_off", "more than 2000")]
    [InlineData("relay_off > 10 s or not permit", "more than 10000")]
    [InlineData("10001 ms <= relay_off or not permit", "at least 10001")]
    [InlineData("relay_off == 10001 ms or not permit", "at least 10001")]
    public void A_timer_that_stops_below_what_it_is_compared_with_is_found(string guard, string needed)
    {
        Diagnostic finding = MarkedBoat.Edit(Contactor, "when: relay_off >= alternator_lead_time", $"when: §{guard}").Fault();

        Assert.Equal("SBMS134", finding.Id);
        Assert.Contains(needed, finding.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("relay_off >= 10 s")]
    [InlineData("relay_off > 9999 ms")]
    [InlineData("relay_off < alternator_lead_time")]
    [InlineData("not (relay_off < alternator_lead_time)")]
    public void A_timer_that_reaches_what_it_is_compared_with_is_no_finding(string guard) => Assert.DoesNotContain(
        Read(new SmallBoat().Edit(Contactor, "when: relay_off >= alternator_lead_time", $"when: {guard}")).Diagnostics,
        finding => finding.Id == "SBMS134");

    [Fact]
    public void A_timer_that_starts_full_is_known_before_if_its_limit_is_a_fixed_number()
    {
        MachineInfo machine = Model(new SmallBoat()
            .Edit(Contactor, "limit: alternator_lead_time, initial: limit", "limit: 10 s, initial: limit")
            .Edit(Contactor, "when: relay_off >= alternator_lead_time", "when: previous(relay_off) >= alternator_lead_time"))
            .Machines.Single(item => item.Name == "contactor");

        Assert.Equal(10_000, machine.Detectors.Single(call => call.Kind == DetectorKind.Previous).Initial);
    }

    [Fact]
    public void A_condition_on_the_own_state_has_a_memory_like_any_other()
    {
        MachineInfo machine = Model(new SmallBoat().Edit(
            Contactor, "when: relay_off >= alternator_lead_time",
            "when: \"relay_off >= alternator_lead_time and held(state == Opening, 1 s)\""))
            .Machines.Single(item => item.Name == "contactor");

        Assert.Contains(machine.Detectors, call => call.Text == "held(state == #4, 1000 ms)");
    }

    [Theory]
    [InlineData("previous(feedback) and permit", "SBMS056")]
    [InlineData("held(elapsed > 1 s, 1 s) and permit and feedback else true", "SBMS071")]
    public void What_may_be_invalid_or_is_not_there_is_found_inside_of_a_call(string expression, string id)
    {
        IReadOnlyList<Diagnostic> found = Read(new SmallBoat().AddMachine("example", Block(
            "feedback: contactor_feedback, permit: charge-permit.allowed", expression))).Diagnostics;

        Assert.Contains(found, finding => finding.Id == id && finding.Span.File == Example);
    }

    [Fact]
    public void The_variable_of_a_fold_hides_a_name_outside_of_it_until_its_end()
    {
        MachineInfo machine = Machine(new SmallBoat().AddMachine("example", Block(
            "bus: bus_voltage, battery: battery", "any(bus in battery: valid(bus.temperature)) and valid(bus)")));

        Assert.Equal("IsValid", Assert.IsType<Binary>(machine.Outputs.Single().Is).Right.GetType().Name);
    }

    [Theory]
    [InlineData("spec", "spec")]
    [InlineData("\"code: Pacing.NextDeadline\"", "code: Pacing.NextDeadline")]
    [InlineData("\"planned: release 2\"", "planned: release 2")]
    [InlineData("{ code: Pacing.NextDeadline }", "code: Pacing.NextDeadline")]
    [InlineData("{ planned: release 2 }", "planned: release 2")]
    public void What_carries_a_requirement_may_be_written_in_two_ways(string written, string carrier)
    {
        SpecificationModel model = Model(new SmallBoat().Edit(
            Requirements, "A lost battery is seen.\", hazard: H1, source: \"datasheet 002\", carried_by: spec",
            $"A lost battery is seen.\", hazard: H1, source: \"datasheet 002\", carried_by: {written}"));

        Assert.Equal(carrier, model.Requirements.Requirements.Single(item => item.Id == "REQ-TMP-01").CarriedBy);
    }

    [Fact]
    public void Definitions_of_the_shared_file_are_known_in_all_property_files()
    {
        SmallBoat boat = new SmallBoat()
            .Edit(Ordering, "define:\n  relay_long_off: held_or_initially(not programmable_relay, alternator_lead_time)\n", string.Empty)
            .With("definitions.properties.yaml",
                "define:\n  relay_long_off: held_or_initially(not programmable_relay, alternator_lead_time)\n");

        Assert.Contains(
            Model(boat).Properties.Monitor.Steps, step => step is DefineStep { Name: "relay_long_off" });
        Assert.Contains(
            Read(boat.Edit(Ordering, " implies relay_long_off", " implies programmable_relay")).Diagnostics,
            finding => (finding.Id, finding.Span.File) == ("SBMS132", "definitions.properties.yaml"));
    }

    [Fact]
    public void A_fragment_need_not_be_read_by_anybody()
    {
        SmallBoat boat = new SmallBoat().Edit(
            Contactor, "variables:\n", "variables:\n  spare: { type: bool, initial: false }\n");

        Assert.Null(Read(boat).Value);
        Result<SpecificationModel> fragment = SpecificationReader.ReadFragment(boat.Files);
        Assert.NotNull(fragment.Value);
        Assert.Empty(fragment.Diagnostics);
        Assert.Null(SpecificationReader.ReadFragment(boat.Edit(Contactor, "  spare:", "  spare spare:").Files).Value);
    }

    [Fact]
    public void Equal_files_and_lists_have_equal_hashes_and_are_equal_to_nothing_else()
    {
        SpecificationFile file = new SmallBoat().Files[0];
        YamlDocument one = SpecificationReader.Parse(file);
        YamlDocument same = SpecificationReader.Parse(file with { Content = [.. file.Content] });
        EquatableArray<int> list = new([1, 2]);

        Assert.Equal(one.GetHashCode(), same.GetHashCode());
        Assert.False(one.Equals(null));
        Assert.False(one.Equals(SpecificationReader.Parse(file with { Path = "other.yaml" })));
        Assert.Equal(list.GetHashCode(), new EquatableArray<int>([1, 2]).GetHashCode());
        Assert.False(list.Equals(null));
        Assert.False(list.Equals(new EquatableArray<int>([1])));
        Assert.False(list.Equals(new EquatableArray<int>([1, 3])));
        Assert.True(list.Equals((object)new EquatableArray<int>([1, 2])));
    }

    private static MachineInfo Machine(SmallBoat boat) => Model(boat).Machines.Single(machine => machine.Name == "example");

    private static SpecificationModel Model(SmallBoat boat)
    {
        Result<SpecificationModel> result = Read(boat);
        Assert.True(result.Value is not null, MarkedBoat.List(result.Diagnostics));
        return result.Value;
    }

    private static Result<SpecificationModel> Read(SmallBoat boat) => SpecificationReader.Read(boat.Files);

    private static string Block(string uses, string expression) => $$"""
        machine: example
        purpose: "Shows one expression."
        hazards: [H1]
        uses: { {{uses}} }
        outputs:
          shown: { type: bool, initial: false, drives: alarm, is: "{{expression}}" }

        """;
}
