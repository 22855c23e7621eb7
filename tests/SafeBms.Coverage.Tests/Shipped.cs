using SafeBms.Coverage.Machines;
using SafeBms.Coverage.Report;
using SafeBms.Generator.Emit.Probes;
using SafeBms.Specification;
using SafeBms.Specification.Model;

namespace SafeBms.Coverage.Tests;

/// <summary>The specification of this repository and both flavours of its code, compiled once for all tests.</summary>
internal static class Shipped
{
    private static readonly Lazy<SpecificationModel> Read = new(ReadFiles);

    private static readonly Lazy<CompiledBenches> PlainOnce = new(() => CompiledBenches.Compile(Read.Value, null));

    private static readonly Lazy<CompiledBenches> ProbedOnce =
        new(() => CompiledBenches.Compile(Read.Value, ProbePlan.Of(Read.Value)));

    public static string Root { get; } = FindRoot();

    public static string Tests => Path.Combine(Root, "tests", "generated");

    public static SpecificationModel Model => Read.Value;

    public static CompiledBenches Plain => PlainOnce.Value;

    public static CompiledBenches Probed => ProbedOnce.Value;

    public static Unreachable Unreachable { get; } = Unreachable.Read(
        "model-unreachable.yaml", File.ReadAllBytes(Path.Combine(FindRoot(), "coverage", "model-unreachable.yaml")));

    public static MachineInfo Machine(string name) =>
        Model.Machines.Append(Model.ShutdownMachine).First(machine => machine.Name == name);

    private static SpecificationModel ReadFiles()
    {
        string folder = Path.Combine(Root, "spec");
        List<SpecificationFile> files = [];
        foreach (string path in Directory.EnumerateFiles(folder, "*.yaml", SearchOption.AllDirectories))
        {
            string name = Path.GetRelativePath(folder, path).Replace('\\', '/');
            if (!name.StartsWith("schema/", StringComparison.Ordinal))
            {
                files.Add(new SpecificationFile(name, File.ReadAllBytes(path)));
            }
        }

        Result<SpecificationModel> result = SpecificationReader.Read(files);
        return result.Value ?? throw new InvalidOperationException(string.Join('\n', result.Diagnostics));
    }

    private static string FindRoot()
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
