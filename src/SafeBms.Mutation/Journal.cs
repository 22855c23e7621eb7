using System.Security.Cryptography;
using System.Text;
using SafeBms.Mutation.Nets;
using SafeBms.Specification;

namespace SafeBms.Mutation;

/// <summary>Results as they come, one line each, so that a run that was killed goes on where it was. The first line
/// is the key: results of another specification or other plays are not taken over.</summary>
public sealed class Journal : IDisposable
{
    private readonly StreamWriter writer;

    private Journal(StreamWriter writer, Dictionary<string, MutantResult> results)
    {
        this.writer = writer;
        Results = results;
    }

    /// <summary>Results by mutant, those of earlier runs included.</summary>
    public Dictionary<string, MutantResult> Results { get; }

    /// <summary>Opens or begins a journal.</summary>
    /// <param name="path">The file.</param>
    /// <param name="key">What the results depend on, see <see cref="Key"/>.</param>
    /// <exception cref="IOException">It cannot be read or written.</exception>
    public static Journal Open(string path, string key)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        string[] lines = File.Exists(path) ? File.ReadAllLines(path) : [];
        bool isSame = lines.Length > 0 && lines[0] == key;
        Dictionary<string, MutantResult> results = new(StringComparer.Ordinal);
        foreach (string line in isSame ? lines.Skip(1) : [])
        {
            if (MutantResult.FromLine(line) is { } result)
            {
                results[result.Id] = result;
            }
        }

        // Written anew: a half line at the end would spoil the next one.
        StreamWriter writer = new(path, append: false, new UTF8Encoding(false)) { NewLine = "\n", AutoFlush = true };
        writer.WriteLine(key);
        foreach (MutantResult result in results.Values)
        {
            writer.WriteLine(result.ToLine());
        }

        return new Journal(writer, results);
    }

    /// <summary>Keeps a result.</summary>
    public void Add(MutantResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        Results[result.Id] = result;
        writer.WriteLine(result.ToLine());
    }

    /// <summary>Hash over the specification and the plays. Further nets are not part of it: what they have not said
    /// yet is asked later.</summary>
    public static string Key(MutationRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (SpecificationFile file in request.Files.OrderBy(file => file.Path, StringComparer.Ordinal))
        {
            Add(hash, file.Path, file.Content);
        }

        foreach (Play play in request.Plays.OrderBy(play => play.Id, StringComparer.Ordinal))
        {
            Add(hash, $"{play.Id} {play.Duration_ms}", play.Yaml);
        }

        Add(hash, request.Scans.ToString(System.Globalization.CultureInfo.InvariantCulture), []);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Add(IncrementalHash hash, string name, byte[] content)
    {
        hash.AppendData(Encoding.UTF8.GetBytes($"{name}\n{content.Length}\n"));
        hash.AppendData(content);
    }

    /// <inheritdoc/>
    public void Dispose() => writer.Dispose();
}
