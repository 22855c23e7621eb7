using SafeBms.Devices.Lines;
using SafeBms.Devices.Linux;

namespace SafeBms.Devices.Tests;

public class GpioPlanTests
{
    private static readonly LineDescription[] Chip =
    [
        new(0, "", "", false, false),
        new(1, "CONTACTOR", "", false, false),
        new(2, "CONTACTOR_FB", "", false, false),
        new(3, "TWIN", "", false, false),
        new(4, "TWIN", "", false, false),
        new(5, "ALARM", "", false, true),
    ];

    [Fact]
    public void Lines_stand_in_a_request_in_the_order_of_their_bits()
    {
        GpioPlan plan = GpioPlan.Outputs(Settings((OutputLine.Alarm, new("ALARM")),
            (OutputLine.ContactorCoil, new("CONTACTOR")), (OutputLine.Aux, new("0"))));
        int[] offsets = plan.Resolve(Chip, "chip");
        GpioLineRequest request = plan.Encode(offsets, LineWords.Safe);

        Assert.Equal([1, 0, 5], offsets);
        Assert.Equal(new byte[] { 0, 5, 7 }, plan.Bits);
        Assert.Equal(3u, request.LineCount);
        Assert.Equal(1u, request.Offsets[0]);
        Assert.Equal(0u, request.Offsets[1]);
        Assert.Equal(5u, request.Offsets[2]);
        Assert.Equal(0u, request.Offsets[3]);
    }

    [Fact]
    [Requirement("REQ-S-RUN-01")]
    public void The_request_itself_carries_the_safe_levels_of_all_outputs()
    {
        GpioPlan plan = GpioPlan.Outputs(Settings(
            (OutputLine.Alarm, new("ALARM")), (OutputLine.ContactorCoil, new("CONTACTOR", ActiveLow: true))));
        GpioLineRequest request = plan.Encode(plan.Resolve(Chip, "chip"), LineWords.Safe);

        GpioConfigAttribute values = Attribute(request, GpioAbi.AttributeOutputValues);
        Assert.Equal(0b11UL, values.Mask);
        Assert.Equal(0b10UL, values.Attribute.Value);
    }

    [Fact]
    public void Lines_of_one_kind_share_an_attribute_and_the_first_kind_is_the_default()
    {
        LineRequest low = new("CONTACTOR", ActiveLow: true, LineBias.PullUp);
        GpioPlan plan = GpioPlan.Inputs(new GpioSettings
        {
            OutputChip = "chip",
            Inputs = new Dictionary<InputLine, LineRequest>
            {
                [InputLine.ContactorFeedback] = new("CONTACTOR_FB"),
                [InputLine.PrechargeReadback] = low,
                [InputLine.RelayReadback] = low with { Line = "0" },
                [InputLine.ChargeReadback] = new("5", Drive: LineDrive.OpenDrain),
            },
        });
        GpioLineRequest request = plan.Encode(plan.Resolve(Chip, "chip"), 0);

        Assert.Equal(GpioAbi.Input, request.Config.Flags);
        Assert.Equal(1u, request.Config.AttributeCount);
        Assert.Equal(0b0110UL, request.Config.Attributes[0].Mask);
        Assert.Equal(GpioAbi.Input | GpioAbi.ActiveLow | GpioAbi.PullUp, request.Config.Attributes[0].Attribute.Value);
    }

    [Theory]
    [InlineData(LineBias.PullUp, LineDrive.OpenDrain, GpioAbi.PullUp | GpioAbi.OpenDrain)]
    [InlineData(LineBias.PullDown, LineDrive.OpenSource, GpioAbi.PullDown | GpioAbi.OpenSource)]
    [InlineData(LineBias.Disabled, LineDrive.PushPull, GpioAbi.BiasDisabled)]
    [InlineData(LineBias.AsFound, LineDrive.PushPull, 0UL)]
    public void Bias_and_drive_of_an_output_become_flags(LineBias bias, LineDrive drive, ulong flags)
    {
        GpioPlan plan = GpioPlan.Single("heartbeat", new LineRequest("0", false, bias, drive), "safebms-heartbeat");
        Assert.Equal(GpioAbi.Output | flags, plan.Encode([0], 0).Config.Flags);
    }

    [Fact]
    public void Lines_that_are_only_looked_at_get_no_direction_bias_drive_or_level()
    {
        GpioPlan plan = GpioPlan.AsFound(Settings(
            (OutputLine.ContactorCoil, new("0", ActiveLow: true, LineBias.PullUp, LineDrive.OpenDrain))));
        GpioLineRequest request = plan.Encode([0], LineWords.Safe);
        Assert.Equal(GpioAbi.ActiveLow, request.Config.Flags);
        Assert.Equal(0u, request.Config.AttributeCount);
    }

    [Fact]
    public void A_released_line_is_judged_by_what_drives_it_and_by_its_level()
    {
        Assert.Null(new ReleasedLine(OutputLine.Aux, 1, false, false).Problem);
        Assert.Null(new ReleasedLine(OutputLine.Alarm, 1, false, true).Problem);
        Assert.Null(new ReleasedLine(OutputLine.Aux, 1, null, false).Problem);
        Assert.StartsWith("is on when nobody drives it",
            new ReleasedLine(OutputLine.Aux, 1, false, true).Problem, StringComparison.Ordinal);
        Assert.StartsWith("keeps its last level",
            new ReleasedLine(OutputLine.Aux, 1, true, false).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Even_if_every_line_is_of_another_kind_the_attributes_suffice()
    {
        LineBias[] biases = Enum.GetValues<LineBias>();
        GpioPlan inputs = GpioPlan.Inputs(new GpioSettings
        {
            OutputChip = "chip",
            Inputs = Enum.GetValues<InputLine>().ToDictionary(
                line => line, line => new LineRequest($"{(int)line}", (int)line % 2 == 1, biases[(int)line / 2 % 4])),
        });
        Assert.Equal(7u, inputs.Encode(Enumerable.Range(0, LineWords.Inputs).ToArray(), 0).Config.AttributeCount);

        LineDrive[] drives = Enum.GetValues<LineDrive>();
        GpioPlan outputs = GpioPlan.Outputs(Settings([.. Enum.GetValues<OutputLine>().Select(line => (line,
            new LineRequest($"{(int)line}", (int)line % 2 == 1, biases[(int)line / 2 % 4], drives[(int)line / 4])))]));
        Assert.Equal(8u, outputs.Encode(Enumerable.Range(0, LineWords.Outputs).ToArray(), 0).Config.AttributeCount);
        Assert.True(LineWords.Inputs - 1 <= GpioAbi.Attributes_max);
        Assert.True(LineWords.Outputs <= GpioAbi.Attributes_max);
    }

    [Fact]
    public void The_consumer_is_cut_so_that_its_end_stays_marked()
    {
        Assert.Equal(new string('x', 31), KernelName.From(new string('x', 40)).ToString());
        Assert.Equal("safebms", KernelName.From("safebms").ToString());
        Assert.Equal(new string('x', 30), KernelName.From(new string('x', 30) + "é").ToString());
    }

    [Theory]
    [InlineData("6", "Aux: chip has no line 6; its lines are 0 to 5.")]
    [InlineData("TWIN", "Aux: 2 lines of chip have the name \"TWIN\" (3, 4): give the number instead.")]
    [InlineData("contactr", "Aux: chip has no line \"contactr\"; the nearest names are \"CONTACTOR\", "
        + "\"CONTACTOR_FB\", \"TWIN\".")]
    [InlineData("-1", "Aux: chip has no line \"-1\"; the nearest names are \"TWIN\", \"ALARM\", \"CONTACTOR\".")]
    public void A_line_that_is_not_there_is_named_with_what_is_there(string named, string message)
    {
        GpioPlan plan = GpioPlan.Outputs(Settings((OutputLine.Aux, new(named))));
        Assert.Equal(message, Assert.Throws<LineException>(() => plan.Resolve(Chip, "chip")).Message);
    }

    [Fact]
    public void Two_signals_on_one_line_are_refused()
    {
        GpioPlan plan = GpioPlan.Outputs(Settings((OutputLine.Aux, new("1")), (OutputLine.PreAlarm, new("CONTACTOR"))));
        Assert.Equal("Aux and PreAlarm are both on line 1 of chip: give each its own line.",
            Assert.Throws<LineException>(() => plan.Resolve(Chip, "chip")).Message);
    }

    private static GpioSettings Settings(params (OutputLine Line, LineRequest Request)[] outputs) => new()
    {
        OutputChip = "chip",
        Outputs = outputs.ToDictionary(item => item.Line, item => item.Request),
    };

    private static GpioConfigAttribute Attribute(GpioLineRequest request, uint id)
    {
        for (int i = 0; i < request.Config.AttributeCount; i++)
        {
            if (request.Config.Attributes[i].Attribute.Id == id)
            {
                return request.Config.Attributes[i];
            }
        }

        throw new InvalidOperationException($"no attribute {id}");
    }
}
