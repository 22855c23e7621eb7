using SafeBms.Core;
using SafeBms.Devices.Storage;
using SafeBms.Runtime.Retained;

namespace SafeBms.Runtime.Tests.Retained;

/// <summary>The writer keeps what the scan leaves, in time, bounded, and without ever being waited for.</summary>
public sealed class RetainedWriterTests : IDisposable
{
    private static readonly BootId Boot = new(1, 2);

    private readonly string _folder = Directory.CreateTempSubdirectory("safebms").FullName;
    private long _now_ms;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private RetainedWriter Open(BootId? boot = null) =>
        RetainedWriter.OpenStepped(_folder, boot ?? Boot, () => _now_ms);

    private void Step(RetainedWriter writer, long elapsed_ms = 10)
    {
        _now_ms += elapsed_ms;
        writer.Step(_now_ms);
    }

    private RetainedImage OnDisk()
    {
        byte[] payload = new byte[RetainedImage.Size_bytes];
        using RetainedStore store = new(_folder, RetainedImage.SchemaHash, RetainedImage.Size_bytes);
        Assert.True(store.TryInspect(payload));
        Assert.True(RetainedImage.TryRead(payload, out RetainedImage image));
        return image;
    }

    [Fact]
    public void The_first_start_finds_nothing_and_writes_nothing_before_the_core_has_said_what_holds()
    {
        using RetainedWriter writer = Open();
        Assert.False(writer.Start.IsValid);
        Assert.False(writer.Start.EndedByFault);
        Assert.Contains("Nothing closes before an acknowledgement", writer.Start.Reason, StringComparison.Ordinal);
        Step(writer);
        Assert.False(writer.End(inOrder: false));
        Assert.Equal(0, writer.Writes);
    }

    [Fact]
    public void Lost_data_stay_lost_if_the_controller_ends_before_its_first_scan()
    {
        using (RetainedWriter writer = Open())
        {
            writer.End(inOrder: true);
        }

        using RetainedWriter next = Open();
        Assert.False(next.Start.IsValid);
    }

    [Fact]
    public void A_latch_is_on_the_disk_with_the_next_look()
    {
        using RetainedWriter writer = Open();
        writer.Offer(default, false);
        Step(writer);
        Assert.Equal(1, writer.Writes);
        writer.Offer(new RetainedData { WeldWatchWelded = true }, false);
        Step(writer);
        Assert.Equal(2, writer.Writes);
        RetainedImage image = OnDisk();
        Assert.True(image.Core.WeldWatchWelded);
        Assert.Equal((1L, 1L, false), (image.Starts, image.Faults, image.EndedInOrder));
    }

    [Fact]
    public void What_only_counts_is_written_every_10_s_and_nothing_while_nothing_changes()
    {
        using RetainedWriter writer = Open();
        writer.Offer(default, false);
        Step(writer);
        for (int n = 1; n <= 60_000; n += 10)
        {
            writer.Offer(new RetainedData { PeakAllowanceUsed_ms = n }, false);
            Step(writer);
        }

        Assert.InRange(writer.Writes, 6, 7);
        long writes = writer.Writes;
        Step(writer, 10_000);
        for (int n = 0; n < 6000; n++)
        {
            writer.Offer(new RetainedData { PeakAllowanceUsed_ms = 59_991 }, false);
            Step(writer);
        }

        Assert.InRange(writer.Writes, writes, writes + 1);
    }

    [Fact]
    public void Closings_of_the_contactor_are_counted_and_the_state_of_charge_is_remembered()
    {
        using (RetainedWriter writer = Open())
        {
            writer.OfferStateOfCharge(734);
            foreach (bool closed in new[] { false, true, true, false, true })
            {
                writer.Offer(default, closed);
                Step(writer);
            }

            Assert.True(writer.End(inOrder: true));
        }

        RetainedImage image = OnDisk();
        Assert.Equal((2L, 734, true), (image.ContactorCycles, image.StateOfCharge_permille, image.EndedInOrder));
    }

    [Theory]
    [InlineData(true, true, false)]
    [InlineData(true, false, false)]
    [InlineData(false, true, true)]
    [InlineData(false, false, false)]
    public void A_run_that_died_in_the_same_boot_ended_by_a_fault_and_a_loss_of_power_is_none(
        bool inOrder, bool sameBoot, bool byFault)
    {
        using (RetainedWriter writer = Open())
        {
            writer.Offer(new RetainedData { ClosingBudgetSpent = 3 }, true);
            Step(writer);
            if (inOrder)
            {
                Assert.True(writer.End(inOrder: true));
            }
        }

        using RetainedWriter next = Open(sameBoot ? Boot : new BootId(3, 4));
        Assert.True(next.Start.IsValid);
        Assert.Equal(byFault, next.Start.EndedByFault);
        Assert.Equal(3, next.Start.Image.Core.ClosingBudgetSpent);
        next.Offer(next.Start.Image.Core, false);
        Step(next);
        Assert.Equal(2, OnDisk().Starts);
    }

    [Fact]
    public void A_full_disk_is_counted_and_tried_again_with_growing_pauses()
    {
        File.CreateSymbolicLink(Path.Combine(_folder, "retained.a"), "/dev/full");
        using RetainedWriter writer = Open();
        writer.Offer(default, false);
        List<long> attempts = [];
        for (int n = 0; n < 20_000; n++)
        {
            long before = writer.Failures;
            Step(writer);
            if (writer.Failures > before)
            {
                attempts.Add(_now_ms);
            }
        }

        Assert.Equal(28, writer.LastError);
        Assert.Equal([1000L, 2000, 4000, 8000, 16_000, 32_000, 60_000],
            attempts.Zip(attempts.Skip(1), (a, b) => b - a).Take(7));
        File.Delete(Path.Combine(_folder, "retained.a"));
        Step(writer, 60_000);
        Assert.Equal((1L, 0), (writer.Writes, writer.LastError));
        Assert.Equal(1, OnDisk().Starts);
    }

    [Fact]
    public void Even_a_core_that_changes_its_latches_all_day_does_not_wear_out_the_disk()
    {
        WritePolicy policy = new(0);
        RetainedImage written = RetainedImage.New();
        RetainedImage present = RetainedImage.New();
        present.Starts = 1;
        int writes = 0;
        for (long now_ms = 0; now_ms < 86_400_000; now_ms += 10)
        {
            if (policy.IsDue(written, present, now_ms))
            {
                policy.Written(now_ms);
                writes++;
            }
        }

        Assert.InRange(writes, WritePolicy.WritesPerDay_max - 2, WritePolicy.WritesPerDay_max);
    }

    [Fact]
    public void The_hand_over_allocates_nothing_and_so_does_the_writing()
    {
        using RetainedWriter writer = Open();
        RetainedData data = default;
        writer.Offer(data, false);
        Step(writer);
        data.WeldWatchWelded = true;
        writer.Offer(data, true);
        Step(writer);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int n = 0; n < 10_000; n++)
        {
            data.ClosingBudgetSpent = n % 10;
            writer.Offer(data, n % 2 == 0);
            Step(writer);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(writer.Writes > 10);
    }

    [Fact]
    public void The_thread_writes_by_itself_and_the_end_waits_for_the_disk()
    {
        using (RetainedWriter writer = RetainedWriter.Open(Path.Combine(_folder, "made")))
        {
            writer.Offer(new RetainedData { TripLatchTripped = true }, false);
            Assert.True(SpinWait.SpinUntil(() => writer.Writes > 0, TimeSpan.FromMinutes(2)));
            writer.Offer(new RetainedData { TripLatchTripped = true, WeldWatchWelded = true }, false);
            Assert.True(writer.End(inOrder: true));
        }

        using RetainedWriter next = RetainedWriter.Open(Path.Combine(_folder, "made"));
        Assert.True(next.Start.IsValid);
        Assert.True(next.Start.Image.EndedInOrder && next.Start.Image.Core.WeldWatchWelded);
        Assert.False(next.Start.EndedByFault);
        Assert.Equal(1, next.Writes);
    }

    private struct Pair
    {
        public long One;
        public long Other;
    }

    [Fact]
    public void A_value_that_is_handed_over_is_never_torn_and_never_goes_back()
    {
        const long Count = 2_000_000;
        LatestValue<Pair> mailbox = new();
        Thread writer = new(() =>
        {
            for (long n = 1; n <= Count; n++)
            {
                mailbox.Put(new Pair { One = n, Other = ~n });
            }
        });
        writer.Start();
        Pair pair = default;
        long last = 0;
        while (last < Count)
        {
            if (mailbox.TryTake(ref pair))
            {
                Assert.True(pair.Other == ~pair.One && pair.One > last, $"{pair.One} after {last}");
                last = pair.One;
            }
        }

        writer.Join();
        Assert.False(mailbox.TryTake(ref pair));
    }
}
