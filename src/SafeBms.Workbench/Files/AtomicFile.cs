using System.Text;

namespace SafeBms.Workbench.Files;

/// <summary>Writes a file so that a reader sees the old content or the new one, never a half.</summary>
public static class AtomicFile
{
    /// <summary>Writes the text as UTF-8 without a byte-order mark; creates the folder if needed.</summary>
    /// <exception cref="UnusableException">The place cannot be written to.</exception>
    public static void Write(string path, string text)
    {
        string temporary = path + ".part";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            using (FileStream stream = new(temporary, FileMode.Create, FileAccess.Write))
            {
                stream.Write(new UTF8Encoding(encoderShouldEmitUTF8Identifier: false).GetBytes(text));
                // On the disk before it gets its name: a loss of power leaves the old file, never an empty one.
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new UnusableException($"'{path}' cannot be written: {problem.Message}", problem);
        }
        finally
        {
            if (File.Exists(temporary))
            {
                File.Delete(temporary);
            }
        }
    }
}
