using System.Globalization;
using System.Text.Json;
using SafeBms.Jitter.Loops;
using SafeBms.Jitter.Running;

namespace SafeBms.Jitter.Report;

/// <summary>What one contestant wrote in one turn.</summary>
internal sealed record RunResult(
    RunEntry Entry, Distribution Wake, Distribution? Duration, IReadOnlyList<Granted> Granted, long? Checksum, long? Allocated_bytes, long? Collections);

/// <summary>The plan of a run as it was written beside the values.</summary>
internal sealed record RunPlan(RunOptions Options, IReadOnlyList<(string Name, string Title)> Contestants, IReadOnlyList<Absent> Absent, IReadOnlyList<RunEntry> Entries,
    string Taken, IReadOnlyList<(string Name, string Value)> Machine);

/// <summary>Reads and writes the files of a run. A file that does not fit the plan is refused.</summary>
internal static class RunFile
{
    public const string PlanName = "plan.json";

    public static void WritePlan(
        string path, RunOptions options, IReadOnlyList<Contestant> contestants, IReadOnlyList<Absent> absent, IReadOnlyList<RunEntry> entries)
    {
        using FileStream file = File.Create(path);
        using Utf8JsonWriter json = new(file, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteString("taken", DateTime.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        json.WriteString("command", options.Command);
        json.WriteStartObject("machine");
        foreach ((string name, string value) in Machine.Describe())
        {
            json.WriteString(name, value);
        }

        json.WriteEndObject();
        json.WriteNumber("rounds", options.Rounds);
        json.WriteNumber("cycles", options.Cycles);
        json.WriteNumber("warmup", options.Warmup);
        json.WriteNumber("priority", options.Priority);
        json.WriteStartArray("loads");
        foreach (string load in options.Loads)
        {
            json.WriteStringValue(load);
        }

        json.WriteEndArray();
        WriteObjects(json, "contestants", contestants, one => [("name", one.Name), ("title", one.Title)]);
        WriteObjects(json, "absent", absent, one => [("what", one.What), ("why", one.Why)]);
        json.WriteStartArray("runs");
        foreach (RunEntry entry in entries)
        {
            json.WriteStartObject();
            json.WriteString("load", entry.Load);
            json.WriteNumber("round", entry.Round);
            json.WriteString("contestant", entry.Contestant);
            json.WriteString("file", entry.File);
            json.WriteString("load_before", entry.LoadBefore);
            json.WriteString("load_after", entry.LoadAfter);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    public static RunPlan ReadPlan(string path)
    {
        using JsonDocument document = Open(path);
        return Guarded(path, () =>
        {
            JsonElement root = document.RootElement;
            RunOptions options = new(
                root.GetProperty("rounds").GetInt32(),
                root.GetProperty("cycles").GetInt32(),
                root.GetProperty("warmup").GetInt32(),
                root.GetProperty("priority").GetInt32(),
                [.. root.GetProperty("loads").EnumerateArray().Select(load => load.GetString()!)],
                "",
                "",
                root.GetProperty("command").GetString()!);
            return new RunPlan(
                options,
                [.. root.GetProperty("contestants").EnumerateArray().Select(one => (Text(one, "name"), Text(one, "title")))],
                [.. root.GetProperty("absent").EnumerateArray().Select(one => new Absent(Text(one, "what"), Text(one, "why")))],
                [.. root.GetProperty("runs").EnumerateArray().Select(one => new RunEntry(
                    Text(one, "load"), one.GetProperty("round").GetInt32(), Text(one, "contestant"), Text(one, "file"), Text(one, "load_before"), Text(one, "load_after")))],
                Text(root, "taken"),
                [.. root.GetProperty("machine").EnumerateObject().Select(field => (field.Name, field.Value.GetString() ?? ""))]);
        });
    }

    public static RunResult Read(string folder, RunEntry entry, RunOptions options)
    {
        string path = Path.Combine(folder, entry.File);
        using JsonDocument document = Open(path);
        RunResult result = Guarded(path, () =>
            entry.Contestant == Contestant.Cyclictest ? ReadCyclictest(document.RootElement, entry) : ReadLoop(document.RootElement, entry));
        if (result.Wake.Count != options.Cycles || (result.Duration?.Count ?? options.Cycles) != options.Cycles)
        {
            throw new UsageException($"{path} has {result.Wake.Count} cycles; the run asked for {options.Cycles}.");
        }

        return result;
    }

    private static RunResult ReadLoop(JsonElement root, RunEntry entry) =>
        new(
            entry,
            new Distribution(root.GetProperty("wake_ns").EnumerateArray().Select(value => value.GetInt64()), 1),
            new Distribution(root.GetProperty("duration_ns").EnumerateArray().Select(value => value.GetInt64()), 1),
            [.. root.GetProperty("granted").EnumerateArray().Select(one => new Granted(Text(one, "what"), one.GetProperty("granted").GetBoolean(), Text(one, "detail")))],
            root.GetProperty("checksum").GetInt64(),
            root.TryGetProperty("allocated_bytes", out JsonElement bytes) ? bytes.GetInt64() : null,
            root.TryGetProperty("collections", out JsonElement collections) ? collections.GetInt64() : null);

    // Its histogram has steps of 1 us; what is longer than its limit is known by number, and the longest by length.
    private static RunResult ReadCyclictest(JsonElement root, RunEntry entry)
    {
        JsonElement thread = root.GetProperty("thread").GetProperty("0");
        List<long> values_ns = [];
        foreach (JsonProperty step in thread.GetProperty("histogram").EnumerateObject())
        {
            long value_ns = long.Parse(step.Name, CultureInfo.InvariantCulture) * 1000;
            values_ns.AddRange(Enumerable.Repeat(value_ns, step.Value.GetInt32()));
        }

        long maximum_ns = thread.GetProperty("max").GetInt64() * 1000;
        int cycles = thread.GetProperty("cycles").GetInt32();
        if (values_ns.Count < cycles)
        {
            values_ns.AddRange(Enumerable.Repeat(maximum_ns, cycles - values_ns.Count));
        }

        return new RunResult(entry, new Distribution(values_ns, 1000), null, [], null, null, null);
    }

    private static void WriteObjects<T>(Utf8JsonWriter json, string name, IEnumerable<T> items, Func<T, (string, string)[]> fields)
    {
        json.WriteStartArray(name);
        foreach (T item in items)
        {
            json.WriteStartObject();
            foreach ((string field, string value) in fields(item))
            {
                json.WriteString(field, value);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static JsonDocument Open(string path)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            return JsonDocument.Parse(file);
        }
        catch (JsonException problem)
        {
            throw new UsageException($"{path} is not complete: {problem.Message}");
        }
    }

    private static T Guarded<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception problem) when (problem is KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new UsageException($"{path} does not have the form of a run: {problem.Message}");
        }
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString() ?? "";
}
