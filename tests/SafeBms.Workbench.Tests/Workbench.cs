using System.Diagnostics;

namespace SafeBms.Workbench.Tests;

/// <summary>Runs <c>safebms-spec</c> on a copy of the small specification, in a folder of its own.</summary>
internal sealed class Workbench : IDisposable
{
    internal static readonly string Repository = FindRepository();

    internal Workbench()
    {
        Folder = Directory.CreateTempSubdirectory("safebms-workbench-").FullName;
        Specification = Path.Combine(Folder, "spec");
        Copy(Path.Combine(Repository, "tests", "SafeBms.Specification.Tests", "SmallSpec"), Specification);
    }

    internal string Folder { get; }

    internal string Specification { get; }

    internal string Out => Path.Combine(Folder, "out");

    internal string Output { get; private set; } = string.Empty;

    internal string Error { get; private set; } = string.Empty;

    internal int Run(params string[] arguments)
    {
        StringWriter output = new();
        StringWriter error = new();
        int code = WorkbenchCommands.Run(arguments, output, error);
        Output = output.ToString();
        Error = error.ToString();
        return code;
    }

    /// <summary>Breaks the small specification: a comparison without else, and an unknown state in another file.</summary>
    internal void Break()
    {
        Edit("charge-permit.statemachine.yaml", "battery_voltage - 20 V else true", "battery_voltage - 20 V");
        Edit("alternator-atc.statemachine.yaml", "to: On,", "to: Onn,");
    }

    internal void Edit(string file, string from, string to)
    {
        string path = Path.Combine(Specification, file);
        string text = File.ReadAllText(path);
        Xunit.Assert.Contains(from, text, StringComparison.Ordinal);
        File.WriteAllText(path, text.Replace(from, to, StringComparison.Ordinal));
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (string file in Directory.EnumerateFiles(from))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }

        foreach (string folder in Directory.EnumerateDirectories(from))
        {
            Copy(folder, Path.Combine(to, Path.GetFileName(folder)));
        }
    }

    private static string FindRepository()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "SafeBms.sln")))
            {
                return folder.FullName;
            }
        }

        throw new UnreachableException("no SafeBms.sln above " + AppContext.BaseDirectory);
    }
}
