using System.CommandLine;
using SafeBms.Coverage.Report;
using SafeBms.Specification;
using SafeBms.Specification.Model;
using SafeBms.Workbench.Files;

namespace SafeBms.Workbench;

/// <summary>What the commands on coverage of the model share.</summary>
internal static class CoverageOptions
{
    public static Option<string> Specification() => new("--spec")
    {
        Description = "Folder of the specification.", DefaultValueFactory = _ => "spec",
    };

    public static Option<string> Tests() => new("--tests")
    {
        Description = "Folder of the tests of machines.",
        DefaultValueFactory = _ => Path.Combine("tests", "generated"),
    };

    public static Option<string> Unreachable() => new("--unreachable")
    {
        Description = "List of what cannot be reached, with reasons.",
        DefaultValueFactory = _ => Path.Combine("coverage", "model-unreachable.yaml"),
    };

    public static Unreachable ReadUnreachable(string path) => Read(path, Coverage.Report.Unreachable.Read);

    public static Thresholds ReadThresholds(string path) => Read(path, Thresholds.Read);

    /// <summary>A file, or why it cannot be used.</summary>
    public static T Read<T>(string path, Func<string, byte[], T> read)
    {
        if (!File.Exists(path))
        {
            throw new UnusableException($"there is no file '{path}'; name another one, or run this where it is");
        }

        try
        {
            return read(path, File.ReadAllBytes(path));
        }
        catch (FormatException problem)
        {
            throw new UnusableException(problem.Message, problem);
        }
    }

    /// <summary>The specification, which must be without errors.</summary>
    public static SpecificationModel Model(string folder)
    {
        Result<SpecificationModel> result = SpecificationReader.Read(SpecificationFolder.Read(folder));
        return result.Value ?? throw new UnusableException(
            "the specification has errors, so nothing can be measured; "
            + $"'safebms-spec check --spec {folder}' names them");
    }
}
