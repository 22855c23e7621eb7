using SafeBms.Specification.Model;
using SafeBms.Specification.Tests.Support;
using Xunit;

namespace SafeBms.Specification.Tests;

/// <summary>Content of the wrong kind, wherever the language expects another: each is one error at its place that says
/// what is wrong and what to do.</summary>
public sealed class WrongContentTests
{
    private const string Atc = "alternator-atc.statemachine.yaml";
    private const string Contactor = "contactor.statemachine.yaml";
    private const string Ordering = "ordering.properties.yaml";
    private const string Parameters = "parameters.yaml";
    private const string Permit = "charge-permit.statemachine.yaml";
    private const string Product = "products/small-boat-12.product.yaml";
    private const string Requirements = "requirements.yaml";
    private const string Shutdown = "shutdown-sequencer.statemachine.yaml";
    private const string Signals = "signals.yaml";
    private const string System = "system.yaml";

    // A list, mapping or text where something else belongs.
    [Theory]
    [InlineData(Contactor, "variables:\n", "variables:\n  spare: §7\n")]
    [InlineData(Contactor, "timers:\n", "timers:\n  spare: §2 s\n")]
    [InlineData(Contactor, "define:\n", "define:\n  spare: §[remote]\n")]
    [InlineData(Contactor, "  Active:\n", "  Spare: §1\n  Active:\n")]
    [InlineData(Contactor, "    id: 3\n", "    id: 3\n    during: §{ a: b }\n")]
    [InlineData(Contactor, "    id: 3\n", "    id: 3\n    during: [ §[a] ]\n")]
    [InlineData(Atc, "outputs: { relay: true }", "outputs: §[relay]")]
    [InlineData(Atc, "outputs: { relay: true }", "outputs: { relay: §[true] }")]
    [InlineData(Atc, "    transitions:\n      - { to: On,", "    transitions:\n      - §never\n      - { to: On,")]
    [InlineData(Atc, "      - { to: On,", "      - { to: §[On],")]
    [InlineData(Atc, "outputs:\n  relay:", "outputs:\n  spare: §true\n  relay:")]
    [InlineData(Atc, "  closed: contactor.closed", "  closed: §[contactor.closed]")]
    [InlineData(Ordering, "properties:\n", "properties:\n  - §P00\n")]
    [InlineData(Ordering, "define:\n", "define:\n  spare: §[contactor_coil]\n")]
    [InlineData(Parameters, "parameters:\n", "parameters:\n  spare: §7\n")]
    [InlineData(Parameters, "constraints:\n", "constraints:\n  - §always\n")]
    [InlineData(Parameters, "constraints:\n  - {", "constraints:\n  §spare: {")]
    [InlineData(Product, "cells_per_battery: 4", "cells_per_battery: §[4]")]
    [InlineData(Product, "parameters: {", "parameters: §[a]\nmore: {")]
    [InlineData(Requirements, "hazards:\n", "hazards:\n  H0: §none\n")]
    [InlineData(Requirements, "assumptions:\n", "assumptions:\n  calm-sea: §[a]\n")]
    [InlineData(Requirements, "\nrequirements:\n", "\nrequirements:\n  REQ-0: §none\n")]
    [InlineData(Requirements, "chains: [ { name: high cell to permit", "chains: [ §soon, { name: high cell to permit")]
    [InlineData(Requirements, "chains: [ { name: high cell to permit, sum: [ 200 ms, cell_high_time ] } ]", "chains: §soon")]
    [InlineData(Requirements, "sum: [ 200 ms, cell_high_time ]", "sum: [ §[200 ms], cell_high_time ]")]
    [InlineData(Signals, "enums:\n", "enums:\n  colour: §red\n")]
    [InlineData(Signals, "enums:\n", "enums:\n  colour: §{}\n")]
    [InlineData(Signals, "{ off: 0, standby: 1,", "{ off: 0, standby: §[1],")]
    [InlineData(Signals, "  pack_current:", "  spare: §1\n  pack_current:")]
    [InlineData(Signals, "groups:\n  battery:", "groups:\n  spare: §1\n  battery:")]
    [InlineData(Signals, "\noutputs:\n", "\noutputs:\n  spare: §1\n")]
    [InlineData(System, "order: [battery-link, charge-permit, contactor, alternator-atc]", "order: §{ a: b }")]
    [InlineData(System, "order: [", "order: [ §[a], ")]
    public void Content_of_the_wrong_kind_is_named_at_its_place(string file, string from, string to) =>
        At("SBMS022", MarkedBoat.Edit(file, from, to));

    [Theory]
    [InlineData(Atc, "- { to: On, when:", "- §{ when:")]
    [InlineData(Atc, "- { to: On, when: closed and allowed and relay_mode == alternator,", "- §{ to: On,")]
    [InlineData(Contactor, "relay_off: { runs: not relay,", "relay_off: §{")]
    [InlineData(Contactor, "relay_off: { runs: not relay, limit: alternator_lead_time,", "relay_off: §{ runs: not relay,")]
    [InlineData(Contactor, "locked: { type: bool, initial: false,", "locked: §{ type: bool,")]
    [InlineData(Ordering, "  - property: P02\n    text", "  - §text")]
    [InlineData(Ordering, "    always: falling(contactor_coil) implies relay_long_off\n    verified_by", "    verified_by", 4, 5)]
    [InlineData(Ordering, "    on_violation: count\n    evidence: \"bench/README.md\"\n", "    on_violation: count\n", 14, 5)]
    [InlineData(Ordering, "must_see: [ \"falling(contactor_coil) and within(falling(programmable_relay), 10 s)\" ]", "", 13, 14)]
    [InlineData(Parameters, "name: release-below-high, always: cell_release < cell_high,", "name: release-below-high,", 12, 5)]
    [InlineData(Product, "title: \"Small boat, 12 V\"\n", "", 1, 1)]
    [InlineData(Requirements, "H1: { text: \"A cell is over-charged.\", ftti: 10 s,", "H1: §{ text: \"A cell is over-charged.\",")]
    [InlineData(Signals, "contactor_coil: { type: bool, safe: false,", "contactor_coil: §{ type: bool,")]
    [InlineData(Signals, "contactor_coil: { type: bool,", "contactor_coil: §{")]
    [InlineData(Signals, "wanted_mode: { type: mode, safe: off, meaning: \"Mode that displays show.\" }", "wanted_mode: §{ type: mode, safe: off }")]
    [InlineData(Signals, "    configured: battery_count\n", "", 13, 5)]
    [InlineData(System, "system: small-boat\n", "", 1, 1)]
    public void A_key_that_is_missing_is_named_with_its_owner(string file, string from, string to, int line = 0, int column = 0) =>
        At("SBMS021", MarkedBoat.Edit(file, from, to, (line, column)));

    [Theory]
    [InlineData("SBMS023", Signals, "{ off: 0, standby: 1,", "{ off: 0, §1standby: 1,")]
    [InlineData("SBMS023", Contactor, "variables:\n", "variables:\n  §lock.ed: { type: bool, initial: false }\n")]
    [InlineData("SBMS023", Ordering, "  - property: P02", "  - property: §2P")]
    [InlineData("SBMS023", Atc, "machine: alternator-atc", "machine: §\"alternator atc\"")]
    [InlineData("SBMS024", Signals, "enums:\n", "enums:\n  §int: { a: 0 }\n")]
    [InlineData("SBMS024", Signals, "enums:\n", "enums:\n  §bool: { a: 0 }\n")]
    [InlineData("SBMS024", Atc, "outputs:\n  relay:", "outputs:\n  §state: { type: bool, initial: false }\n  relay:")]
    [InlineData("SBMS024", Contactor, "variables:\n", "variables:\n  §implies: { type: bool, initial: false }\n")]
    [InlineData("SBMS024", Contactor, "variables:\n", "variables:\n  §member: { type: bool, initial: false }\n")]
    [InlineData("SBMS024", Contactor, "variables:\n", "variables:\n  §samples: { type: bool, initial: false }\n")]
    [InlineData("SBMS024", Contactor, "variables:\n", "variables:\n  §of: { type: bool, initial: false }\n")]
    [InlineData("SBMS025", System, "contactor, alternator-atc]", "contactor, §contactor, alternator-atc]")]
    [InlineData("SBMS025", Contactor, "variables:\n", "variables:\n  §permit: { type: bool, initial: false }\n")]
    [InlineData("SBMS025", Contactor, "outputs:\n  coil:", "outputs:\n  §locked: { type: bool, initial: false }\n  coil:")]
    [InlineData("SBMS025", Contactor, "      Closed:\n", "      §Open:\n        id: 9\n      Closed:\n")]
    [InlineData("SBMS025", Contactor, "parameters: [alternator_lead_time,", "parameters: [alternator_lead_time, §alternator_lead_time,")]
    [InlineData("SBMS025", Ordering, "define:\n", "define:\n  §contactor_coil: programmable_relay\n")]
    [InlineData("SBMS025", Parameters, "  - { name: release-below-high",
        "  - { name: release-below-high, always: cell_release < cell_high, because: \"First.\" }\n  - { name: §release-below-high")]
    [InlineData("SBMS025", Signals, "    groups:\n      cell:", "    groups:\n      §temperature:")]
    [InlineData("SBMS025", Signals, "\noutputs:\n", "\noutputs:\n  §mode_request: { type: bool, safe: false, meaning: \"Twice.\" }\n")]
    public void A_name_that_cannot_be_is_found_where_it_stands(string id, string file, string from, string to) =>
        At(id, MarkedBoat.Edit(file, from, to));

    // Numbers, units, words and references of declarations.
    [Theory]
    [InlineData("SBMS028", Parameters, "default: 3750,", "default: §high,")]
    [InlineData("SBMS028", Parameters, "default: 3750,", "default: §3750 + 1,")]
    [InlineData("SBMS030", Parameters, "default: 3750,", "default: §-3750,")]
    [InlineData("SBMS041", Parameters, "default: 3750,", "default: \"(§\",")]
    [InlineData("SBMS041", Parameters, "default: 3750,", "default: \"-§\",")]
    [InlineData("SBMS044", Parameters, "default: 3750,", "default: §3.7505 V,")]
    [InlineData("SBMS046", Parameters, "default: 3750,", "default: §70000000000000000000000000000 V,")]
    [InlineData("SBMS046", Parameters, "default: 3750,", "default: §3000000000000000000,")]
    [InlineData("SBMS053", Parameters, "default: 3750,", "default: §3750 A,")]
    [InlineData("SBMS043", Parameters, "default: 3750,", "default: §3750 volt,")]
    [InlineData("SBMS028", Parameters, "range: [3600, 3800]", "range: [§low, 3800]")]
    [InlineData("SBMS028", Parameters, "range: [3600, 3800]", "range: [3600, §high]")]
    [InlineData("SBMS031", Parameters, "range: [3600, 3800]", "range: §[3600, [3800]]")]
    [InlineData("SBMS031", Parameters, "range: [3600, 3800]", "range: §[[3600], 3800]")]
    [InlineData("SBMS033", Signals, "range: [-2000000, 2000000]", "range: §[-3000000000, 2000000]")]
    [InlineData("SBMS030", Signals, "    count: 4", "    count: §0")]
    [InlineData("SBMS030", Signals, "    count: 4", "    count: §257")]
    [InlineData("SBMS030", Signals, "{ off: 0, standby: 1,", "{ off: 0, standby: §65536,")]
    [InlineData("SBMS030", Contactor, "    id: 3\n", "    id: §256\n")]
    [InlineData("SBMS027", Contactor, "locked: { type: bool, initial: false,", "locked: { type: bool, initial: §0,")]
    [InlineData("SBMS027", Contactor, "retain: true,", "retain: §yes,")]
    [InlineData("SBMS027", Contactor, "initial: limit }", "initial: §full }")]
    [InlineData("SBMS060", Signals, "wanted_mode: { type: mode, safe: off,", "wanted_mode: { type: mode, safe: §of,")]
    [InlineData("SBMS034", Signals, "contactor_coil: { type: bool,", "contactor_coil: { type: bool, range: §[0, 1],")]
    [InlineData("SBMS034", Signals, "wanted_mode: { type: mode,", "wanted_mode: { type: mode, unit: §mV,")]
    [InlineData("SBMS034", Signals, "remote_bridged: { type: bool,", "remote_bridged: { type: bool, over_range: §clamp,")]
    [InlineData("SBMS089", Signals, "  battery:\n    count: 4\n    configured: battery_count", "  §battery:\n    count: 4\n    configured: batteries")]
    [InlineData("SBMS089", Product, "cells_per_battery: 4", "§cells: 4")]
    [InlineData("SBMS038", Requirements, "A lost battery is seen.\", hazard: H1, source: \"datasheet 002\", carried_by: spec",
        "A lost battery is seen.\", hazard: H1, source: \"datasheet 002\", carried_by: §{ code: [a] }")]
    [InlineData("SBMS038", Requirements, "A lost battery is seen.\", hazard: H1, source: \"datasheet 002\", carried_by: spec",
        "A lost battery is seen.\", hazard: H1, source: \"datasheet 002\", carried_by: §\"code: \"")]
    [InlineData("SBMS038", Requirements, "A lost battery is seen.\", hazard: H1, source: \"datasheet 002\", carried_by: spec",
        "A lost battery is seen.\", hazard: H1, source: \"datasheet 002\", carried_by: §\"planned: \"")]
    [InlineData("SBMS038", Requirements, "A lost battery is seen.\", hazard: H1, source: \"datasheet 002\", carried_by: spec",
        "A lost battery is seen.\", hazard: H1, source: \"datasheet 002\", carried_by: §{ code: a, planned: b }")]
    [InlineData("SBMS140", Requirements, "A lost battery is seen.\", hazard: H1,", "A lost battery is seen.\", hazard: §H9,")]
    [InlineData("SBMS140", Ordering, "    hazard: H1\n", "    hazard: §H9\n")]
    [InlineData("SBMS052", Requirements, "sum: [ 200 ms, cell_high_time ]", "sum: [ 200 ms, §cell_high ]")]
    [InlineData("SBMS052", Requirements, "sum: [ 200 ms, cell_high_time ]", "sum: [ 200 ms, §true ]")]
    [InlineData("SBMS048", Requirements, "sum: [ 200 ms, cell_high_time ]", "sum: [ 200 ms, §cell_time ]")]
    [InlineData("SBMS052", Atc, "drives: programmable_relay", "drives: §wanted_mode")]
    [InlineData("SBMS061", Contactor, "on_corrupt: Opening", "on_corrupt: §Openning")]
    [InlineData("SBMS061", Atc, "- { to: On,", "- { to: §history(Onn),")]
    [InlineData("SBMS061", Atc, "- { to: On,", "- { to: §Onn,")]
    [InlineData("SBMS086", Atc, "outputs: { relay: true }", "outputs: { relay: true, §rely: true }")]
    [InlineData("SBMS085", System, "shutdown: shutdown-sequencer", "shutdown: §sequencer")]
    [InlineData("SBMS085", Atc, "closed: contactor.closed", "closed: §contractor.closed")]
    [InlineData("SBMS091", Permit, "battery: battery", "battery: §previous(battery)")]
    [InlineData("SBMS084", Shutdown, "relay: previous(programmable_relay)", "relay: §previous(programmable_rely)")]
    [InlineData("SBMS083", Atc, "closed: contactor.closed", "closed: §contactor.closed else true")]
    [InlineData("SBMS041", Atc, "closed: contactor.closed", "closed: contactor.§")]
    [InlineData("SBMS143", Ordering, "must_see: [ \"falling(contactor_coil) and within(falling(programmable_relay), 10 s)\" ]", "must_see: §[]")]
    [InlineData("SBMS144", Ordering, "    evidence: \"bench/README.md\"", "    evidence: \"bench/README.md\"\n    vacuity: §{ must_see: [ contactor_coil ] }")]
    public void A_value_that_does_not_fit_is_found_where_it_stands(string id, string file, string from, string to) =>
        At(id, MarkedBoat.Edit(file, from, to));

    [Fact]
    public void Names_of_eighty_characters_are_the_longest()
    {
        string longest = new('a', 80);

        At("SBMS023", MarkedBoat.Edit(Contactor, "variables:\n", $"variables:\n  §{longest}a: {{ type: bool, initial: false }}\n"));
        Assert.DoesNotContain(
            SpecificationReader.Read(new SmallBoat().Edit(
                Contactor, "variables:\n", $"variables:\n  {longest}: {{ type: bool, initial: false }}\n").Files).Diagnostics,
            finding => finding.Id == "SBMS023");
    }

    [Fact]
    public void A_machine_a_product_and_a_file_that_are_there_twice_are_named_with_the_other()
    {
        At("SBMS025", MarkedBoat.With("zz.statemachine.yaml", "machine: §contactor\npurpose: \"Again.\"\nhazards: [H1]\n"));
        At("SBMS025", MarkedBoat.With("products/zz.product.yaml", "product: §small-boat-12\ntitle: \"Again\"\n"));

        IReadOnlyList<SpecificationFile> files = new SmallBoat().Files;
        Result<SpecificationModel> twice = SpecificationReader.Read([.. files, files.Single(file => file.Path == System)]);
        Diagnostic finding = Assert.Single(twice.Diagnostics);
        Assert.Equal(("SBMS025", System), (finding.Id, finding.Span.File));
    }

    [Fact]
    public void Definitions_of_two_property_files_may_not_share_a_name() => At("SBMS025", MarkedBoat.With(
        "zz.properties.yaml", "define:\n  §relay_long_off: programmable_relay\nproperties: []\n"));

    [Theory]
    [InlineData("signals.yaml")]
    [InlineData("parameters.yaml")]
    public void A_missing_file_is_found_and_its_names_are_taken_on_trust(string file)
    {
        Result<SpecificationModel> result = SpecificationReader.Read(new SmallBoat().Without(file).Files);

        Assert.Null(result.Value);
        Assert.Contains(result.Diagnostics, finding => (finding.Id, finding.Span.File) == ("SBMS017", file));
    }

    private static void At(string id, MarkedBoat boat)
    {
        Result<SpecificationModel> result = boat.Read();
        Diagnostic? finding = result.Diagnostics.FirstOrDefault(item => item.Id == id
            && (item.Span.File, item.Span.Line, item.Span.Column) == boat.Place);

        Assert.True(finding is not null, $"{id} was expected at {boat.Place}, found:\n{MarkedBoat.List(result.Diagnostics)}");
        Assert.Null(result.Value);
        Assert.All([finding.Message, finding.Why, finding.Remedy], text => Assert.False(string.IsNullOrWhiteSpace(text)));
    }
}
