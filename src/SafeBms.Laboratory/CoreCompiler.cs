using System.Collections.Concurrent;
using System.Reflection;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Text;

namespace SafeBms.Laboratory;

/// <summary>Sources to the bytes of an assembly.</summary>
internal static class CoreCompiler
{
    private const int ShownErrors = 10;

    // As the build compiles SafeBms.Core: see Directory.Build.props.
    private static readonly CSharpParseOptions Parsing = new(LanguageVersion.CSharp13);

    private static readonly CSharpCompilationOptions Compiling = new(
        OutputKind.DynamicallyLinkedLibrary,
        optimizationLevel: OptimizationLevel.Release,
        nullableContextOptions: NullableContextOptions.Enable,
        concurrentBuild: false,
        deterministic: true);

    private static readonly string[] FrameworkFiles =
    [
        "System.Private.CoreLib.dll", "System.Runtime.dll", "System.Memory.dll", "System.Collections.dll",
        "System.Linq.dll", "System.Runtime.Extensions.dll", "netstandard.dll",
    ];

    private static readonly Lazy<IReadOnlyList<SyntaxTree>> HandWritten = new(ReadHandWritten);

    private static readonly Lazy<IReadOnlyList<MetadataReference>> Framework = new(FindFramework);

    private static readonly ConcurrentDictionary<string, MetadataReference> References = new(StringComparer.Ordinal);

    // Two specifications that differ in one machine share all other trees: parsing is a third of the work.
    private static readonly ConcurrentDictionary<(string Name, string Text), SyntaxTree> Trees = new();

    internal static (byte[] Image, byte[] Symbols) Compile(
        IEnumerable<KeyValuePair<string, string>> sources, IEnumerable<Assembly> shared)
    {
        if (Trees.Count > 2_000)
        {
            Trees.Clear();
        }

        CSharpCompilation compilation = CSharpCompilation.Create(
            CompiledCore.AssemblyName,
            [.. HandWritten.Value, .. sources.Select(Tree)],
            [.. Framework.Value, .. shared.Prepend(typeof(CoreCompiler).Assembly).Select(Reference)],
            Compiling);
        using MemoryStream image = new();
        using MemoryStream symbols = new();
        EmitOptions portable = new(debugInformationFormat: DebugInformationFormat.PortablePdb);
        EmitResult result = compilation.Emit(image, symbols, options: portable);
        if (!result.Success)
        {
            throw new CompilationFailedException(Tell(result));
        }

        return (image.ToArray(), symbols.ToArray());
    }

    private static SyntaxTree Tree(KeyValuePair<string, string> source) =>
        Trees.GetOrAdd((source.Key, source.Value), key => Parse(key.Name, key.Text));

    private static SyntaxTree Parse(string name, string text) =>
        CSharpSyntaxTree.ParseText(SourceText.From(text, Encoding.UTF8), Parsing, name);

    private static List<SyntaxTree> ReadHandWritten()
    {
        // The build has implicit usings; the hand-written half needs only these of them.
        List<SyntaxTree> trees =
        [
            Parse("core/Usings.cs", "global using System;\nglobal using System.Collections.Generic;\n"),
        ];
        Assembly own = typeof(CoreCompiler).Assembly;
        foreach (string name in own.GetManifestResourceNames().Where(IsCore).Order(StringComparer.Ordinal))
        {
            using StreamReader reader = new(own.GetManifestResourceStream(name)!);
            trees.Add(Parse(name, reader.ReadToEnd()));
        }

        return trees;
    }

    private static bool IsCore(string resource) => resource.StartsWith("core/", StringComparison.Ordinal);

    private static List<MetadataReference> FindFramework()
    {
        string folder = Path.GetDirectoryName(typeof(object).Assembly.Location)
            ?? throw new InvalidOperationException("the framework's assemblies are not files: nothing can be compiled");
        return [.. FrameworkFiles.Select(name => MetadataReference.CreateFromFile(Path.Combine(folder, name)))];
    }

    private static MetadataReference Reference(Assembly assembly) =>
        References.GetOrAdd(assembly.Location, path => MetadataReference.CreateFromFile(path));

    private static string Tell(EmitResult result) => string.Join('\n', result.Diagnostics
        .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
        .Take(ShownErrors)
        .Select(diagnostic => $"{diagnostic} in: {LineOf(diagnostic.Location)}"));

    private static string LineOf(Location location)
    {
        int line = location.GetLineSpan().StartLinePosition.Line;
        return location.SourceTree?.GetText().Lines[line].ToString().Trim() ?? string.Empty;
    }
}
