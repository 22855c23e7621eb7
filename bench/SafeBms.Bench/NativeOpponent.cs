using System.Diagnostics;
using System.Runtime.InteropServices;

namespace SafeBms.Bench;

/// <summary>An opponent in C: compiled with the machine's own compiler at -O2 and loaded, its loop included.</summary>
internal static class NativeOpponent
{
    /// <summary>Compiles <c>opponents/NAME.c</c> and returns its <c>run_NAME</c>; null, with the reason printed, where there is no C compiler.</summary>
    public static unsafe Func<byte[], int, ulong>? TryLoad(string name)
    {
        string folder = Path.Combine(AppContext.BaseDirectory, "opponents");
        string library = Path.Combine(folder, $"lib{name}.so");
        try
        {
            using Process compiler = Process.Start("cc", ["-O2", "-shared", "-fPIC", "-o", library, Path.Combine(folder, name + ".c")]);
            compiler.WaitForExit();
            if (compiler.ExitCode != 0)
            {
                Console.Error.WriteLine($"The C opponent {name} did not compile; it is left out.");
                return null;
            }
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Console.Error.WriteLine("There is no C compiler `cc` (Debian package gcc); the C opponents are left out.");
            return null;
        }

        nint handle = NativeLibrary.Load(library);
        var run = (delegate* unmanaged<byte*, nuint, nuint, ulong>)NativeLibrary.GetExport(handle, "run_" + name);
        return (inputs, repeats) =>
        {
            fixed (byte* first = inputs)
            {
                return run(first, (nuint)inputs.Length, (nuint)repeats);
            }
        };
    }
}
