using System.Text.Json;

namespace SafeBms.Certification.Certificates;

/// <summary>Reads certificate files, strictly: what is not in the format is refused with its place.</summary>
public static class CertificateReader
{
    /// <summary>The format that is read.</summary>
    public const string Format = "safebms-certificate-1";

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    // The whole shipped list is below 1 MB a product.
    private const long Bytes_max = 256L * 1024 * 1024;

    /// <summary>Reads a file, or every <c>*.json</c> file of a folder in the order of their names.</summary>
    /// <exception cref="CertificateException">There is nothing to read, or something is not a certificate.</exception>
    public static IReadOnlyList<CertificateFile> ReadAll(string path)
    {
        if (File.Exists(path))
        {
            return [Read(path)];
        }

        if (!Directory.Exists(path))
        {
            throw new CertificateException(
                $"there is no '{path}'; 'safebms-spec prove' writes certificates, --certificates names their place");
        }

        string[] files = [.. Directory.GetFiles(path, "*.json").Order(StringComparer.Ordinal)];
        return files.Length > 0
            ? [.. files.Select(Read)]
            : throw new CertificateException(
                $"'{path}' holds no .json file; 'safebms-spec prove' writes certificates");
    }

    /// <summary>Reads one file.</summary>
    /// <exception cref="CertificateException">It cannot be read or is not a certificate.</exception>
    public static CertificateFile Read(string path)
    {
        try
        {
            if (new FileInfo(path).Length > Bytes_max)
            {
                throw new CertificateException($"'{path}' is larger than {Bytes_max} bytes: no certificate");
            }

            return Parse(path, File.ReadAllBytes(path));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new CertificateException($"'{path}' cannot be read: {problem.Message}", problem);
        }
    }

    /// <summary>Reads the bytes of a file.</summary>
    /// <exception cref="CertificateException">It is not a certificate.</exception>
    public static CertificateFile Parse(string path, ReadOnlyMemory<byte> bytes)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(bytes, Strict);
            Node root = new(path, document.RootElement);
            string format = root["format"].Text;
            if (format != Format)
            {
                throw new CertificateException($"{path}: the format is '{format}', this reads '{Format}'");
            }

            List<Certificate> certificates = [.. root["properties"].Items.Select(ReadEntry)];
            foreach (IGrouping<(string, string), Certificate> same in certificates.GroupBy(
                item => (item.Property, item.Product)))
            {
                if (same.Count() > 1)
                {
                    throw new CertificateException(
                        $"{same.Last().Place}: there are two entries for {same.Key.Item1} of '{same.Key.Item2}'");
                }
            }

            return new CertificateFile(path, root["system"].Text, root["specification"].Text, certificates);
        }
        catch (JsonException problem)
        {
            string place = problem.LineNumber is { } line
                ? $"({line + 1},{problem.BytePositionInLine + 1})"
                : string.Empty;
            throw new CertificateException(
                $"{path}{place}: this is no JSON, or says something twice", problem);
        }
    }

    private static Certificate ReadEntry(Node entry)
    {
        bool isByCases = entry.Has("cases");
        if (isByCases && entry.Has("facts"))
        {
            throw new CertificateException($"{entry.Place}: has 'facts' and 'cases'; it must have one of them");
        }

        IEnumerable<Node> lists = isByCases ? entry["cases"].Items : [entry["facts"]];
        return new Certificate(
            entry["id"].Text, entry["product"].Text,
            [.. lists.Select(list => (IReadOnlyList<string>)[.. list.Items.Select(fact => fact.Text)])],
            isByCases, entry.Place);
    }

    /// <summary>A value of the file with the way to it.</summary>
    private sealed record Node(string Place, JsonElement Element)
    {
        public Node this[string name] =>
            Element.ValueKind == JsonValueKind.Object && Element.TryGetProperty(name, out JsonElement found)
                ? new Node($"{Place}: {name}", found)
                : throw new CertificateException($"{Place}: '{name}' is missing");

        public bool Has(string name) =>
            Element.ValueKind == JsonValueKind.Object && Element.TryGetProperty(name, out _);

        public string Text => Element.ValueKind == JsonValueKind.String
            ? Element.GetString()!
            : throw new CertificateException($"{Place}: must be a text");

        public IEnumerable<Node> Items => Element.ValueKind == JsonValueKind.Array
            ? Element.EnumerateArray().Select((item, index) => new Node($"{Place}[{index}]", item))
            : throw new CertificateException($"{Place}: must be a list");
    }
}
