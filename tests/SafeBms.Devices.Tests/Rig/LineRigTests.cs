using System.Runtime.InteropServices;
using SafeBms.Devices.Lines;

namespace SafeBms.Devices.Tests.Rig;

/// <summary>
/// GPIO lines on a chip of the kernel's own simulator (gpio-sim): label "safebms", lines 0 to 7 named as the outputs,
/// 8 to 18 as the inputs, 19 "Heartbeat". What the lines carry is read from the simulator, not through this code.
/// </summary>
[Collection(RigMachine.Name)]
[Trait("Needs", "Rig")]
public sealed partial class LineRigTests
{
    private const string Chip = "safebms";
    private const string Simulator = "/sys/kernel/config/gpio-sim/safebms";

    private static readonly GpioSettings Settings = new()
    {
        OutputChip = Chip,
        Outputs = Enum.GetValues<OutputLine>().ToDictionary(line => line, line => new LineRequest(line.ToString())),
        Inputs = Enum.GetValues<InputLine>().ToDictionary(line => line,
            line => new LineRequest(line.ToString(), ActiveLow: line == InputLine.BatteryAlarm)),
    };

    [RigFact]
    public void Opening_drives_the_safe_levels_and_closing_gives_the_lines_back_to_the_wiring()
    {
        Pull(OutputLine.Alarm.ToString(), false);
        Pull(OutputLine.ContactorCoil.ToString(), true);
        using (GpioLines lines = GpioLines.OpenOutputs(Settings))
        {
            Assert.Equal(0xFFUL, lines.WiredOutputs);
            Assert.Equal(0UL, lines.WiredInputs);
            Assert.True(lines.OutputHandle > 2);
            Assert.Equal(LineWords.Safe, Wire());
            Assert.Equal(LineStatus.Ok, lines.ReadBack(out ulong word));
            Assert.Equal(LineWords.Safe, word);
        }

        Assert.Equal(LineWords.Bit(OutputLine.ContactorCoil), Wire());
        Pull(OutputLine.Alarm.ToString(), true);
        Pull(OutputLine.ContactorCoil.ToString(), false);
    }

    [RigFact]
    public void Every_word_that_is_written_is_on_the_wires_and_reads_back()
    {
        using GpioLines lines = GpioLines.OpenOutputs(Settings);
        for (ulong word = 0; word < 256; word++)
        {
            Assert.Equal(LineStatus.Ok, lines.Write(word | 0xFFFF_FF00));
            Assert.Equal(LineStatus.Ok, lines.ReadBack(out ulong back));
            Assert.Equal(word, back);
            if ((word & (word - 1)) == 0)
            {
                Assert.Equal(word, Wire());
            }
        }
    }

    [RigFact]
    public void Inputs_follow_the_wires_and_polarity_is_taken_into_account()
    {
        foreach (InputLine line in Enum.GetValues<InputLine>())
        {
            Pull(line.ToString(), line == InputLine.BatteryAlarm);
        }

        using GpioLines lines = GpioLines.OpenInputs(Settings);
        foreach (InputLine line in Enum.GetValues<InputLine>())
        {
            bool isActiveLow = line == InputLine.BatteryAlarm;
            Assert.Equal(LineStatus.Ok, lines.Read(out ulong before));
            Assert.Equal(0UL, before);
            Pull(line.ToString(), !isActiveLow);
            Assert.Equal(LineStatus.Ok, lines.Read(out ulong word));
            Assert.Equal(LineWords.Bit(line), word);
            Pull(line.ToString(), isActiveLow);
        }
    }

    [RigFact]
    public void Outputs_in_any_order_and_polarity_reach_their_wires()
    {
        GpioSettings crossed = Settings with
        {
            Outputs = new Dictionary<OutputLine, LineRequest>
            {
                [OutputLine.Alarm] = new("0"),
                [OutputLine.ContactorCoil] = new("Alarm", ActiveLow: true),
                [OutputLine.Aux] = new("3"),
            },
        };
        using GpioLines lines = GpioLines.OpenOutputs(crossed);
        Assert.Equal(0b1000_0001UL, Wire() & 0b1000_1001);
        Assert.Equal(LineStatus.Ok,
            lines.Write(LineWords.Bit(OutputLine.Aux) | LineWords.Bit(OutputLine.ContactorCoil)));
        Assert.Equal(0b0000_1000UL, Wire() & 0b1000_1001);
    }

    [RigFact]
    public void A_held_line_is_refused_with_the_name_of_its_holder()
    {
        using GpioLines first = GpioLines.OpenOutputs(Settings with { Consumer = "somebody" });
        LineException problem = Assert.Throws<LineException>(() => GpioLines.OpenOutputs(Settings));
        Assert.Contains("held by another program: 0 \"ContactorCoil\" for ContactorCoil by \"somebody\"; 1",
            problem.Message, StringComparison.Ordinal);
        Assert.Equal(problem.Message, Assert.Single(GpioProbe.Problems(Settings)));
    }

    [RigFact]
    public void A_misspelt_line_gets_the_nearest_names_of_the_real_chip()
    {
        GpioSettings misspelt = Settings with
        {
            Outputs = new Dictionary<OutputLine, LineRequest> { [OutputLine.ContactorCoil] = new("ContactorCoyl") },
        };
        Assert.Contains("the nearest names are \"ContactorCoil\"",
            Assert.Throws<LineException>(() => GpioLines.OpenOutputs(misspelt)).Message, StringComparison.Ordinal);
    }

    [RigFact]
    public void Adopted_outputs_stay_driven_when_the_other_side_closes_and_only_by_the_same_settings()
    {
        GpioLines guard = GpioLines.OpenOutputs(Settings);
        Assert.Equal(LineStatus.Ok, guard.Write(0x2A));
        int inherited = Duplicate(guard.OutputHandle);
        GpioSettings fewer = Settings with { Outputs = Settings.Outputs.Take(7).ToDictionary() };
        Assert.Contains("is not the request of 7 output lines",
            Assert.Throws<LineException>(() => GpioLines.Adopt(inherited, fewer)).Message, StringComparison.Ordinal);

        using GpioLines controller = GpioLines.Adopt(inherited, Settings);
        guard.Dispose();
        Assert.Equal(0x2AUL, Wire());
        Assert.Equal(LineStatus.Ok, controller.Write(0x15));
        Assert.Equal(0x15UL, Wire());
        Assert.Equal(LineStatus.Ok, controller.Read(out _));
    }

    [RigFact]
    public void The_heartbeat_line_toggles_and_rests()
    {
        using HeartbeatLine heartbeat = HeartbeatLine.Open(Chip, new LineRequest("Heartbeat"));
        Assert.False(Level("Heartbeat"));
        Assert.Equal(LineStatus.Ok, heartbeat.Toggle());
        Assert.True(Level("Heartbeat"));
        Assert.Equal(LineStatus.Ok, heartbeat.Toggle());
        Assert.False(Level("Heartbeat"));
        heartbeat.Toggle();
        Assert.Equal(LineStatus.Ok, heartbeat.Rest());
        Assert.False(Level("Heartbeat"));
    }

    [RigFact]
    public void What_the_wiring_makes_of_released_lines_is_found_and_changes_nothing()
    {
        Pull(OutputLine.Aux.ToString(), true);
        IReadOnlyList<ReleasedLine> released = GpioProbe.AfterRelease(Settings);
        Assert.Equal(LineWords.Outputs, released.Count);
        Assert.All(released, line => Assert.Equal(false, line.KeepsLevel));
        Assert.Equal([OutputLine.Aux, OutputLine.Alarm], released.Where(line => line.IsOn).Select(line => line.Line));
        Assert.Equal(OutputLine.Aux, Assert.Single(released, line => line.Problem is not null).Line);
        Assert.Equal(LineWords.Bit(OutputLine.Aux) | LineWords.Safe, Wire());
        Pull(OutputLine.Aux.ToString(), false);

        using GpioLines held = GpioLines.OpenOutputs(Settings);
        Assert.True(GpioProbe.IsHeldBy(Settings, "safebms"));
        Assert.False(GpioProbe.IsHeldBy(Settings, "other"));
        Assert.Throws<LineException>(() => GpioProbe.AfterRelease(Settings));
    }

    [RigFact]
    public void Accesses_allocate_nothing()
    {
        using GpioLines outputs = GpioLines.OpenOutputs(Settings);
        using GpioLines inputs = GpioLines.OpenInputs(Settings);
        long Round()
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (ulong i = 0; i < 100; i++)
            {
                outputs.Write(i & 1);
                outputs.ReadBack(out _);
                inputs.Read(out _);
            }

            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Round();
        Assert.Equal(0, Round());
    }

    [RigFact]
    public void A_removed_chip_is_gone_for_every_access_and_for_opening()
    {
        using GpioLines outputs = GpioLines.OpenOutputs(Settings);
        using GpioLines inputs = GpioLines.OpenInputs(Settings);
        File.WriteAllText($"{Simulator}/live", "0");
        try
        {
            Assert.Equal(LineStatus.Gone, outputs.Write(0));
            Assert.Equal(LineStatus.Gone, outputs.ReadBack(out _));
            Assert.Equal(LineStatus.Gone, inputs.Read(out ulong word));
            Assert.Equal(0UL, word);
            Assert.Contains($"There is no GPIO chip \"{Chip}\"",
                Assert.Throws<LineException>(() => GpioLines.OpenOutputs(Settings)).Message, StringComparison.Ordinal);
        }
        finally
        {
            File.WriteAllText($"{Simulator}/live", "1");
            Pull(OutputLine.Alarm.ToString(), true);
        }
    }

    private static string Sysfs() => Path.Combine("/sys/devices/platform",
        File.ReadAllText($"{Simulator}/dev_name").Trim(), File.ReadAllText($"{Simulator}/bank0/chip_name").Trim());

    private static int Offset(string name) =>
        Enum.TryParse(name, out OutputLine output) ? (int)output
        : Enum.TryParse(name, out InputLine input) ? LineWords.Outputs + (int)input
        : LineWords.Outputs + LineWords.Inputs;

    private static void Pull(string name, bool isUp) =>
        File.WriteAllText($"{Sysfs()}/sim_gpio{Offset(name)}/pull", isUp ? "pull-up" : "pull-down");

    private static bool Level(string name) => Level(Offset(name));

    private static bool Level(int offset) => File.ReadAllText($"{Sysfs()}/sim_gpio{offset}/value").Trim() == "1";

    private static ulong Wire() =>
        Enumerable.Range(0, LineWords.Outputs).Aggregate(0UL, (word, i) => word | (Level(i) ? 1UL << i : 0));

    [LibraryImport("libc", EntryPoint = "dup")]
    private static partial int Duplicate(int descriptor);
}
