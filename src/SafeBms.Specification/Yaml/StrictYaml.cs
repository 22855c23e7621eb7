using System.Text;
using SafeBms.Specification.Model;

namespace SafeBms.Specification.Yaml;

/// <summary>Reads one file of the strict YAML subset. Whatever the bytes are, the outcome is a document with
/// findings.</summary>
internal static class StrictYaml
{
    /// <summary>Largest file in bytes; a specification is read by people.</summary>
    public const int MaximumBytes = 1_000_000;

    /// <summary>Deepest nesting of mappings and lists.</summary>
    public const int MaximumDepth = 32;

    /// <summary>Most keys and values of a file; the largest file of a real specification has a tenth of that.</summary>
    public const int MaximumNodes = 20_000;

    /// <summary>Parses a file.</summary>
    public static YamlDocument Parse(SpecificationFile file)
    {
        DiagnosticBag bag = new();
        string? text = Decode(file, bag);
        YamlMapping? root = null;
        if (text is not null && CheckCharacters(new SourceText(file.Path, text), bag))
        {
            root = new YamlTreeBuilder(new SourceText(file.Path, text), bag).Build();
        }

        return new YamlDocument(file, root, bag.Sorted());
    }

    private static string? Decode(SpecificationFile file, DiagnosticBag bag)
    {
        SourceSpan start = new(file.Path, 1, 1, 1);
        byte[] content = file.Content;
        if (content.Length > MaximumBytes)
        {
            bag.Report(DiagnosticCatalogue.FileTooLarge, start, content.Length, MaximumBytes);
            return null;
        }

        if (StartsWithMark(content))
        {
            bag.Report(DiagnosticCatalogue.ByteOrderMark, start);
            return null;
        }

        try
        {
            UTF8Encoding strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
            return strict.GetString(content);
        }
        catch (DecoderFallbackException)
        {
            bag.Report(DiagnosticCatalogue.InvalidUtf8, PlaceOfInvalidByte(file));
            return null;
        }
    }

    // UTF-8, UTF-16 and UTF-32 marks all start with one of these.
    private static bool StartsWithMark(byte[] content) =>
        (content.Length >= 3 && content[0] == 0xEF && content[1] == 0xBB && content[2] == 0xBF)
        || (content.Length >= 2 && content[0] == 0xFF && content[1] == 0xFE)
        || (content.Length >= 2 && content[0] == 0xFE && content[1] == 0xFF);

    private static SourceSpan PlaceOfInvalidByte(SpecificationFile file)
    {
        // Undecodable bytes become U+FFFD one by one; a genuine U+FFFD before them is a fault of the file as well.
        string lenient = Encoding.UTF8.GetString(file.Content);
        int offset = Math.Max(0, lenient.IndexOf('\uFFFD'));
        return new SourceText(file.Path, lenient).SpanAt(offset, 1);
    }

    private static bool CheckCharacters(SourceText source, DiagnosticBag bag)
    {
        string text = source.Text;
        for (int index = 0; index < text.Length; index++)
        {
            char character = text[index];
            if (character == '\t')
            {
                bag.Report(DiagnosticCatalogue.TabCharacter, source.SpanAt(index, 1));
                return false;
            }

            bool lineEnd = character == '\n'
                || (character == '\r' && index + 1 < text.Length && text[index + 1] == '\n');
            if (!lineEnd && IsForbidden(character))
            {
                bag.Report(DiagnosticCatalogue.ForbiddenCharacter, source.SpanAt(index, 1), CodePoint(character));
                return false;
            }
        }

        return true;
    }

    /// <summary>Control characters, and the characters that some readers take for line ends and others do
    /// not.</summary>
    internal static bool IsForbidden(char character) =>
        char.IsControl(character) || character is '\u2028' or '\u2029' or '\uFEFF' or '\uFFFE' or '\uFFFF';

    /// <summary>U+0000 and so on, for messages.</summary>
    internal static string CodePoint(char character) =>
        "U+" + ((int)character).ToString("X4", System.Globalization.CultureInfo.InvariantCulture);
}
