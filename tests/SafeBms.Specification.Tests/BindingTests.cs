using SafeBms.Specification.Model;
using SafeBms.Specification.Tests.Support;
using Xunit;

namespace SafeBms.Specification.Tests;

/// <summary>What the model says after binding.</summary>
public sealed class BindingTests
{
    private const string Target = "contactor.statemachine.yaml";
    private readonly SpecificationModel model = new SmallSpecification().Model();

    private MachineInfo Contactor => model.Machines.Single(machine => machine.Name == "contactor");

    [Fact]
    public void Literals_become_whole_numbers_of_their_base_unit()
    {
        Assert.Equal(3750, model.Parameters.Parameters.Single(item => item.Name == "ov_trip").Default);
        Assert.Equal(3700, model.Products.Single().Overrides.Single().Value);
        Assert.Equal(5000, model.Requirements.Hazards.Single().Ftti_ms);
    }

    [Fact]
    public void A_parameter_is_a_constant_only_if_nobody_can_change_it()
    {
        Assert.Equal(
            ["uv_trip", "ov_time"], model.Parameters.Parameters.Where(item => item.IsConstant).Select(item => item.Name));
        Assert.True(model.Parameters.Parameters.Single(item => item.Name == "ov_trip").PerProduct);
    }

    [Fact]
    public void Elapsed_saturates_at_the_largest_bound_of_its_state()
    {
        Assert.Equal(100, Contactor.States.Single(state => state.Name == "Settling").ElapsedCap_ms);
        Assert.Equal(0, Contactor.States.Single(state => state.Name == "Open").ElapsedCap_ms);
        Assert.Equal(3000, model.ShutdownMachine.States.Single(state => state.Name == "Leading").ElapsedCap_ms);
    }

    [Fact]
    public void Elapsed_that_must_exceed_its_bound_saturates_one_above()
    {
        SpecificationModel changed = new SmallSpecification().With(Target, "elapsed >= 100 ms", "elapsed > 100 ms").Model();

        Assert.Equal(
            101, changed.Machines.Single(machine => machine.Name == "contactor").States.Single(state => state.Name == "Settling").ElapsedCap_ms);
    }

    [Fact]
    public void States_form_a_tree_in_pre_order_with_stable_ids()
    {
        Assert.Equal(
            [("Open", 0, -1), ("Closed", 1, -1), ("Settling", 2, 1), ("Settled", 3, 1), ("Opening", 4, -1)],
            Contactor.States.Select(state => (state.Name, state.Id, state.Parent)));
        Assert.Equal((0, 4, HistoryKind.Shallow), (Contactor.InitialLeaf, Contactor.OnCorrupt, Contactor.States[1].History));
    }

    [Fact]
    public void Equal_temporal_calls_share_one_memory()
    {
        SpecificationModel changed = new SmallSpecification().With(
            Target, "when: relay_off >= alternator_lead_time",
            "when: \"held(high,500 ms) and held( high , 0.5 s ) and relay_off >= alternator_lead_time\"").Model();

        DetectorInfo call = Assert.Single(changed.Machines.Single(machine => machine.Name == "contactor").Detectors);
        Assert.Equal("held(high, 500 ms)", call.Text);
    }

    [Fact]
    public void What_a_step_reads_is_computed_before_it()
    {
        List<string> steps = [.. model.Properties.Monitor.Steps.Select(step => step switch
        {
            DefineStep define => define.Name,
            DetectorStep call => call.Detector.Kind.ToString(),
            _ => "timer",
        })];

        Assert.True(steps.IndexOf("alternator_relay") < steps.IndexOf("HeldOrInitially"));
        Assert.Equal("LeadsTo", steps[^1]);
    }

    [Fact]
    public void Uses_say_where_a_value_comes_from()
    {
        Assert.Equal(UseKind.MachineOutput, Contactor.Uses.Single(use => use.Alias == "high").Kind);
        Assert.Equal(UseKind.Input, Contactor.Uses.Single(use => use.Alias == "remote_on").Kind);
        MachineInfo limits = model.Machines.Single(machine => machine.Name == "cell-limits");
        Assert.Equal(
            [UseKind.Group, UseKind.Machine, UseKind.PreviousWritten], limits.Uses.Select(use => use.Kind));
        Assert.Equal(UseKind.Violation, model.ShutdownMachine.Uses[0].Kind);
    }

    [Fact]
    public void Edges_of_outputs_start_from_their_safe_value()
    {
        SpecificationModel changed = new SmallSpecification()
            .With("signals.yaml", "contactor_coil: { type: bool, safe: false", "contactor_coil: { type: bool, safe: true").Model();

        Assert.Equal(0, model.Properties.Monitor.Detectors.Single(call => call.Kind == DetectorKind.Falling).Initial);
        Assert.Equal(1, changed.Properties.Monitor.Detectors.Single(call => call.Kind == DetectorKind.Falling).Initial);
    }

    [Fact]
    public void A_parsed_file_is_equal_to_another_with_the_same_content_only()
    {
        SpecificationFile file = new SmallSpecification().Files[0];

        Assert.Equal(SpecificationReader.Parse(file), SpecificationReader.Parse(file with { Content = [.. file.Content] }));
        Assert.NotEqual(SpecificationReader.Parse(file), SpecificationReader.Parse(file with { Content = [.. file.Content, 32] }));
    }

    [Fact]
    public void A_change_of_one_machine_leaves_the_others_equal()
    {
        SpecificationModel changed = new SmallSpecification().With(Target, "elapsed >= 100 ms", "elapsed >= 200 ms").Model();

        Assert.Equal(
            [true, true, false], model.Machines.Zip(changed.Machines, (left, right) => left.Equals(right)));
        Assert.Equal(model.Properties, changed.Properties);
    }
}
