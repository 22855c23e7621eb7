using System.Reflection;
using System.Runtime.Loader;

namespace SafeBms.Laboratory;

/// <summary>A world of its own for one compiled core: in it, <c>SafeBms.Core</c> is that core.</summary>
internal sealed class CoreLoadContext(bool isCollectible)
    : AssemblyLoadContext("SafeBms.Core in memory", isCollectible)
{
    // Not kept in a field: the runtime keeps a context alive until its assemblies are gone, and a reference from the
    // one to the other would keep both for ever.
    //
    // What was loaded here comes first; the framework, the Laboratory with its interface and all else are the caller's.
    protected override Assembly? Load(AssemblyName assemblyName) =>
        Assemblies.FirstOrDefault(assembly => assembly.GetName().Name == assemblyName.Name);
}
