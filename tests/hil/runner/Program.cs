using System.Diagnostics;
using System.Reflection;
using System.Runtime.Loader;

// rig-runner TESTS.dll: runs every parameterless test of the trait Needs=Rig, one after the other, and prints a line
// "ok <test>" or "FAIL <test>: <why>" for each. Exit code: 0 all passed, 1 one failed, 2 there is none.
if (args.Length != 1 || !File.Exists(args[0]))
{
    Console.Error.WriteLine("usage: rig-runner TESTS.dll");
    return 2;
}

string path = Path.GetFullPath(args[0]);
string directory = Path.GetDirectoryName(path)!;
AssemblyLoadContext.Default.Resolving += (context, name) =>
    Path.Combine(directory, name.Name + ".dll") is { } file && File.Exists(file)
        ? context.LoadFromAssemblyPath(file)
        : null;
int passed = 0;
int failed = 0;
foreach (Type type in AssemblyLoadContext.Default.LoadFromAssemblyPath(path).GetTypes().Where(NeedsRig))
{
    foreach (MethodInfo method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance).Where(IsTest))
    {
        Stopwatch watch = Stopwatch.StartNew();
        string name = $"{type.Name}.{method.Name}";
        string? problem = await RunAsync(type, method);
        passed += problem is null ? 1 : 0;
        failed += problem is null ? 0 : 1;
        Console.WriteLine(problem is null
            ? $"ok {name} ({watch.ElapsedMilliseconds} ms)"
            : $"FAIL {name}: {problem.ReplaceLineEndings(" ")}");
    }
}

return failed > 0 ? 1 : passed > 0 ? 0 : 2;

static bool NeedsRig(Type type) => type.GetCustomAttributesData().Any(a => a.AttributeType.Name == "TraitAttribute"
    && a.ConstructorArguments is [{ Value: "Needs" }, { Value: "Rig" }]);

static bool IsTest(MethodInfo method) => method.GetParameters().Length == 0
    && method.GetCustomAttributesData().Any(a => a.AttributeType.Name == "RigFactAttribute");

static async Task<string?> RunAsync(Type type, MethodInfo method)
{
    object? instance = null;
    try
    {
        instance = Activator.CreateInstance(type);
        if (method.Invoke(instance, null) is Task task)
        {
            await task;
        }

        return null;
    }
    catch (TargetInvocationException wrapped)
    {
        return wrapped.InnerException!.Message;
    }
    catch (Exception problem) when (problem is not OutOfMemoryException)
    {
        return problem.Message;
    }
    finally
    {
        (instance as IDisposable)?.Dispose();
    }
}
