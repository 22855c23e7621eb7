using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using SafeBms.Devices.Storage;
using SafeBms.Runtime.Files;

namespace SafeBms.Runtime.Configuration;

/// <summary>
/// The configuration that a person has looked at and accepted (P66): a copy of it with its sum, in the state
/// directory. One file, put in place whole or not at all.
/// </summary>
public sealed class AcceptedConfiguration
{
    /// <summary>Name of the copy in the state directory.</summary>
    public const string FileName = "accepted.safebms.yaml";

    private const string Head = "# accepted: CRC-32C ";
    private const string Letters = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
    private const int CodeLetters = 6;

    private AcceptedConfiguration(byte[] bytes) => Bytes = bytes;

    /// <summary>The very bytes that were accepted.</summary>
    public byte[] Bytes { get; }

    /// <summary>Their sum.</summary>
    public uint Sum => SumOf(Bytes);

    /// <summary>CRC-32C of a configuration.</summary>
    public static uint SumOf(ReadOnlySpan<byte> bytes) => RetainedSlot.Checksum(bytes);

    /// <summary>A sum as it is shown.</summary>
    public static string Text(uint sum) => sum.ToString("X8", CultureInfo.InvariantCulture);

    /// <summary>
    /// Whether an installation may be started with these bytes: with real lines only if they are the accepted ones.
    /// </summary>
    /// <param name="installation">The installation that they were read as.</param>
    /// <param name="bytes">Content of the file.</param>
    /// <param name="name">Name of the file, for the message.</param>
    /// <returns>Null, or why not, with both sums and what to do.</returns>
    public static string? Check(Installation installation, ReadOnlySpan<byte> bytes, string name)
    {
        ArgumentNullException.ThrowIfNull(installation);
        if (installation.Profile == Profile.Simulated)
        {
            return null;
        }

        AcceptedConfiguration? accepted = Read(installation.StateDirectory, out string why);
        if (accepted is not null && bytes.SequenceEqual(accepted.Bytes))
        {
            return null;
        }

        string known = accepted is null ? why : $"accepted is {Text(accepted.Sum)}";
        return $"{name} has CRC-32C {Text(SumOf(bytes))}, but {known}. A controller with real lines starts only with "
            + $"the accepted configuration: look at the differences with 'safebms config accept {name}', which also "
            + "says how to accept them.";
    }

    /// <summary>Reads the accepted configuration; null if there is none that is intact, and why.</summary>
    public static AcceptedConfiguration? Read(string stateDirectory, out string why)
    {
        string path = Path.Combine(stateDirectory, FileName);
        byte[] all;
        try
        {
            if (!File.Exists(path))
            {
                why = $"none was accepted yet (there is no {path})";
                return null;
            }

            all = ConfigurationFile.ReadBytes(path);
        }
        catch (Commands.UsageException problem)
        {
            why = "the accepted one cannot be read: " + problem.Message;
            return null;
        }

        int end = Array.IndexOf(all, (byte)'\n');
        byte[] bytes = all[(end + 1)..];
        if (end < 0 || !all.AsSpan(0, end).SequenceEqual(Encoding.ASCII.GetBytes(HeadOf(bytes))))
        {
            why = $"the copy of the accepted one in {path} is damaged";
            return null;
        }

        why = "";
        return new AcceptedConfiguration(bytes);
    }

    /// <summary>Makes these bytes the accepted ones.</summary>
    /// <exception cref="IOException">The state directory cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The state directory may not be written.</exception>
    public static void Write(string stateDirectory, ReadOnlySpan<byte> bytes)
    {
        Directory.CreateDirectory(stateDirectory);
        using AtomicFile file = new(Path.Combine(stateDirectory, FileName));
        file.Stream.Write(Encoding.ASCII.GetBytes(HeadOf(bytes) + "\n"));
        file.Stream.Write(bytes);
        file.Commit();
    }

    /// <summary>
    /// The short code that the second step repeats. It belongs to the new content and to what is accepted now, so it
    /// confirms exactly the differences that were shown.
    /// </summary>
    public static string CodeFor(ReadOnlySpan<byte> bytes, AcceptedConfiguration? present)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(SHA256.HashData(present is null ? [] : present.Bytes));
        hash.AppendData(bytes);
        byte[] sum = hash.GetHashAndReset();
        return string.Create(CodeLetters, sum, (letters, from) =>
        {
            for (int i = 0; i < letters.Length; i++)
            {
                letters[i] = Letters[from[i] % Letters.Length];
            }
        });
    }

    private static string HeadOf(ReadOnlySpan<byte> bytes) => string.Create(CultureInfo.InvariantCulture,
        $"{Head}{Text(SumOf(bytes))} of the {bytes.Length} bytes below; written by 'safebms config accept'");
}
