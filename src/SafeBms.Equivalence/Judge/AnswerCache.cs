using System.Security.Cryptography;
using System.Text;

namespace SafeBms.Equivalence.Judge;

/// <summary>
/// Questions that have been answered as hoped ("no value makes it fail"), by the hash of their text. Only that answer
/// is kept; whatever else was answered is asked again.
/// </summary>
internal sealed class AnswerCache(string folder)
{
    private const string Shown = "shown";

    /// <summary>Key of a question.</summary>
    public static string Key(string solverVersion, string script) => Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes(solverVersion + "\n" + script)));

    /// <summary>Whether this question has been answered before.</summary>
    public bool IsShown(string key)
    {
        string path = PathOf(key);
        return File.Exists(path) && File.ReadAllText(path) == Shown + " " + key;
    }

    /// <summary>Keeps the answer; a half-written file is never seen under its name.</summary>
    public void Keep(string key)
    {
        if (IsShown(key))
        {
            return;
        }

        Directory.CreateDirectory(folder);
        string temporary = Path.Combine(folder, $"{key}.{Environment.ProcessId}.part");
        // Not forced to the disk: a file that is not whole does not hold its key, and is asked again.
        File.WriteAllText(temporary, Shown + " " + key);
        File.Move(temporary, PathOf(key), overwrite: true);
    }

    private string PathOf(string key) => Path.Combine(folder, key);
}
