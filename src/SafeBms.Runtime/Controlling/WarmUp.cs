using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using SafeBms.Core;
using SafeBms.Devices.Can;
using SafeBms.Guard;
using SafeBms.Protocols;
using SafeBms.Runtime.Scanning;

namespace SafeBms.Runtime.Controlling;

/// <summary>
/// Compiles everything that a scan can reach before the first output goes on, so that no scan ever waits for the
/// compiler.
/// </summary>
internal static class WarmUp
{
    private const int Scans = 300;

    // A trimmed or ahead-of-time compiled program has nothing left to compile: what is missing needs no warming.
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "What was trimmed is never called.")]
    public static int Compile()
    {
        int methods = 0;
        foreach (Assembly assembly in new[]
        {
            typeof(SafetyCore).Assembly, typeof(FrameReceiver).Assembly, typeof(ICanBus).Assembly,
            typeof(Heartbeat).Assembly,
        })
        {
            foreach (Type type in assembly.GetTypes())
            {
                methods += Prepare(type);
            }
        }

        foreach (Type type in typeof(Controller).Assembly.GetTypes())
        {
            bool concerned = type.Namespace is "SafeBms.Runtime.Scanning" or "SafeBms.Runtime.Mailbox";
            methods += concerned ? Prepare(type) : 0;
        }

        return methods;
    }

    /// <summary>
    /// Scans a core of its own: what is made at first use is made now. Its outputs go nowhere.
    /// </summary>
    public static void Exercise(in ParameterSet parameters)
    {
        ScanCore core = new(parameters, default, retainedValid: true);
        for (int scan = 0; scan < Scans; scan++)
        {
            for (int i = 0; i < InputTable.Count; i++)
            {
                InputTable.Set(ref core.Inputs, i, InputSignal.New(scan % 3 == 0 ? 0 : 1));
            }

            core.Scan();
            core.Retain(out _);
        }
    }

    private static bool HasBody(MethodBase method) => !method.IsAbstract && !method.ContainsGenericParameters
        && (method.Attributes & MethodAttributes.PinvokeImpl) == 0
        && (method.GetMethodImplementationFlags()
            & (MethodImplAttributes.InternalCall | MethodImplAttributes.Runtime)) == 0;

    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "What was trimmed is never called.")]
    [UnconditionalSuppressMessage("Trimming", "IL2059", Justification = "What was trimmed is never called.")]
    private static int Prepare(Type type)
    {
        if (type.ContainsGenericParameters)
        {
            return 0;
        }

        int methods = 0;
        const BindingFlags all = BindingFlags.DeclaredOnly | BindingFlags.Instance | BindingFlags.Static
            | BindingFlags.Public | BindingFlags.NonPublic;
        foreach (MethodBase method in type.GetMethods(all).Cast<MethodBase>().Concat(type.GetConstructors(all)))
        {
            if (HasBody(method))
            {
                RuntimeHelpers.PrepareMethod(method.MethodHandle);
                methods++;
            }
        }

        if (type.TypeInitializer is not null)
        {
            RuntimeHelpers.RunClassConstructor(type.TypeHandle);
        }

        return methods;
    }
}
