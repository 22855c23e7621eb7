using System.Globalization;
using System.Text;

namespace SafeBms.Campaign;

/// <summary>Files of results: whole ones, and journals that may have been cut off.</summary>
internal static class ResultFile
{
    public const string Suffix = ".results.jsonl";
    public const string JournalSuffix = ".journal";

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>A text as a file: the old one or the new one, never a half.</summary>
    public static void Write(string path, string text)
    {
        string temporary = path + ".part";
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        using (FileStream stream = new(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            stream.Write(Utf8.GetBytes(text));
            stream.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
    }

    /// <summary>Header and results, sorted, as a whole file.</summary>
    public static string Text(RunHeader header, IEnumerable<CaseResult> results)
    {
        StringBuilder text = new();
        text.Append(header.ToLine()).Append('\n');
        foreach (CaseResult result in results.OrderBy(r => r.Index))
        {
            text.Append(ResultLine.Write(result)).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>Reads a whole file: every line must be good.</summary>
    /// <exception cref="CampaignException">It is damaged, with its line.</exception>
    public static (RunHeader Header, IReadOnlyList<CaseResult> Results) Read(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        (RunHeader? header, List<CaseResult> results, int good_bytes) = ReadGood(bytes);
        return header is not null && good_bytes == bytes.Length
            ? (header, results)
            : throw new CampaignException(
                $"{path}:{results.Count + (header is null ? 1 : 2)}: this line is damaged or cut off; "
                + "delete the file and run its shard again");
    }

    /// <summary>
    /// Reads what is good at the beginning of a file, and how many bytes that is. What follows the first bad line is
    /// not looked at.
    /// </summary>
    public static (RunHeader? Header, List<CaseResult> Results, int Good_bytes) ReadGood(byte[] bytes)
    {
        List<CaseResult> results = [];
        RunHeader? header = null;
        int begin = 0;
        while (begin < bytes.Length)
        {
            int length = bytes.AsSpan(begin).IndexOf((byte)'\n');
            if (length < 0)
            {
                break;
            }

            string line = Utf8.GetString(bytes, begin, length);
            CaseResult? result = header is null ? null : ResultLine.Parse(line);
            header ??= RunHeader.Parse(line);
            if (header is null || (begin > 0 && result is null))
            {
                break;
            }

            if (result is not null)
            {
                results.Add(result);
            }

            begin += length + 1;
        }

        return (header, results, begin);
    }

    /// <summary>True if more than one line follows the good part: then it was not cut off but damaged.</summary>
    public static bool IsDamagedBehind(byte[] bytes, int good_bytes)
    {
        int end = bytes.AsSpan(good_bytes).IndexOf((byte)'\n');
        return end >= 0 && good_bytes + end + 1 < bytes.Length;
    }

    /// <summary>Line number of a place in a file, for messages.</summary>
    public static string LineOf(int results) => (results + 2).ToString(CultureInfo.InvariantCulture);
}
