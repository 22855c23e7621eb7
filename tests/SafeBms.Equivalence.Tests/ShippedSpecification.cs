using System.Runtime.CompilerServices;
using SafeBms.Generator;
using SafeBms.Generator.Emit;
using SafeBms.Specification;
using SafeBms.Specification.Model;

namespace SafeBms.Equivalence.Tests;

/// <summary>The specification in <c>spec/</c> and the code that the generator emits from it.</summary>
internal static class ShippedSpecification
{
    private static readonly Lazy<SpecificationModel> Read = new(() =>
    {
        string folder = Path.Combine(Root(), "spec");
        IEnumerable<SpecificationFile> files = Directory
            .EnumerateFiles(folder, "*.yaml", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(path => new SpecificationFile(
                Path.GetRelativePath(folder, path).Replace('\\', '/'), File.ReadAllBytes(path)));
        Result<SpecificationModel> result = SpecificationReader.Read([.. files]);
        return result.Value ?? throw new InvalidOperationException(string.Join('\n', result.Diagnostics));
    });

    private static readonly Lazy<IReadOnlyList<GeneratedFile>> Emitted =
        new(() => SpecificationEmitter.Emit(Read.Value));

    public static SpecificationModel Model => Read.Value;

    public static IReadOnlyList<GeneratedFile> Files => Emitted.Value;

    private static string Root([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", ".."));
}
