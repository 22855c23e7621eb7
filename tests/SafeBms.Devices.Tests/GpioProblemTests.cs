using SafeBms.Devices.Lines;
using SafeBms.Devices.Linux;

namespace SafeBms.Devices.Tests;

public class GpioProblemTests
{
    private static readonly string[] Signals = ["ContactorCoil", "Aux"];
    private static readonly LineDescription[] Free = [new(4, "K1", "", false, false), new(9, "", "", false, false)];

    [Fact]
    public void A_removed_chip_is_told_from_every_other_error()
    {
        Assert.Equal(LineStatus.Gone, GpioProblems.StatusOf(Errno.NoDevice));
        Assert.Equal(LineStatus.Failed, GpioProblems.StatusOf(Errno.InputOutput));
        Assert.Equal(LineStatus.Failed, GpioProblems.StatusOf(Errno.BadDescriptor));
    }

    [Fact]
    public void A_busy_line_is_named_with_its_holder()
    {
        LineDescription[] lines = [Free[0], new(9, "", "led-driver", true, true)];
        Assert.Equal("gpiochip0: held by another program: 9 for Aux by \"led-driver\". Stop that program (gpioinfo and "
            + "'fuser /dev/gpiochip*' find it), or choose other lines.",
            GpioProblems.Refused("gpiochip0", Errno.Busy, Signals, lines));
    }

    [Fact]
    public void A_line_that_was_busy_only_a_moment_ago_asks_for_another_try()
    {
        Assert.Equal("gpiochip0: one of the lines 4 \"K1\" for ContactorCoil, 9 for Aux was held by another program a "
            + "moment ago: try again.", GpioProblems.Refused("gpiochip0", Errno.Busy, Signals, Free));
    }

    [Theory]
    [InlineData(Errno.NoDevice, "gone")]
    [InlineData(Errno.NotPermitted, "udev rules")]
    [InlineData(Errno.Invalid, "bias or drive")]
    [InlineData(Errno.NotSupported, "bias or drive")]
    [InlineData(Errno.InputOutput, "errno 5")]
    public void Every_other_refusal_says_what_to_do(int error, string part)
    {
        Assert.Contains(part, GpioProblems.Refused("gpiochip0", error, Signals, Free), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Errno.NoEntry, "There is no GPIO chip /dev/gpiochip7; there are: /dev/gpiochip0.")]
    [InlineData(Errno.AccessDenied, "/dev/gpiochip7 may not be opened by this user: let it join the group of the "
        + "device (ls -l shows it), or install the udev rules of the package.")]
    [InlineData(Errno.NoDevice, "The GPIO chip of /dev/gpiochip7 is gone: is it plugged in, its driver loaded?")]
    public void A_chip_that_cannot_be_opened_says_why(int error, string message)
    {
        Assert.Equal(message, GpioProblems.CannotOpen("/dev/gpiochip7", error, ["/dev/gpiochip0"]));
    }

    [Fact]
    public void A_label_that_is_not_there_or_not_unique_is_told()
    {
        Assert.Equal("There is no GPIO chip \"x\"; this machine has none: load the driver of the chip, or run on "
            + "simulated hardware.", GpioProblems.NoSuchChip("x", [], []));
        Assert.Equal("2 GPIO chips have the label \"x\" (a, b): name one by its path.",
            GpioProblems.NoSuchChip("x", ["a (x)", "b (x)"], ["a", "b"]));
    }

    [Fact]
    public void A_chip_without_names_asks_for_a_number()
    {
        Assert.Equal("Aux: chip has no line \"K1\"; its lines have no names: give a number from 0 to 0.",
            GpioProblems.NoSuchLine("Aux", "K1", "chip", [new(0, "", "", false, false)], []));
    }

    [Theory]
    [InlineData("", "", 0)]
    [InlineData("", "abc", 3)]
    [InlineData("ALARM", "ALRM", 1)]
    [InlineData("ALARM", "ALRAM", 2)]
    [InlineData("KITTEN", "SITTING", 3)]
    public void Distance_counts_the_changes_between_names(string left, string right, int changes)
    {
        Assert.Equal(changes, GpioProblems.Distance(left, right));
        Assert.Equal(changes, GpioProblems.Distance(right, left));
    }

    [Fact]
    public void A_file_that_is_no_chip_is_refused_by_the_kernel_and_told_so()
    {
        LineException problem = Assert.Throws<LineException>(() => GpioLines.OpenOutputs(Coil("/dev/null")));
        Assert.Equal("/dev/null is no GPIO chip: name one of /dev/gpiochip*.", problem.Message);
    }

    [Fact]
    public void A_chip_that_does_not_exist_is_told_by_path_and_by_label()
    {
        Assert.StartsWith("There is no GPIO chip /dev/gpiochip-none; ",
            Assert.Throws<LineException>(() => GpioLines.OpenOutputs(Coil("/dev/gpiochip-none"))).Message,
            StringComparison.Ordinal);
        Assert.StartsWith("There is no GPIO chip \"none\"; ",
            Assert.Throws<LineException>(() => GpioLines.OpenOutputs(Coil("none"))).Message, StringComparison.Ordinal);
        Assert.Single(GpioProbe.Problems(Coil("none")));
    }

    [Fact]
    public void A_descriptor_that_is_no_line_request_is_not_adopted()
    {
        using FileStream file = File.OpenRead("/dev/null");
        int descriptor = (int)file.SafeFileHandle.DangerousGetHandle();
        Assert.Equal($"Descriptor {descriptor} (/dev/null) is not the request of 1 output lines: was this process "
            + "started by the guard with the same configuration?",
            Assert.Throws<LineException>(() => GpioLines.Adopt(descriptor, Coil("chip"))).Message);
        Assert.Contains("(not open)",
            Assert.Throws<LineException>(() => GpioLines.Adopt(4711, Coil("chip"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_output_at_all_is_refused()
    {
        Assert.Equal("No output line is configured: at least the contactor needs one.",
            Assert.Throws<LineException>(() => GpioLines.OpenOutputs(new GpioSettings { OutputChip = "x" })).Message);
    }

    [Fact]
    public void Without_wired_inputs_a_read_gives_zero_and_needs_no_chip()
    {
        using GpioLines lines = GpioLines.OpenInputs(new GpioSettings { OutputChip = "none" });
        Assert.Equal(LineStatus.Ok, lines.Read(out ulong inputs));
        Assert.Equal(0UL, inputs);
        Assert.Equal(0UL, lines.WiredInputs);
        Assert.Equal(-1, lines.OutputHandle);
    }

    private static GpioSettings Coil(string chip) => new()
    {
        OutputChip = chip,
        Outputs = new Dictionary<OutputLine, LineRequest> { [OutputLine.ContactorCoil] = new("0") },
    };
}
