using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SafeBms.Generator.Emit;

namespace SafeBms.Equivalence.Code;

/// <summary>The emitted files and the few hand-written types that they use, parsed and bound.</summary>
internal sealed class CodeProgram
{
    private const string Namespace = "SafeBms.Core.";
    private readonly CSharpCompilation compilation;
    private readonly Dictionary<SyntaxTree, SemanticModel> models = [];

    private CodeProgram(CSharpCompilation compilation) => this.compilation = compilation;

    /// <summary>Parses and binds; what the compiler refuses is refused here.</summary>
    /// <exception cref="OutsideSubsetException">The code does not compile.</exception>
    public static CodeProgram Read(IReadOnlyList<GeneratedFile> files)
    {
        CSharpParseOptions options = new(LanguageVersion.CSharp13);
        IEnumerable<(string Name, string Text)> all =
            [.. files.Select(file => (file.Name, file.Text)), .. HandWritten()];
        SyntaxTree[] trees =
            [.. all.Select(file => CSharpSyntaxTree.ParseText(file.Text, options, path: file.Name))];
        CSharpCompilation compilation = CSharpCompilation.Create(
            "SafeBms.Core.Read", trees, References(),
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable,
                checkOverflow: false));
        Refuse(compilation.GetDiagnostics());
        foreach (SyntaxTree tree in trees)
        {
            RefuseSwitches(tree);
        }

        return new CodeProgram(compilation);
    }

    /// <summary>The same program with another text of one file.</summary>
    /// <exception cref="OutsideSubsetException">The text does not compile.</exception>
    public CodeProgram With(GeneratedFile file)
    {
        SyntaxTree before = compilation.SyntaxTrees.Single(tree => tree.FilePath == file.Name);
        SyntaxTree after = CSharpSyntaxTree.ParseText(
            file.Text, (CSharpParseOptions)before.Options, path: file.Name);
        CSharpCompilation changed = compilation.ReplaceSyntaxTree(before, after);
        Refuse(changed.GetSemanticModel(after).GetDiagnostics());
        RefuseSwitches(after);
        return new CodeProgram(changed);
    }

    // What a compiler switch hides from this reading may be there in the build.
    private static void RefuseSwitches(SyntaxTree tree)
    {
        SyntaxTrivia hidden = tree.GetRoot().DescendantTrivia(descendIntoTrivia: true)
            .FirstOrDefault(trivia => trivia.IsKind(SyntaxKind.IfDirectiveTrivia));
        if (hidden.GetStructure() is { } directive)
        {
            throw new OutsideSubsetException(directive, "code under a compiler switch is not understood");
        }
    }

    private static void Refuse(ImmutableArray<Diagnostic> diagnostics)
    {
        if (diagnostics.FirstOrDefault(one => one.Severity == DiagnosticSeverity.Error) is { } error)
        {
            FileLinePositionSpan span = error.Location.GetLineSpan();
            throw new OutsideSubsetException(
                $"{span.Path}({span.StartLinePosition.Line + 1},{span.StartLinePosition.Character + 1})",
                $"the generated code does not compile: {error.GetMessage(CultureInfo.InvariantCulture)}");
        }
    }

    /// <summary>Binding of a piece of code.</summary>
    public SemanticModel ModelOf(SyntaxNode node)
    {
        if (!models.TryGetValue(node.SyntaxTree, out SemanticModel? model))
        {
            model = compilation.GetSemanticModel(node.SyntaxTree);
            models.Add(node.SyntaxTree, model);
        }

        return model;
    }

    /// <summary>A type of the core by name; nested ones as <c>ContactorMachine+Memory</c>.</summary>
    public INamedTypeSymbol Type(string name) => compilation.GetTypeByMetadataName(Namespace + name)
        ?? throw new OutsideSubsetException("the generated code", $"there is no type {name}");

    /// <summary>Whether there is such a type.</summary>
    public bool HasType(string name) => compilation.GetTypeByMetadataName(Namespace + name) is not null;

    /// <summary>The one method of that name with that many parameters.</summary>
    public IMethodSymbol Method(string type, string name, int? parameters = null)
    {
        IMethodSymbol[] found = [.. Type(type).GetMembers(name).OfType<IMethodSymbol>()
            .Where(method => parameters is null || method.Parameters.Length == parameters)];
        return found.Length == 1 ? found[0] : throw new OutsideSubsetException(
            $"type {type}", $"there are {found.Length} methods {name}, one is needed");
    }

    /// <summary>The value of a constant of the core.</summary>
    public long? Constant(string type, string name) =>
        Type(type).GetMembers(name).OfType<IFieldSymbol>().FirstOrDefault() is { HasConstantValue: true } field
            ? Shapes.Number(field.ConstantValue)
            : null;

    /// <summary>The source of a method, an accessor or a constructor.</summary>
    public static SyntaxNode Source(ISymbol symbol) =>
        symbol.DeclaringSyntaxReferences.Length == 1
            ? symbol.DeclaringSyntaxReferences[0].GetSyntax()
            : throw new OutsideSubsetException("the generated code", $"{symbol} has no source here");

    // The hand-written structs are part of what is executed; they lie in this assembly as text.
    private static IEnumerable<(string Name, string Text)> HandWritten()
    {
        Assembly assembly = typeof(CodeProgram).Assembly;
        foreach (string name in assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith("Core/", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using Stream stream = assembly.GetManifestResourceStream(name)!;
            using StreamReader reader = new(stream);
            yield return (name, "using System; " + reader.ReadToEnd());
        }
    }

    private static ImmutableArray<MetadataReference> References()
    {
        string platform = (string?)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") ?? string.Empty;
        return
        [
            .. platform.Split(Path.PathSeparator)
                .Where(path => Path.GetFileName(path) is "System.Private.CoreLib.dll" or "System.Runtime.dll")
                .Select(path => MetadataReference.CreateFromFile(path)),
        ];
    }
}
