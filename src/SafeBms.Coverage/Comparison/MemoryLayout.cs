using System.Buffers.Binary;
using System.Reflection;
using System.Runtime.InteropServices;

namespace SafeBms.Coverage.Comparison;

/// <summary>Where the fields of a generated <c>Memory</c> lie in its bytes, found by setting each of them.</summary>
internal sealed class MemoryLayout
{
    private static readonly MethodInfo Copying = typeof(MemoryLayout).GetMethod(
        nameof(BytesOf), BindingFlags.Static | BindingFlags.NonPublic)!;

    private readonly Dictionary<string, Field> places = new(StringComparer.Ordinal);

    public MemoryLayout(Type memory)
    {
        MethodInfo copy = Copying.MakeGenericMethod(memory);
        foreach (FieldInfo field in memory.GetFields(
            BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
        {
            if (AllOnes(field.FieldType) is { } ones)
            {
                Add(field.Name, field, ones);
            }

            // OptionalInt and the like.
            foreach (PropertyInfo part in field.FieldType.IsEnum || field.FieldType.IsPrimitive
                ? [] : field.FieldType.GetProperties().Where(part => part.CanWrite))
            {
                object optional = Activator.CreateInstance(field.FieldType)!;
                part.SetValue(optional, AllOnes(part.PropertyType));
                Add($"{field.Name}.{part.Name}", field, optional);
            }
        }

        void Add(string name, FieldInfo field, object ones)
        {
            object value = Activator.CreateInstance(memory)!;
            field.SetValue(value, ones);
            byte[] bytes = (byte[])copy.Invoke(null, [value])!;
            int first = Array.FindIndex(bytes, one => one != 0);
            places.Add(name, new Field(first, Array.FindLastIndex(bytes, one => one != 0) - first + 1));
        }
    }

    /// <summary>A field by its name; the parts of an optional value as <c>Name.Value</c> and
    /// <c>Name.IsValid</c>.</summary>
    public Field Find(string name) => places.TryGetValue(name, out Field place)
        ? place
        : throw new NotSupportedException($"the generated memory has no plain field '{name}'");

    /// <summary>The number in a field; a bool as 0 or 1.</summary>
    public static long Read(ReadOnlySpan<byte> memory, Field field)
    {
        (int offset, int size) = field;
        ReadOnlySpan<byte> bytes = memory.Slice(offset, size);
        return size switch
        {
            1 => bytes[0],
            2 => BinaryPrimitives.ReadInt16LittleEndian(bytes),
            4 => BinaryPrimitives.ReadInt32LittleEndian(bytes),
            _ => BinaryPrimitives.ReadInt64LittleEndian(bytes),
        };
    }

    /// <summary>Sets a field.</summary>
    public static void Write(Span<byte> memory, Field field, long value)
    {
        (int offset, int size) = field;
        Span<byte> bytes = memory.Slice(offset, size);
        switch (size)
        {
            case 1:
                bytes[0] = (byte)value;
                break;
            case 2:
                BinaryPrimitives.WriteInt16LittleEndian(bytes, (short)value);
                break;
            case 4:
                BinaryPrimitives.WriteInt32LittleEndian(bytes, (int)value);
                break;
            default:
                BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
                break;
        }
    }

    /// <summary>Where a field lies.</summary>
    /// <param name="Offset">First byte.</param>
    /// <param name="Size">Number of bytes.</param>
    internal readonly record struct Field(int Offset, int Size);

    // Null: not a number, which no machine needs as something to begin with.
    private static object? AllOnes(Type type) => type switch
    {
        _ when type == typeof(bool) => true,
        _ when type.IsEnum => Enum.ToObject(type, Type.GetTypeCode(type) == TypeCode.Byte ? byte.MaxValue : -1),
        _ when type == typeof(byte) => byte.MaxValue,
        _ when type == typeof(short) => (short)-1,
        _ when type == typeof(int) => -1,
        _ when type == typeof(long) => -1L,
        _ => null,
    };

    private static byte[] BytesOf<T>(object value)
        where T : struct
    {
        T unboxed = (T)value;
        return MemoryMarshal.AsBytes(MemoryMarshal.CreateReadOnlySpan(ref unboxed, 1)).ToArray();
    }
}
