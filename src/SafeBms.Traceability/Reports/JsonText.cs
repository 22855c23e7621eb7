using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace SafeBms.Traceability.Reports;

/// <summary>Indented JSON whose text stays readable; it never goes into a page.</summary>
internal static class JsonText
{
    internal static string Build(Action<Utf8JsonWriter> content)
    {
        using MemoryStream stream = new();
        JsonWriterOptions options = new()
        {
            Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        };
        using (Utf8JsonWriter writer = new(stream, options))
        {
            content(writer);
        }

        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    internal static void WriteList(this Utf8JsonWriter writer, string name, IEnumerable<string> items)
    {
        writer.WriteStartArray(name);
        foreach (string item in items)
        {
            writer.WriteStringValue(item);
        }

        writer.WriteEndArray();
    }

    internal static void WriteObjects<T>(
        this Utf8JsonWriter writer, string name, IEnumerable<T> items, Action<T> content)
    {
        writer.WriteStartArray(name);
        foreach (T item in items)
        {
            writer.WriteStartObject();
            content(item);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
