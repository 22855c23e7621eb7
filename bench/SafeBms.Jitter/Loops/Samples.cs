using System.Text.Json;
using SafeBms.Runtime.Scanning;

namespace SafeBms.Jitter.Loops;

/// <summary>Both times of every cycle, in memory that is there before the first cycle.</summary>
internal sealed class Samples
{
    public Samples(int cycles)
    {
        Wake_ns = new long[cycles];
        Duration_ns = new long[cycles];
        Array.Fill(Wake_ns, -1);
        Array.Fill(Duration_ns, -1);
    }

    public int Cycles => Wake_ns.Length;

    /// <summary>How long after its planned instant each scan began.</summary>
    public long[] Wake_ns { get; }

    /// <summary>How long each scan took.</summary>
    public long[] Duration_ns { get; }

    public long Allocated_bytes { get; set; }

    public int Collections { get; set; }

    /// <summary>Writes the file of this contestant; the C loop writes the same form.</summary>
    public void Write(LoopOptions options, IReadOnlyList<Granted> granted, long checksum)
    {
        using FileStream file = File.Create(options.Out);
        using Utf8JsonWriter json = new(file);
        json.WriteStartObject();
        json.WriteString("contestant", options.Contestant);
        json.WriteNumber("period_ns", Pacing.Period_ns);
        json.WriteNumber("cycles", Cycles);
        json.WriteNumber("warmup", options.Warmup);
        json.WriteNumber("priority", options.Priority);
        json.WriteNumber("checksum", checksum);
        json.WriteNumber("allocated_bytes", Allocated_bytes);
        json.WriteNumber("collections", Collections);
        json.WriteStartArray("granted");
        foreach (Granted part in granted)
        {
            json.WriteStartObject();
            json.WriteString("what", part.What);
            json.WriteBoolean("granted", part.IsGranted);
            json.WriteString("detail", part.Detail);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WriteValues(json, "wake_ns", Wake_ns);
        WriteValues(json, "duration_ns", Duration_ns);
        json.WriteEndObject();
    }

    private static void WriteValues(Utf8JsonWriter json, string name, long[] values)
    {
        json.WriteStartArray(name);
        foreach (long value in values)
        {
            json.WriteNumberValue(value);
        }

        json.WriteEndArray();
    }
}
