using System.Reflection;
using SafeBms.Core;
using SafeBms.Runtime.Retained;

namespace SafeBms.Runtime.Tests.Retained;

/// <summary>Every field of what the core retains is written and read, by name.</summary>
public sealed class RetainedImageTests
{
    private static readonly FieldInfo[] CoreFields = typeof(RetainedData).GetFields();

    private static RetainedImage Random(int seed)
    {
        Random random = new(seed);
        object core = default(RetainedData);
        foreach (FieldInfo field in CoreFields)
        {
            field.SetValue(core, field.FieldType == typeof(bool) ? random.Next(2) == 1 : (object)random.Next());
        }

        return new RetainedImage
        {
            Core = (RetainedData)core,
            BootHigh = (ulong)random.NextInt64(),
            BootLow = (ulong)random.NextInt64(),
            EndedInOrder = random.Next(2) == 1,
            Starts = random.NextInt64(),
            Faults = random.NextInt64(),
            ContactorCycles = random.NextInt64(),
            StateOfCharge_permille = random.Next(-1, 1001),
        };
    }

    [Fact]
    public void Every_field_that_the_core_retains_is_in_the_layout_with_its_type()
    {
        Assert.NotEmpty(CoreFields);
        IEnumerable<string> expected = CoreFields.Select(f =>
            $"core.{f.Name}:{(f.FieldType == typeof(bool) ? "bool" : f.FieldType == typeof(int) ? "int32" : "unknown")}");
        Assert.Equal(expected, RetainedImage.Layout.Where(l => l.StartsWith("core.", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_size_is_the_sum_of_the_layout()
    {
        Dictionary<string, int> sizes = new() { ["bool"] = 1, ["int32"] = 4, ["int64"] = 8, ["2*uint64"] = 16 };
        Assert.Equal(RetainedImage.Size_bytes, RetainedImage.Layout.Sum(l => sizes[l.Split(':')[1]]));
    }

    [Fact]
    public void What_is_written_is_read_again_field_by_field()
    {
        byte[] bytes = new byte[RetainedImage.Size_bytes];
        for (int seed = 0; seed < 1000; seed++)
        {
            RetainedImage image = Random(seed);
            image.Write(bytes);
            Assert.True(RetainedImage.TryRead(bytes, out RetainedImage read), $"seed {seed}");
            Assert.Equal(image, read);
        }
    }

    // A field that write and read forget together would be equal to nothing in the test above only by chance.
    [Fact]
    public void Every_field_of_the_core_changes_some_byte()
    {
        foreach (FieldInfo field in CoreFields)
        {
            byte[] before = new byte[RetainedImage.Size_bytes];
            byte[] after = new byte[RetainedImage.Size_bytes];
            RetainedImage image = RetainedImage.New();
            image.Write(before);
            object core = image.Core;
            field.SetValue(core, field.FieldType == typeof(bool) ? true : (object)0x01020304);
            image.Core = (RetainedData)core;
            image.Write(after);
            Assert.False(before.AsSpan().SequenceEqual(after), field.Name);
            Assert.True(WritePolicy.Differ(RetainedImage.New(), image), field.Name);
            Assert.True(field.FieldType != typeof(bool) || WritePolicy.IsUrgent(RetainedImage.New(), image), field.Name);
        }
    }

    [Fact]
    public void Another_specification_has_another_hash()
    {
        Assert.NotEqual(RetainedImage.HashOf("0123456789abcdef"), RetainedImage.HashOf("0123456789abcdee"));
        Assert.NotEqual(0UL, RetainedImage.SchemaHash);
    }

    [Fact]
    public void A_million_random_images_are_read_or_refused_without_an_exception()
    {
        const int Seed = 7;
        Random random = new(Seed);
        byte[] bytes = new byte[RetainedImage.Size_bytes];
        int taken = 0;
        for (int n = 0; n < 1_000_000; n++)
        {
            random.NextBytes(bytes);
            if (n % 2 == 0)
            {
                // Booleans that are some: else chance would refuse nearly all.
                RetainedImage image = Random(n & 1023);
                image.Write(bytes);
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            if (RetainedImage.TryRead(bytes.AsSpan(0, n % 64 == 1 ? random.Next(bytes.Length) : bytes.Length),
                out RetainedImage read))
            {
                taken++;
                byte[] again = new byte[RetainedImage.Size_bytes];
                read.Write(again);
                Assert.True(again.AsSpan().SequenceEqual(bytes), $"seed {Seed}, image {n}");
            }
        }

        Assert.InRange(taken, 100_000, 900_000);
    }
}
