using System.CommandLine;
using SafeBms.Runtime.Configuration;
using SafeBms.Runtime.Mailbox;

namespace SafeBms.Runtime.Commands;

/// <summary>Names an installation for the commands of commissioning.</summary>
internal sealed class LineOptions
{
    private readonly Option<string?> _config = new("--config")
    {
        Description = $"Configuration of the installation; without it {ConfigurationCommand.DefaultPath}, and where "
            + "that does not exist the built-in simulated one.",
        HelpName = "file",
    };

    private readonly Option<string?> _runDir = new("--run-dir")
    {
        Description = "Run directory, if another than the configuration's.",
        HelpName = "directory",
    };

    public LineOptions(Command command)
    {
        command.Add(_config);
        command.Add(_runDir);
    }

    /// <summary>The file, or null for the built-in configuration.</summary>
    public string? PathOf(ParseResult result) => result.GetValue(_config)
        ?? (File.Exists(ConfigurationCommand.DefaultPath) ? ConfigurationCommand.DefaultPath : null);

    /// <summary>The run directory that was given, or null.</summary>
    public string? RunDirectoryOf(ParseResult result) => result.GetValue(_runDir);

    /// <summary>The installation, read and checked.</summary>
    /// <exception cref="UsageException">The file is missing or has errors.</exception>
    public LoadedConfiguration Load(ParseResult result) => Load(PathOf(result), RunDirectoryOf(result));

    /// <summary>The same for other places.</summary>
    /// <exception cref="UsageException">The file is missing or has errors.</exception>
    public static LoadedConfiguration Load(string? path, string? runDirectory)
    {
        LoadedConfiguration loaded = ConfigurationFile.Load(path);
        string? directory = runDirectory ?? (path is null ? RunDirectory.Default : null);
        return directory is null
            ? loaded
            : loaded with { Installation = loaded.Installation.InRunDirectory(directory) };
    }

    /// <summary>The same installation on the command line of another process.</summary>
    public IReadOnlyList<string> Arguments(ParseResult result)
    {
        List<string> arguments = ["--run-dir", Load(result).Installation.RunDirectory];
        if (PathOf(result) is { } path)
        {
            arguments.AddRange(["--config", Path.GetFullPath(path)]);
        }

        return arguments;
    }
}
