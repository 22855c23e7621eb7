using SafeBms.Specification;
using SafeBms.Specification.Model;

namespace SafeBms.Proof.Tests;

/// <summary>The shipped specification, and copies of it with a mistake.</summary>
internal static class Lynx
{
    public const string Product = "lynx-smart-bms-500";

    private static readonly Lazy<SpecificationModel> Shipped = new(() => Read([]));

    public static SpecificationModel Model => Shipped.Value;

    public static PropertyInfo Property(SpecificationModel model, string id) =>
        model.Properties.Properties.Single(one => one.Id == id);

    /// <summary>A copy in which a text of a file is another one.</summary>
    public static SpecificationModel With(string file, string before, string after) => Read([(file, before, after)]);

    private static SpecificationModel Read((string File, string Before, string After)[] changes)
    {
        string folder = Path.Combine(Root(), "spec");
        List<SpecificationFile> files = [];
        foreach (string path in Directory.EnumerateFiles(folder, "*.yaml", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal))
        {
            string name = Path.GetRelativePath(folder, path).Replace('\\', '/');
            if (!name.StartsWith("schema/", StringComparison.Ordinal))
            {
                files.Add(new SpecificationFile(name, System.Text.Encoding.UTF8.GetBytes(Changed(path, name, changes))));
            }
        }

        Result<SpecificationModel> result = SpecificationReader.Read(files);
        return result.Value ?? throw new InvalidOperationException(string.Join('\n', result.Diagnostics));
    }

    private static string Changed(string path, string name, (string File, string Before, string After)[] changes)
    {
        string text = File.ReadAllText(path);
        foreach ((string file, string before, string after) in changes.Where(one => one.File == name))
        {
            text = text.Contains(before, StringComparison.Ordinal)
                ? text.Replace(before, after, StringComparison.Ordinal)
                : throw new InvalidOperationException($"{file} does not hold '{before}'");
        }

        return text;
    }

    private static string Root()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "SafeBms.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("The tests run outside of a checkout: no SafeBms.sln above them.");
    }
}
