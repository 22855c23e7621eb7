using System.Reflection;
using SafeBms.Generator;
using SafeBms.Generator.Emit;
using SafeBms.Specification.Model;

namespace SafeBms.Laboratory;

/// <summary>The core of any specification, compiled in memory and loaded beside the shipped one.</summary>
/// <remarks>The assembly is named as the shipped one, <c>SafeBms.Core</c>, and lives in a load context of its own, so
/// that other assemblies that use the core can be loaded against it (<see cref="LoadBeside"/>).</remarks>
public sealed class CompiledCore : IDisposable
{
    /// <summary>Name of every compiled core.</summary>
    public const string AssemblyName = "SafeBms.Core";

    private readonly byte[] image;
    private readonly byte[] symbols;
    private readonly bool isCollectible;
    private CoreLoadContext? context;
    private Assembly? assembly;
    private Func<ILoadedCore>? create;

    private CompiledCore(
        IReadOnlyDictionary<string, string> sources, byte[] image, byte[] symbols, bool isCollectible)
    {
        Sources = sources;
        this.image = image;
        this.symbols = symbols;
        this.isCollectible = isCollectible;
        context = new CoreLoadContext(isCollectible);
        assembly = context.LoadFromStream(new MemoryStream(image), new MemoryStream(symbols));
    }

    /// <summary>The generated sources by file name, as they were compiled: <c>Machines/Contactor.g.cs</c>.</summary>
    public IReadOnlyDictionary<string, string> Sources { get; }

    /// <summary>The generated sources of a specification by file name, in the generator's order.</summary>
    public static IReadOnlyDictionary<string, string> Emit(SpecificationModel model)
    {
        OrderedDictionary<string, string> sources = new(StringComparer.Ordinal);
        foreach (GeneratedFile file in SpecificationEmitter.Emit(model))
        {
            sources.Add(file.Name, file.Text);
        }

        return sources;
    }

    /// <summary>Emits, compiles and loads a specification.</summary>
    /// <exception cref="CompilationFailedException">The generated code is not valid: a fault of the generator.
    /// </exception>
    public static CompiledCore Compile(SpecificationModel model, CompileOptions? options = null) =>
        Compile(model, Emit(model), options);

    /// <summary>Compiles and loads sources that were emitted from a specification and then edited.</summary>
    /// <param name="model">The specification; it names what the driver needs.</param>
    /// <param name="sources">All sources by file name, from <see cref="Emit"/>; more may be added.</param>
    /// <param name="options">How; null for the usual way.</param>
    /// <exception cref="CompilationFailedException">The edited sources are not valid C#.</exception>
    public static CompiledCore Compile(
        SpecificationModel model, IReadOnlyDictionary<string, string> sources, CompileOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(sources);
        CompileOptions how = options ?? CompileOptions.Default;
        KeyValuePair<string, string> driver = new(DriverSource.FileName, DriverSource.Of(model));
        (byte[] image, byte[] symbols) = CoreCompiler.Compile(sources.Append(driver), how.Shared);
        return new CompiledCore(sources, image, symbols, how.IsCollectible);
    }

    /// <summary>The loaded assembly.</summary>
    public Assembly Assembly => assembly ?? throw Gone();

    /// <summary>A new controller; <see cref="ILoadedCore.Start"/> comes next.</summary>
    public ILoadedCore Create()
    {
        create ??= Factory();
        return create();
    }

    /// <summary>Loads the same code once more, with static fields of its own: one for each thread, for code that has
    /// some.</summary>
    public CompiledCore LoadAgain() => new(Sources, image, symbols, isCollectible);

    /// <summary>Loads another assembly so that it uses this core instead of the shipped one.</summary>
    /// <param name="path">File of the assembly, such as <c>SafeBms.Simulation.dll</c>.</param>
    public Assembly LoadBeside(string path)
    {
        // From memory, so that the file can be built anew while this runs.
        using MemoryStream image = new(File.ReadAllBytes(path));
        return (context ?? throw Gone()).LoadFromStream(image);
    }

    /// <summary>Lets go of everything that was loaded; it is gone when the last controller of it is.</summary>
    public void Dispose()
    {
        create = null;
        assembly = null;
        if (isCollectible)
        {
            context?.Unload();
        }

        context = null;
    }

    private static ObjectDisposedException Gone() =>
        new(nameof(CompiledCore), "the compiled core has been unloaded");

    private Func<ILoadedCore> Factory()
    {
        Type type = Assembly.GetType(DriverSource.TypeName, throwOnError: true)!;
        return () => (ILoadedCore)Activator.CreateInstance(type)!;
    }
}
