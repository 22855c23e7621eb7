using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using SafeBms.Generator.Emit;

namespace SafeBms.Generator.Tests.Harness;

/// <summary>Compiles generated code together with the hand-written part of the core.</summary>
public static class InMemoryCompiler
{
    private static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.CSharp13);

    /// <summary>References of a compilation: the framework and this assembly.</summary>
    public static IReadOnlyList<MetadataReference> References { get; } =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    /// <summary>The hand-written sources of the core.</summary>
    public static IEnumerable<SyntaxTree> HandWritten() =>
    [
        CSharpSyntaxTree.ParseText("global using System;", ParseOptions),
        .. Directory.EnumerateFiles(Path.Combine(Root(), "src", "SafeBms.Core"), "*.cs")
            .Select(path => CSharpSyntaxTree.ParseText(File.ReadAllText(path), ParseOptions, path)),
    ];

    // Many tests run the same specification; it is compiled once.
    private static readonly ConcurrentDictionary<string, Lazy<Type>> Compiled = new(StringComparer.Ordinal);

    /// <summary>Compiles and creates the core; a compiler error shows the line of generated code.</summary>
    public static IRunningCore Load(IReadOnlyList<GeneratedFile> files)
    {
        string key = string.Join('\n', files.Select(file => file.Text));
        return (IRunningCore)Activator.CreateInstance(Compiled.GetOrAdd(key, _ => new Lazy<Type>(() => Compile(files))).Value)!;
    }

    private static Type Compile(IReadOnlyList<GeneratedFile> files)
    {
        bool hasLinks = files.Any(file => file.Name == "Machines/Link.g.cs");
        CSharpParseOptions withSymbols = ParseOptions.WithPreprocessorSymbols(hasLinks ? ImmutableArray.Create("POKE") : []);
        string harness = Path.Combine(Root(), "tests", "SafeBms.Generator.Tests", "Harness", "RunningCore.cs");
        CSharpCompilation compilation = CSharpCompilation.Create(
            "Generated" + Guid.NewGuid().ToString("N"),
            [
                .. HandWritten(),
                .. files.Select(file => CSharpSyntaxTree.ParseText(file.Text, ParseOptions, file.Name)),
                CSharpSyntaxTree.ParseText(File.ReadAllText(harness), withSymbols, harness),
            ],
            References,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, nullableContextOptions: NullableContextOptions.Enable));
        using MemoryStream image = new();
        Microsoft.CodeAnalysis.Emit.EmitResult result = compilation.Emit(image);
        if (!result.Success)
        {
            throw new InvalidOperationException(string.Join('\n', result.Diagnostics
                .Where(d => d.Severity == DiagnosticSeverity.Error)
                .Take(10)
                .Select(d => $"{d} in: {d.Location.SourceTree?.GetText().Lines[d.Location.GetLineSpan().StartLinePosition.Line]}")));
        }

        Assembly assembly = Assembly.Load(image.ToArray());
        return assembly.GetType("RunningCore")!;
    }

    /// <summary>The repository: the nearest folder above with the solution in it.</summary>
    public static string Root()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "SafeBms.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("SafeBms.sln is in no folder above " + AppContext.BaseDirectory);
    }
}
