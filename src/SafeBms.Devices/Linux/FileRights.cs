namespace SafeBms.Devices.Linux;

/// <summary>What this process may do with files and directories.</summary>
public static class FileRights
{
    /// <summary>True if this process may write a file that exists, or make files in a directory that does.</summary>
    public static bool MayWrite(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Kernel.MayWrite(path);
    }
}
