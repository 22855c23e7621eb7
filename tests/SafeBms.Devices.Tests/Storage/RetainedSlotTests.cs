using SafeBms.Devices.Storage;

namespace SafeBms.Devices.Tests.Storage;

/// <summary>A slot is taken only if every byte of it is as it was written.</summary>
public sealed class RetainedSlotTests
{
    private const ulong Schema = 0x1234_5678_9ABC_DEF0;
    private const int Length = 40;

    private static byte[] Slot(ulong sequence, byte fill)
    {
        byte[] slot = new byte[RetainedSlot.Size_bytes];
        byte[] payload = new byte[Length];
        payload.AsSpan().Fill(fill);
        RetainedSlot.Encode(slot, Schema, sequence, payload);
        return slot;
    }

    [Fact]
    public void A_slot_gives_back_what_was_put_in()
    {
        byte[] slot = Slot(7, 0xA5);
        Assert.Equal(SlotState.Intact, RetainedSlot.Judge(slot, Schema, Length, out ulong sequence, out ulong schema));
        Assert.Equal((7UL, Schema), (sequence, schema));
        Assert.All(RetainedSlot.Payload(slot, Length).ToArray(), b => Assert.Equal(0xA5, b));
    }

    [Fact]
    public void The_checksum_is_CRC_32C_as_published()
    {
        Assert.Equal(0xE306_9283u, RetainedSlot.Checksum("123456789"u8));
    }

    [Fact]
    public void Any_flipped_bit_of_any_byte_is_found()
    {
        byte[] slot = Slot(7, 0xA5);
        for (int bit = 0; bit < slot.Length * 8; bit++)
        {
            slot[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.NotEqual(SlotState.Intact, RetainedSlot.Judge(slot, Schema, Length, out _, out _));
            slot[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Theory]
    [InlineData(Schema + 1, Length, SlotState.WrongSchema)]
    [InlineData(Schema, Length + 1, SlotState.WrongLength)]
    public void An_intact_slot_of_another_layout_has_its_own_reason(ulong schema, int length, SlotState expected)
    {
        Assert.Equal(expected, RetainedSlot.Judge(Slot(7, 1), schema, length, out _, out _));
    }

    [Fact]
    public void Nothing_and_too_little_have_their_own_reasons()
    {
        Assert.Equal(SlotState.Empty, RetainedSlot.Judge(new byte[512], Schema, Length, out _, out _));
        Assert.Equal(SlotState.Short, RetainedSlot.Judge(Slot(7, 1).AsSpan(0, 511), Schema, Length, out _, out _));
        Assert.Equal(SlotState.WrongMagic, RetainedSlot.Judge("SAFE"u8.ToArray().Concat(new byte[508]).ToArray(), Schema, Length, out _, out _));
    }

    [Theory]
    [InlineData(2UL, 1UL, true)]
    [InlineData(1UL, 2UL, false)]
    [InlineData(1UL, 1UL, false)]
    [InlineData(0UL, ulong.MaxValue, true)]
    [InlineData(ulong.MaxValue, 0UL, false)]
    public void A_sequence_number_that_has_wrapped_is_newer(ulong one, ulong other, bool newer)
    {
        Assert.Equal(newer, RetainedSlot.IsNewer(one, other));
    }

    // Random content has a chance of 2^-96 of fitting magic and checksum; what is accepted must have been written.
    [Fact]
    public void A_million_random_slots_are_judged_without_an_exception_and_none_without_its_checksum_is_taken()
    {
        const int Seed = 20261122;
        Random random = new(Seed);
        byte[] good = Slot(7, 0x5A);
        byte[] slot = new byte[RetainedSlot.Size_bytes];
        for (int n = 0; n < 1_000_000; n++)
        {
            bool isNear = n % 2 == 0;
            if (isNear)
            {
                // Near misses: an intact slot with up to eight bytes changed.
                good.CopyTo(slot, 0);
                for (int change = random.Next(9); change > 0; change--)
                {
                    slot[random.Next(slot.Length)] = (byte)random.Next(256);
                }
            }
            else
            {
                random.NextBytes(slot);
            }

            int length = n % 16 == 1 ? random.Next(slot.Length + 1) : slot.Length;
            SlotState state = RetainedSlot.Judge(slot.AsSpan(0, length), Schema, Length, out _, out _);
            if (state == SlotState.Intact)
            {
                Assert.True(slot.AsSpan().SequenceEqual(good), $"seed {Seed}, image {n}");
            }
        }
    }
}
