using System.Buffers.Binary;
using System.Text;
using SafeBms.Devices.Can;

namespace SafeBms.Devices.Tests;

public class CanProbeTests
{
    [Fact]
    public void An_answer_of_the_kernel_is_read_to_its_end()
    {
        byte[] answer =
        [
            .. Link(772, 1, Attribute(3, "lo\0"u8)),
            .. Link(280, 1, Attribute(3, "can0\0"u8), Attribute(18, Attribute(1, "can"u8),
                Attribute(2, Attribute(1, [.. Number(250_000), .. new byte[28]]), Attribute(4, Number(3)),
                    Attribute(6, Number(100))))),
            .. Link(280, 0, Attribute(3, "vcan0\0"u8), Attribute(18, Attribute(1, "vcan"u8))),
            .. Message(3, [0, 0, 0, 0]),
        ];
        List<CanInterface> found = [];
        Assert.True(LinkMessages.Read(answer, found));
        Assert.Equal([new("can0", "can", true, "bus-off", 250_000, 100), new("vcan0", "vcan", false, "", null, null)],
            found);
        Assert.False(LinkMessages.Read(answer.AsSpan(0, answer.Length - 20), []));
    }

    [Fact]
    public void A_controller_without_a_bit_rate_says_so()
    {
        List<CanInterface> found = [];
        LinkMessages.Read(Link(280, 0, Attribute(3, "can0\0"u8), Attribute(18, Attribute(1, "can"u8),
            Attribute(2, Attribute(4, Number(4)), Attribute(6, Number(0))))), found);
        Assert.Equal(new CanInterface("can0", "can", false, "stopped", 0, 0), Assert.Single(found));
    }

    [Fact]
    public void Nothing_that_is_cut_short_or_random_is_read_beyond_its_end()
    {
        byte[] whole = Link(280, 1, Attribute(3, "can0\0"u8), Attribute(18, Attribute(1, "can"u8),
            Attribute(2, Attribute(4, Number(0)))));
        for (int length = 0; length < whole.Length; length++)
        {
            LinkMessages.Read(whole.AsSpan(0, length).ToArray(), []);
        }

        const int seed = 20_260_731;
        Random random = new(seed);
        for (int i = 0; i < 20_000; i++)
        {
            byte[] broken = (byte[])whole.Clone();
            for (int n = random.Next(1, 5); n > 0; n--)
            {
                broken[random.Next(broken.Length)] = (byte)random.Next(256);
            }

            LinkMessages.Read(broken, []);
        }
    }

    [Fact]
    public void What_is_worth_changing_is_said_with_the_command_that_does_it()
    {
        CanInterface good = new("can0", "can", true, "error-active", 250_000, 100);
        Assert.Null(good.Remark);
        Assert.Null(new CanInterface("vcan0", "vcan", true, "", null, null).Remark);
        Assert.Equal("can0 is down: ip link set can0 up type can bitrate 250000 restart-ms 100",
            (good with { IsUp = false }).Remark);
        Assert.Contains("restart-ms 100", (good with { Restart_ms = 0 }).Remark, StringComparison.Ordinal);
        Assert.Equal("can0 has left the bus (bus-off): look at wiring, terminators and bit rate (250000 bit/s)",
            (good with { State = "bus-off" }).Remark);
    }

    [Fact]
    public void The_running_kernel_answers_and_a_name_that_it_does_not_know_is_told()
    {
        Assert.DoesNotContain(CanProbe.Interfaces(), item => item.Name == "lo");
        Assert.StartsWith("There is no CAN interface safebms-none; ", CanProbe.Problem("safebms-none"),
            StringComparison.Ordinal);
    }

    private static byte[] Link(ushort hardware, uint flags, params byte[][] attributes)
    {
        byte[] info = new byte[16];
        BinaryPrimitives.WriteUInt16LittleEndian(info.AsSpan(2), hardware);
        BinaryPrimitives.WriteUInt32LittleEndian(info.AsSpan(8), flags);
        return Message(16, [.. info, .. attributes.SelectMany(bytes => bytes)]);
    }

    private static byte[] Message(ushort type, byte[] body)
    {
        byte[] message = new byte[(16 + body.Length + 3) & ~3];
        BinaryPrimitives.WriteInt32LittleEndian(message, 16 + body.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(message.AsSpan(4), type);
        body.CopyTo(message, 16);
        return message;
    }

    private static byte[] Attribute(ushort type, params byte[][] nested) =>
        Attribute(type, nested.SelectMany(bytes => bytes).ToArray().AsSpan());

    private static byte[] Attribute(ushort type, ReadOnlySpan<byte> value)
    {
        byte[] attribute = new byte[(4 + value.Length + 3) & ~3];
        BinaryPrimitives.WriteUInt16LittleEndian(attribute, (ushort)(4 + value.Length));
        BinaryPrimitives.WriteUInt16LittleEndian(attribute.AsSpan(2), type);
        value.CopyTo(attribute.AsSpan(4));
        return attribute;
    }

    private static byte[] Number(int number)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, number);
        return bytes;
    }
}
