using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace SafeBms.Campaign;

/// <summary>One JSON object on one line.</summary>
internal static class JsonText
{
    // The texts go to terminals and pipelines, not into pages: quotes and angle brackets stay readable.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Line(Action<Utf8JsonWriter> write)
    {
        using MemoryStream buffer = new();
        using (Utf8JsonWriter writer = new(buffer, Options))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}
