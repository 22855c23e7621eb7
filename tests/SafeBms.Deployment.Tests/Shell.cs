using System.Diagnostics;

namespace SafeBms.Deployment.Tests;

/// <summary>Programs and scripts of the checkout, run to their end.</summary>
internal static class Shell
{
    public static string Root { get; } = FindRoot();

    public static (int Code, string Output) Run(string program, params string[] arguments) => Run(program, arguments, null);

    public static (int Code, string Output) Run(string program, string[] arguments, string? path)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            WorkingDirectory = Root, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        if (path is not null)
        {
            start.Environment["PATH"] = path + ":" + start.Environment["PATH"];
        }

        using Process process = Process.Start(start)!;
        Task<string> problems = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + problems.Result);
    }

    public static string Script(string name) => Path.Combine(Root, name);

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "SafeBms.sln")))
            {
                return folder.FullName;
            }
        }

        throw new UnreachableException("The tests run outside of a checkout: no SafeBms.sln above " + AppContext.BaseDirectory);
    }
}

/// <summary>A folder that is gone after the test.</summary>
internal sealed class Scratch : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("safebms-").FullName;

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public string Write(string name, string text, bool executable = false)
    {
        string path = File(name);
        System.IO.File.WriteAllText(path, text);
        if (executable && !OperatingSystem.IsWindows())
        {
            System.IO.File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return path;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
