using System.Buffers.Binary;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using SafeBms.Core;

namespace SafeBms.Runtime.Mailbox;

/// <summary>Which specification this program was built from.</summary>
internal static class Specification
{
    /// <summary>The same number as 16 hexadecimal digits.</summary>
    public static string Text => Hash.ToString("x16", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The first 64 bits of SHA-256 over names and contents of the specification's files.</summary>
    public static ulong Hash => LazyHash.Value;

    private static readonly Lazy<ulong> LazyHash = new(Compute);

    private static ulong Compute()
    {
        string files = typeof(SafetyCore).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .FirstOrDefault(a => a.Key == "SpecificationFiles")?.Value
            ?? throw new InvalidOperationException("The core was built without the sums of its specification files.");

        // The build lists files as its file system gives them; the sum must not depend on that.
        string[] sorted = [.. files.Split('|', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal)];
        byte[] sum = SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', sorted)));
        return BinaryPrimitives.ReadUInt64BigEndian(sum);
    }
}
