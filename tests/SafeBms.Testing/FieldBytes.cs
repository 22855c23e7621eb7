using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SafeBms.Testing;

/// <summary>
/// Compares structs byte by byte without the padding between fields, which the run time may leave as it was.
/// </summary>
public static class FieldBytes<T>
    where T : struct
{
    private static readonly bool[] IsField = Find();

    /// <summary>The first byte of a field that differs, or -1.</summary>
    public static int FirstDifference(in T left, in T right)
    {
        ReadOnlySpan<byte> a = MemoryMarshal.AsBytes(MemoryMarshal.CreateReadOnlySpan(in left, 1));
        ReadOnlySpan<byte> b = MemoryMarshal.AsBytes(MemoryMarshal.CreateReadOnlySpan(in right, 1));
        for (int i = a.CommonPrefixLength(b); i < a.Length; i++)
        {
            if (a[i] != b[i] && IsField[i])
            {
                return i;
            }
        }

        return -1;
    }

    private static bool[] Find()
    {
        bool[] marks = new bool[Unsafe.SizeOf<T>()];
        Mark(typeof(T), 0, marks);
        return marks;
    }

    private static void Mark(Type type, long at, bool[] marks)
    {
        FieldInfo[] fields =
            type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic);
        if (type.IsPrimitive || type.IsEnum)
        {
            marks.AsSpan((int)at, Size(type)).Fill(true);
        }
        else if (type.GetCustomAttribute<InlineArrayAttribute>() is { } array)
        {
            for (int i = 0; i < array.Length; i++)
            {
                Mark(fields[0].FieldType, at + ((long)i * Size(fields[0].FieldType)), marks);
            }
        }
        else
        {
            foreach (FieldInfo field in fields)
            {
                Mark(field.FieldType, at + Offset(field), marks);
            }
        }
    }

    private static int Size(Type type) =>
        (int)typeof(Unsafe).GetMethod(nameof(Unsafe.SizeOf))!.MakeGenericMethod(type).Invoke(null, null)!;

    private static long Offset(FieldInfo field)
    {
        DynamicMethod method = new("offset", typeof(long), [typeof(IntPtr)], typeof(T).Module, true);
        ILGenerator code = method.GetILGenerator();
        code.Emit(OpCodes.Ldarg_0);
        code.Emit(OpCodes.Ldflda, field);
        code.Emit(OpCodes.Conv_I8);
        code.Emit(OpCodes.Ret);
        IntPtr memory = Marshal.AllocHGlobal(Unsafe.SizeOf<T>());
        try
        {
            return (long)method.Invoke(null, [memory])! - (long)memory;
        }
        finally
        {
            Marshal.FreeHGlobal(memory);
        }
    }
}
