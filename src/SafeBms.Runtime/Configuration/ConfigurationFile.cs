using SafeBms.Runtime.Commands;

namespace SafeBms.Runtime.Configuration;

/// <summary>A configuration as it was found: the installation and the very bytes that it was read from.</summary>
/// <param name="Name">Path of the file, or "built-in" for the simulated default.</param>
/// <param name="Bytes">Its content.</param>
/// <param name="Installation">What it says.</param>
/// <param name="Warnings">What the installer should know.</param>
public sealed record LoadedConfiguration(
    string Name, byte[] Bytes, Installation Installation, IReadOnlyList<Finding> Warnings);

/// <summary>Loads configuration files for the processes of an installation.</summary>
internal static class ConfigurationFile
{
    /// <summary>Name of the built-in configuration in messages.</summary>
    public const string BuiltInName = "built-in";

    private const long MaxBytes = 1024 * 1024;

    /// <summary>Loads a file, or the built-in simulated configuration if none is named.</summary>
    /// <exception cref="UsageException">It cannot be read or has errors; the message names them all.</exception>
    public static LoadedConfiguration Load(string? path)
    {
        string name = path ?? BuiltInName;
        byte[] bytes = path is null ? System.Text.Encoding.UTF8.GetBytes(BuiltIn.Text()) : ReadBytes(path);
        ConfigurationResult result = ConfigurationReader.Read(bytes);
        return result.Installation is { } installation
            ? new LoadedConfiguration(name, bytes, installation, result.Findings)
            : throw new UsageException(Describe(name, result));
    }

    /// <summary>Reads the bytes of a file that may be anything.</summary>
    /// <exception cref="UsageException">It cannot be read.</exception>
    public static byte[] ReadBytes(string path)
    {
        try
        {
            // A device or a pipe never ends; a configuration does.
            using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            byte[] buffer = new byte[MaxBytes + 1];
            int length = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            return length <= MaxBytes
                ? buffer[..length]
                : throw new UsageException($"{path} is larger than {MaxBytes} bytes; that is no configuration file.");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new UsageException($"{path} cannot be read: {problem.Message}");
        }
    }

    /// <summary>Every finding in lines, errors first named in the head.</summary>
    public static string Describe(string name, ConfigurationResult result)
    {
        int errors = result.Errors.Count();
        string head = $"{name} has {errors} error{(errors == 1 ? "" : "s")}; nothing was started or changed.";
        return string.Join(Environment.NewLine, [head, .. result.Findings.Select(f => f.Format(name))]);
    }
}
