using System.Diagnostics;
using System.Text;

namespace SafeBms.Campaign;

/// <summary>
/// The results of a shard while it runs, a line each, so that a killed run goes on where it was. A line is written in
/// one piece and carries a sum; the one that a kill or a full disk cut off is taken away at the next start.
/// </summary>
internal sealed class Journal : IDisposable
{
    private static readonly TimeSpan Sync = TimeSpan.FromSeconds(1);

    private readonly FileStream _file;
    private readonly Stopwatch _sinceSync = Stopwatch.StartNew();

    private Journal(FileStream file, IReadOnlyList<CaseResult> results)
    {
        _file = file;
        Results = results;
    }

    /// <summary>What an earlier run has left.</summary>
    public IReadOnlyList<CaseResult> Results { get; }

    /// <summary>Opens the journal of a shard, or begins it.</summary>
    /// <param name="path">Its file.</param>
    /// <param name="header">What is run.</param>
    /// <param name="resume">False to begin anew.</param>
    /// <exception cref="CampaignException">It belongs to another run, is damaged, or in use.</exception>
    public static Journal Open(string path, RunHeader header, bool resume)
    {
        FileStream file;
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new CampaignException(
                $"{path} cannot be written; perhaps another run of this shard is at work: {problem.Message}", problem);
        }

        try
        {
            return new Journal(file, resume ? GoOn(path, header, file) : Begin(header, file));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Adds a result; it survives a kill of the process from now on.</summary>
    public void Add(CaseResult result)
    {
        _file.Write(Encoding.UTF8.GetBytes(ResultLine.Write(result) + "\n"));
        bool sync = _sinceSync.Elapsed > Sync;
        _file.Flush(sync);
        if (sync)
        {
            _sinceSync.Restart();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _file.Flush(flushToDisk: true);
        _file.Dispose();
    }

    private static List<CaseResult> GoOn(string path, RunHeader header, FileStream file)
    {
        byte[] bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        (RunHeader? before, List<CaseResult> results, int good_bytes) = ResultFile.ReadGood(bytes);
        if (before is null && !ResultFile.IsDamagedBehind(bytes, good_bytes))
        {
            return Begin(header, file);
        }

        if (before != header)
        {
            throw new CampaignException(before is null
                ? $"{path}:1: this is no journal of a campaign; name another folder with --out"
                : $"{path} is the journal of another run ({before.Selection}, specification "
                    + $"{before.Specification[..12]}); name another --out, or begin anew with --resume false");
        }

        if (ResultFile.IsDamagedBehind(bytes, good_bytes))
        {
            throw new CampaignException($"{path}:{ResultFile.LineOf(results.Count)}: damaged; a kill cuts off the last "
                + "line only. Begin anew with --resume false");
        }

        if (results.Select(r => r.Index).Distinct().Count() != results.Count)
        {
            throw new CampaignException($"{path}: a case stands in it twice. Begin anew with --resume false");
        }

        file.SetLength(good_bytes);
        file.Seek(0, SeekOrigin.End);
        return results;
    }

    private static List<CaseResult> Begin(RunHeader header, FileStream file)
    {
        file.SetLength(0);
        file.Write(Encoding.UTF8.GetBytes(header.ToLine() + "\n"));
        file.Flush(flushToDisk: true);
        return [];
    }
}
