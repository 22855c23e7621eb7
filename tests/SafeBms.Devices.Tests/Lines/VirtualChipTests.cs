using SafeBms.Devices.Linux;
using SafeBms.Devices.Lines;

namespace SafeBms.Devices.Tests.Lines;

/// <summary>The virtual chip from all of its sides; what needs a second process is in the tests of the guard.</summary>
public sealed class VirtualChipTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("safebms-chip-").FullName;

    private string ChipPath => Path.Combine(_directory, "virtual-chip");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void A_new_chip_carries_the_safe_levels_and_has_noted_them()
    {
        using VirtualChip chip = VirtualChip.Create(ChipPath);
        using VirtualChip observer = VirtualChip.Open(ChipPath);
        Assert.Equal(LineStatus.Ok, observer.ReadBack(out ulong outputs));
        Assert.Equal(LineWords.Safe, outputs);
        long next = 1;
        Assert.Equal(ChangeRead.Change, observer.ReadChange(ref next, out LineChange change));
        Assert.Equal((1L, LineWords.Safe, 0UL, Environment.ProcessId),
            (change.Sequence, change.Outputs, change.Previous, change.ProcessId));
        Assert.Equal(ChangeRead.None, observer.ReadChange(ref next, out _));
    }

    [Fact]
    public void Each_change_is_noted_once_with_the_time_after_it()
    {
        using VirtualChip chip = VirtualChip.Create(ChipPath);
        using VirtualChip observer = VirtualChip.Open(ChipPath);
        long before_ns = MonotonicClock.Now_ns;
        Assert.Equal(LineStatus.Ok, chip.Write(5));
        Assert.Equal(LineStatus.Ok, chip.Write(5));
        Assert.Equal(LineStatus.Ok, chip.Write(1));
        long after_ns = MonotonicClock.Now_ns;

        long next = 2;
        Assert.Equal(ChangeRead.Change, observer.ReadChange(ref next, out LineChange first));
        Assert.Equal(ChangeRead.Change, observer.ReadChange(ref next, out LineChange second));
        Assert.Equal(ChangeRead.None, observer.ReadChange(ref next, out _));
        Assert.Equal((5UL, LineWords.Safe), (first.Outputs, first.Previous));
        Assert.Equal((1UL, 5UL), (second.Outputs, second.Previous));
        Assert.True(before_ns <= first.Time_ns && first.Time_ns <= second.Time_ns && second.Time_ns <= after_ns);
    }

    [Fact]
    public void Bits_without_a_line_are_not_written()
    {
        using VirtualChip chip = VirtualChip.Create(ChipPath);
        Assert.Equal(LineStatus.Ok, chip.Write(ulong.MaxValue));
        Assert.Equal(LineStatus.Ok, chip.ReadBack(out ulong outputs));
        Assert.Equal(chip.WiredOutputs, outputs);
    }

    [Fact]
    public void A_reader_that_is_too_slow_is_told_what_it_lost()
    {
        using VirtualChip chip = VirtualChip.Create(ChipPath);
        using VirtualChip observer = VirtualChip.Open(ChipPath);
        for (int k = 0; k < VirtualChip.RingLength + 10; k++)
        {
            _ = chip.Write((ulong)(k % 2));
        }

        long next = 1;
        Assert.Equal(ChangeRead.Lost, observer.ReadChange(ref next, out _));
        Assert.Equal(observer.Changes - VirtualChip.RingLength + 1, next);
        int seen = 0;
        while (observer.ReadChange(ref next, out LineChange change) == ChangeRead.Change)
        {
            Assert.Equal(next - 1, change.Sequence);
            seen++;
        }

        Assert.Equal(VirtualChip.RingLength, seen);
    }

    [Fact]
    public void Inputs_fail_until_the_plant_has_driven_them_once()
    {
        using VirtualChip chip = VirtualChip.Create(ChipPath);
        using VirtualChip plant = VirtualChip.Open(ChipPath);
        Assert.Equal(LineStatus.Failed, chip.Read(out ulong inputs));
        Assert.Equal(0UL, inputs);
        Assert.Equal(0, chip.InputStamp);

        plant.DriveInputs(ulong.MaxValue);
        Assert.Equal(LineStatus.Ok, chip.Read(out inputs));
        Assert.Equal(chip.WiredInputs, inputs);
        plant.DriveInputs(3);
        Assert.Equal(LineStatus.Ok, chip.Read(out inputs));
        Assert.Equal(3UL, inputs);
        Assert.Equal(2, chip.InputStamp);
    }

    [Fact]
    public void The_plant_cannot_drive_outputs()
    {
        using VirtualChip chip = VirtualChip.Create(ChipPath);
        using VirtualChip plant = VirtualChip.Open(ChipPath);
        Assert.Equal(LineStatus.Failed, plant.Write(1));
        _ = chip.ReadBack(out ulong outputs);
        Assert.Equal(LineWords.Safe, outputs);
    }

    [Fact]
    public void A_chip_that_is_taken_away_answers_gone_to_everybody()
    {
        using VirtualChip chip = VirtualChip.Create(ChipPath);
        using VirtualChip plant = VirtualChip.Open(ChipPath);
        plant.DriveInputs(1);
        plant.Removed = true;
        Assert.Equal(LineStatus.Gone, chip.Read(out _));
        Assert.Equal(LineStatus.Gone, chip.Write(1));
        Assert.Equal(LineStatus.Gone, chip.ReadBack(out _));
        Assert.Equal(LineStatus.Gone, plant.ReadBack(out _));
        plant.Removed = false;
        Assert.Equal(LineStatus.Ok, chip.Write(1));
    }

    [Fact]
    public void Outputs_fall_back_when_the_last_holder_is_gone()
    {
        VirtualChip guard = VirtualChip.Create(ChipPath);
        using VirtualChip plant = VirtualChip.Open(ChipPath);
        VirtualChip controller = VirtualChip.Adopt(Descriptor.Duplicate(guard.OutputHandle));
        _ = controller.Write(3);
        guard.Dispose();
        Assert.True(plant.Held);
        _ = plant.ReadBack(out ulong outputs);
        Assert.Equal(3UL, outputs);

        controller.Dispose();
        Assert.False(plant.Held);
        _ = plant.ReadBack(out outputs);
        Assert.Equal(LineWords.Safe, outputs);
    }

    [Fact]
    public void Lines_that_are_held_cannot_be_had_a_second_time()
    {
        using VirtualChip chip = VirtualChip.Create(ChipPath);
        _ = chip.Write(1);
        LineException refused = Assert.Throws<LineException>(() => VirtualChip.Create(ChipPath));
        Assert.Contains("in use", refused.Message, StringComparison.Ordinal);
        Assert.Equal([ChipPath], Directory.GetFiles(_directory));
        _ = chip.ReadBack(out ulong outputs);
        Assert.Equal(1UL, outputs);
    }

    [Fact]
    public void The_file_of_a_dead_installation_is_replaced_and_never_reused()
    {
        VirtualChip dead = VirtualChip.Create(ChipPath);
        using VirtualChip oldPlant = VirtualChip.Open(ChipPath);
        oldPlant.DriveInputs(7);
        _ = dead.Write(1);
        dead.Dispose();

        using VirtualChip chip = VirtualChip.Create(ChipPath);
        Assert.Equal(LineStatus.Failed, chip.Read(out _));
        _ = chip.ReadBack(out ulong outputs);
        Assert.Equal(LineWords.Safe, outputs);
        Assert.False(oldPlant.Held);
        oldPlant.DriveInputs(9);
        Assert.Equal(0, chip.InputStamp);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(8)]
    [InlineData(300_000)]
    public void A_file_that_is_no_chip_is_refused(int size_bytes)
    {
        File.WriteAllBytes(ChipPath, new byte[size_bytes]);
        LineException refused = Assert.Throws<LineException>(() => VirtualChip.Open(ChipPath));
        Assert.Contains(size_bytes == 0 ? "no file of shared memory" : "no virtual chip", refused.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_chip_and_a_missing_directory_are_told_with_their_path()
    {
        Assert.Contains(ChipPath, Assert.Throws<LineException>(() => VirtualChip.Open(ChipPath)).Message,
            StringComparison.Ordinal);
        string nowhere = Path.Combine(_directory, "none", "virtual-chip");
        Assert.Contains(nowhere, Assert.Throws<LineException>(() => VirtualChip.Create(nowhere)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_descriptor_that_was_not_handed_over_is_told()
    {
        LineException refused = Assert.Throws<LineException>(() => VirtualChip.Adopt(1023));
        Assert.Contains("started by 'safebms guard'", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Access_to_the_lines_allocates_nothing()
    {
        using VirtualChip chip = VirtualChip.Create(ChipPath);
        using VirtualChip plant = VirtualChip.Open(ChipPath);
        long next = 1;
        Access(chip, plant, ref next, 1000);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Access(chip, plant, ref next, 100_000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void Access(VirtualChip chip, VirtualChip plant, ref long next, int times)
    {
        for (int k = 0; k < times; k++)
        {
            _ = chip.Write((ulong)(k & 0xFF));
            _ = chip.ReadBack(out _);
            _ = chip.Read(out _);
            plant.DriveInputs((ulong)k);
            _ = plant.ReadBack(out _);
            _ = plant.ReadChange(ref next, out _);
        }
    }
}
