using SafeBms.Devices.Storage;

namespace SafeBms.Devices.Tests.Storage;

/// <summary>Retained data survive a loss of power at any byte of a write (P65, F50, F51, F56).</summary>
public sealed class RetainedStoreTests : IDisposable
{
    private const ulong Schema = 42;
    private const int Length = 48;
    private const int NoSpace = 28;

    private readonly string _folder = Directory.CreateTempSubdirectory("safebms").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string A => Path.Combine(_folder, "retained.a");

    private string B => Path.Combine(_folder, "retained.b");

    private RetainedStore Store(ulong schema = Schema) => new(_folder, schema, Length);

    private static byte[] Content(byte fill)
    {
        byte[] content = new byte[Length];
        content.AsSpan().Fill(fill);
        return content;
    }

    private void Write(params byte[] fills)
    {
        using RetainedStore store = Store();
        foreach (byte fill in fills)
        {
            Assert.Equal(0, store.Write(Content(fill)));
        }
    }

    // The fill of what is found, or null; fails if it is a mixture.
    private byte? Read()
    {
        byte[] content = new byte[Length];
        using RetainedStore store = Store();
        if (!store.TryRead(content, out int error))
        {
            Assert.All(content, b => Assert.Equal(0, b));
            return null;
        }

        Assert.Equal(0, error);
        Assert.All(content, b => Assert.Equal(content[0], b));
        return content[0];
    }

    [Fact]
    public void The_newest_content_is_found_again_and_the_slots_take_turns()
    {
        Assert.Null(Read());
        for (byte fill = 1; fill < 6; fill++)
        {
            Write(fill);
            Assert.Equal(fill, Read());
        }

        using RetainedStore store = Store();
        Assert.True(store.TryInspect(new byte[Length]));
        Assert.Equal([5UL, 4UL], store.Reports.Select(r => r.Sequence));
    }

    // What a disk may have of a write when the power goes: its beginning, its end, or any of its parts of 8 bytes.
    private static IEnumerable<byte[]> Torn(byte[] before, byte[] after, int seed)
    {
        for (int n = 0; n <= after.Length; n++)
        {
            yield return [.. after[..n], .. before[n..]];
            yield return [.. before[..n], .. after[n..]];
            yield return after[..n];
        }

        Random random = new(seed);
        for (int n = 0; n < 500; n++)
        {
            byte[] mixed = (byte[])before.Clone();
            for (int part = 0; part < mixed.Length; part += 8)
            {
                if (random.Next(2) == 0)
                {
                    after.AsSpan(part, 8).CopyTo(mixed.AsSpan(part));
                }
            }

            yield return mixed;
        }
    }

    [Fact]
    [Requirement("REQ-S-RUN-09")]
    public void Power_lost_at_any_byte_of_a_write_leaves_the_old_or_the_new_content_and_never_a_mixture()
    {
        Write(1, 2, 3);
        byte[] beforeA = File.ReadAllBytes(A);
        byte[] beforeB = File.ReadAllBytes(B);
        Write(4);
        byte[] afterB = File.ReadAllBytes(B);
        Assert.Equal(beforeA, File.ReadAllBytes(A));
        int old = 0;
        int present = 0;
        foreach (byte[] torn in Torn(beforeB, afterB, seed: 1))
        {
            File.WriteAllBytes(B, torn);
            byte found = Read() ?? 0;
            Assert.True(found == 4 ? torn.SequenceEqual(afterB) : found == 3, $"found {found}");
            old += found == 3 ? 1 : 0;
            present += found == 4 ? 1 : 0;

            // And the controller that comes up then can go on writing, again without touching the good slot.
            Write(9);
            Assert.Equal((byte)9, Read());
            File.WriteAllBytes(A, beforeA);
        }

        Assert.True(old > 1000 && present > 0, $"{old} old, {present} new");
    }

    [Fact]
    public void The_very_first_write_may_be_torn_and_then_nothing_is_valid()
    {
        Write(1);
        byte[] after = File.ReadAllBytes(A);
        foreach (byte[] torn in Torn(new byte[after.Length], after, seed: 2))
        {
            File.WriteAllBytes(A, torn);
            byte? found = Read();
            Assert.True(found is null || (found == 1 && torn.SequenceEqual(after)));
        }
    }

    [Fact]
    public void Every_flipped_byte_in_the_newest_slot_gives_the_older_one()
    {
        Write(1, 2);
        byte[] good = File.ReadAllBytes(B);
        for (int n = 0; n < good.Length; n++)
        {
            byte[] flipped = (byte[])good.Clone();
            flipped[n] ^= 0xFF;
            File.WriteAllBytes(B, flipped);
            Assert.Equal((byte)1, Read());
        }
    }

    [Fact]
    public void Both_slots_damaged_are_not_valid_and_each_says_why()
    {
        Write(1, 2);
        byte[] bytes = File.ReadAllBytes(A);
        bytes[100] ^= 1;
        File.WriteAllBytes(A, bytes);
        File.WriteAllText(B, "something else");
        using RetainedStore store = Store();
        Assert.False(store.TryRead(new byte[Length], out int error));
        Assert.Equal(0, error);
        Assert.Equal([SlotState.WrongChecksum, SlotState.Short], store.Reports.Select(r => r.State));
    }

    [Fact]
    public void Data_of_another_layout_are_not_valid_and_say_so()
    {
        Write(1, 2);
        using (RetainedStore other = Store(Schema + 1))
        {
            Assert.False(other.TryRead(new byte[Length], out _));
            Assert.All(other.Reports, r => Assert.Equal((SlotState.WrongSchema, Schema), (r.State, r.SchemaHash)));
            Assert.Equal(0, other.Write(Content(7)));
            Assert.Equal(0, other.Write(Content(8)));
            Assert.True(other.TryRead(new byte[Length], out _));
        }

        Assert.Null(Read());
    }

    [Fact]
    public void The_sequence_number_may_wrap()
    {
        byte[] slot = new byte[RetainedSlot.Size_bytes];
        RetainedSlot.Encode(slot, Schema, ulong.MaxValue - 1, Content(1));
        File.WriteAllBytes(A, slot);
        for (byte fill = 2; fill < 7; fill++)
        {
            Write(fill);
            Assert.Equal(fill, Read());
        }
    }

    [Fact]
    public void A_full_disk_is_an_error_number_and_the_good_slot_stays()
    {
        Write(1, 2);
        File.Delete(A);
        File.CreateSymbolicLink(A, "/dev/full");
        using RetainedStore store = Store();
        byte[] content = new byte[Length];
        Assert.True(store.TryRead(content, out _));
        for (int attempt = 0; attempt < 3; attempt++)
        {
            Assert.Equal(NoSpace, store.Write(Content(3)));
        }

        // There is room again: the same slot takes it.
        File.Delete(A);
        Assert.Equal(0, store.Write(Content(4)));
        Assert.True(store.TryRead(content, out _));
        Assert.Equal(4, content[0]);
        Assert.Equal([SlotState.Intact, SlotState.Intact], store.Reports.Select(r => r.State));
    }

    [Fact]
    public void A_directory_that_does_not_exist_is_an_error_number_until_it_does()
    {
        string late = Path.Combine(_folder, "late");
        using RetainedStore store = new(late, Schema, Length);
        Assert.False(store.TryRead(new byte[Length], out int error));
        Assert.Equal(2, error);
        Assert.All(store.Reports, r => Assert.Equal(SlotState.Missing, r.State));
        Assert.Equal(2, store.Write(Content(1)));
        Directory.CreateDirectory(late);
        Assert.Equal(0, store.Write(Content(1)));
    }

    [Fact]
    public void Two_owners_exclude_each_other_and_a_look_from_outside_needs_no_ownership()
    {
        using RetainedStore first = Store();
        Assert.Equal(0, first.Write(Content(1)));
        using RetainedStore second = Store();
        Assert.False(second.TryRead(new byte[Length], out int error));
        Assert.Equal(RetainedStore.InUse, error);
        Assert.Equal(RetainedStore.InUse, second.Write(Content(2)));
        Assert.Equal(RetainedStore.InUse, second.Clear());
        Assert.True(second.TryInspect(new byte[Length]));
        Assert.Equal(0, first.Write(Content(3)));
    }

    [Fact]
    public void Cleared_slots_are_empty()
    {
        Write(1, 2);
        using (RetainedStore store = Store())
        {
            Assert.Equal(0, store.Clear());
        }

        Assert.Null(Read());
        Assert.All(File.ReadAllBytes(A), b => Assert.Equal(0, b));
        Write(5);
        Assert.Equal((byte)5, Read());
    }

    [Fact]
    public void Writing_allocates_nothing()
    {
        using RetainedStore store = Store();
        byte[] content = Content(1);
        store.Write(content);
        store.Write(content);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int n = 0; n < 100; n++)
        {
            store.Write(content);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
