using System.Reflection;
using SafeBms.Generator.Emit;
using SafeBms.Specification.Model;

namespace SafeBms.Laboratory;

/// <summary>The driver behind <see cref="ILoadedCore"/> for a core that an ordinary build compiles, not the Laboratory:
/// the mirror of the generated code, which is compiled from files so that tools can change them.</summary>
public static class CoreDriver
{
    /// <summary>The driver's source for a specification; it is compiled against the generated code.</summary>
    public static GeneratedFile Source(SpecificationModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return new GeneratedFile(DriverSource.FileName, DriverSource.Of(model));
    }

    /// <summary>A new controller.</summary>
    /// <param name="assembly">The assembly that the driver was compiled into.</param>
    public static ILoadedCore Create(Assembly assembly)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        return (ILoadedCore)Activator.CreateInstance(assembly.GetType(DriverSource.TypeName, throwOnError: true)!)!;
    }
}
