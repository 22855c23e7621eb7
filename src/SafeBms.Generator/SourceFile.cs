using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using SafeBms.Specification;

namespace SafeBms.Generator;

/// <summary>A specification file as the compiler hands it over; equal when path and bytes are equal.</summary>
internal sealed class SourceFile : IEquatable<SourceFile>
{
    private const string Folder = "/spec/";

    private SourceFile(string fullPath, string path, byte[] content)
    {
        FullPath = fullPath;
        Path = path;
        Content = content;
    }

    /// <summary>Path on disk, for clickable messages.</summary>
    public string FullPath { get; }

    /// <summary>Path below the specification folder, with forward slashes.</summary>
    public string Path { get; }

    /// <summary>The bytes on disk.</summary>
    public byte[] Content { get; }

    /// <summary>Whether an additional file belongs to the specification.</summary>
    public static bool IsSpecification(AdditionalText file) =>
        file.Path.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase)
        && file.Path.Replace('\\', '/').LastIndexOf(Folder, StringComparison.Ordinal) >= 0;

    /// <summary>Reads an additional file.</summary>
    public static SourceFile Read(AdditionalText file, CancellationToken cancellation)
    {
        string path = file.Path.Replace('\\', '/');
        string relative = path.Substring(path.LastIndexOf(Folder, StringComparison.Ordinal) + Folder.Length);
        return new SourceFile(file.Path, relative, file.GetText(cancellation) is SourceText text ? Bytes(text) : []);
    }

    /// <inheritdoc/>
    public bool Equals(SourceFile? other) =>
        other is not null && other.FullPath == FullPath && other.Content.AsSpan().SequenceEqual(Content);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as SourceFile);

    /// <inheritdoc/>
    public override int GetHashCode() => unchecked((FullPath.GetHashCode() * 31) + Content.Length);

    /// <summary>The file as the reader of specifications wants it.</summary>
    public SpecificationFile ToSpecificationFile() => new(Path, Content);

    // The compiler decodes before anybody sees the bytes. It keeps the encoding that it found, and writing the text
    // back in that encoding restores what was on disk: a byte-order mark, or bytes that are not UTF-8, stay visible.
    private static byte[] Bytes(SourceText text)
    {
        Encoding encoding = text.Encoding ?? new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        return [.. encoding.GetPreamble(), .. encoding.GetBytes(text.ToString())];
    }
}
