using System.CommandLine;
using System.Text;
using SafeBms.Runtime.Configuration;
using SafeBms.Runtime.Files;
using SafeBms.Runtime.Mailbox;

namespace SafeBms.Runtime.Commands;

/// <summary>
/// Names an installation on the command line: a configuration file, or the built-in simulated one with its boat.
/// </summary>
internal sealed class InstallationOptions
{
    private const string BuiltInName = "built-in.yaml";

    private readonly Option<string?> _config = new("--config")
    {
        Description = "Configuration of the installation; without it everything is simulated.",
        HelpName = "file",
    };

    private readonly Option<string?> _runDir = new("--run-dir")
    {
        Description = "Directory in which the processes of the installation and other shells meet, if another than "
            + "the configuration's; SAFEBMS_RUN_DIR sets another default for simulated ones.",
        HelpName = "directory",
    };

    private readonly Option<bool> _dryRun = new("--dry-run")
    {
        Description = "Reads all inputs but holds every output off.",
    };

    private readonly Option<bool> _requireRealTime = new("--require-rt")
    {
        Description = "Refuses to start unless the kernel grants all of the real-time set-up.",
    };

    private readonly BoatOptions? _boat;

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="forPeople">True to offer the simulated boat's options, too.</param>
    public InstallationOptions(Command command, bool forPeople)
    {
        command.Add(_config);
        command.Add(_runDir);
        command.Add(_dryRun);
        command.Add(_requireRealTime);
        _boat = forPeople ? new BoatOptions(command) : null;
    }

    /// <summary>True if every output is to be held off.</summary>
    public bool IsDryRun(ParseResult result) => result.GetValue(_dryRun);

    /// <summary>The installation, read and checked.</summary>
    /// <exception cref="UsageException">The file is missing or has errors; all of them are named.</exception>
    public Installation Load(ParseResult result)
    {
        Installation installation = result.GetValue(_config) is { } path
            ? Checked(path, ConfigurationReader.Read(ConfigurationFile.ReadBytes(path)))
            : BuiltIn(result);
        if (result.GetValue(_runDir) is { } directory)
        {
            installation = installation.InRunDirectory(directory);
        }
        else if (installation.Profile != Profile.Real && result.GetValue(_config) is null)
        {
            installation = installation.InRunDirectory(RunDirectory.Default);
        }

        return result.GetValue(_requireRealTime)
            ? installation with { RealTime = installation.RealTime with { Required = true } }
            : installation;
    }

    /// <summary>
    /// Why a process may not drive the lines of this installation: its file is not the accepted one. Null if it may.
    /// </summary>
    public string? NotAccepted(ParseResult result) => result.GetValue(_config) is { } path
        ? AcceptedConfiguration.Check(Load(result), ConfigurationFile.ReadBytes(path), path)
        : null;

    /// <summary>What names the same installation on the command line of another process.</summary>
    public IReadOnlyList<string> Arguments(ParseResult result)
    {
        Installation installation = Load(result);
        string config = result.GetValue(_config) is { } path
            ? Path.GetFullPath(path)
            : Keep(installation.RunDirectory, BuiltInText(result));
        List<string> arguments = ["--config", config, "--run-dir", installation.RunDirectory];
        if (result.GetValue(_dryRun))
        {
            arguments.Add("--dry-run");
        }

        if (result.GetValue(_requireRealTime))
        {
            arguments.Add("--require-rt");
        }

        return arguments;
    }

    private static string Keep(string directory, string text)
    {
        Directory.CreateDirectory(directory);
        string path = Path.Combine(directory, BuiltInName);
        using AtomicFile file = new(path);
        file.Stream.Write(Encoding.UTF8.GetBytes(text));
        file.Commit();
        return path;
    }

    private Installation BuiltIn(ParseResult result) =>
        Checked("the command line", ConfigurationReader.Read(Encoding.UTF8.GetBytes(BuiltInText(result))));

    private static Installation Checked(string name, ConfigurationResult result) => result.Installation
        ?? throw new UsageException(ConfigurationFile.Describe(name, result));

    private string BuiltInText(ParseResult result) => _boat is null
        ? Configuration.BuiltIn.Text()
        : Configuration.BuiltIn.Text(
            _boat.Product(result), _boat.Boat(result), _boat.Parameters(result), _boat.Settings(result));
}
