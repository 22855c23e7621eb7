using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using SafeBms.Core;
using SafeBms.Devices.Lines;
using SafeBms.Runtime.Mailbox;

namespace SafeBms.Runtime.Station;

/// <summary>
/// The record of every change of an output (P69): a line of JSON each, in a file that is set aside when it is full.
/// A disk that refuses costs lines, which are counted, and nothing else.
/// </summary>
public sealed class EventLog(string directory)
{
    /// <summary>Size at which the file is set aside; one old file is kept.</summary>
    public const long Limit_bytes = 4 * 1024 * 1024;

    private readonly string _path = Path.Combine(directory, "events.jsonl");
    private readonly string _old = Path.Combine(directory, "events.old.jsonl");
    private readonly int _cause = OutputTable.IndexOf("first_cause");

    /// <summary>Lines that could not be written.</summary>
    public long Lost { get; private set; }

    /// <summary>Adds what the ring holds from a sequence number on.</summary>
    /// <param name="ring">The controller's ring.</param>
    /// <param name="controller">Its process, so that its starts can be told apart.</param>
    /// <param name="next">Next sequence number; moved on.</param>
    public void Drain(EventRing ring, int controller, ref long next)
    {
        StringBuilder lines = new();
        long missed = 0;
        long count = 0;
        while (count < EventRing.Slots && ring.TryRead(ref next, ref missed, out OutputEvent found))
        {
            lines.Append(Line(found, controller)).Append('\n');
            count++;
        }

        Lost += missed;
        if (count > 0 && !Append(lines.ToString()))
        {
            Lost += count;
        }
    }

    private string Line(OutputEvent found, int controller) => new JsonObject
    {
        ["controller"] = controller,
        ["sequence"] = found.Sequence,
        ["scan"] = found.Scan,
        ["monotonic_ns"] = found.At_ns,
        ["on"] = Names(found.After & ~found.Before),
        ["off"] = Names(found.Before & ~found.After),
        ["cause"] = OutputTable.Text(_cause, found.Cause),
        ["inputs"] = found.InputsHash.ToString("x16", CultureInfo.InvariantCulture),
    }.ToJsonString();

    private static JsonArray Names(ulong word) =>
        [.. Enum.GetValues<OutputLine>().Where(l => (word & LineWords.Bit(l)) != 0)
            .Select(l => (JsonNode)l.ToString())];

    private bool Append(string text)
    {
        try
        {
            Directory.CreateDirectory(directory);
            if (File.Exists(_path) && new FileInfo(_path).Length >= Limit_bytes)
            {
                File.Move(_path, _old, overwrite: true);
            }

            File.AppendAllText(_path, text);
            return true;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
