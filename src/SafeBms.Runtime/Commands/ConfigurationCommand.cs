using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using SafeBms.Runtime.Configuration;

namespace SafeBms.Runtime.Commands;

/// <summary><c>safebms config</c>: check, show and accept the configuration of an installation.</summary>
internal static class ConfigurationCommand
{
    /// <summary>Where an installation keeps its configuration.</summary>
    public const string DefaultPath = "/etc/safebms/safebms.yaml";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static Command Create() => new("config", "Checks, shows and accepts the configuration of an installation.")
    {
        Check(),
        Show(),
        AcceptCommand.Create(),
        Schema(),
    };

    private static Argument<string?> FileArgument() => new("file")
    {
        Description = $"The configuration; without it {DefaultPath}, and where that does not exist the built-in "
            + "simulated one.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static Option<bool> JsonOption() => new("--json") { Description = "Prints JSON instead of text." };

    private static string? PathOf(string? given) => given ?? (File.Exists(DefaultPath) ? DefaultPath : null);

    private static Command Check()
    {
        Argument<string?> file = FileArgument();
        Option<bool> json = JsonOption();
        Command command = new("check", "Reads a configuration and reports everything that is wrong with it, each "
            + "finding with line and column. Exit code 0 if it can be used, 2 if not.")
        {
            file, json,
        };
        command.SetAction(result =>
        {
            string? path = PathOf(result.GetValue(file));
            string name = path ?? ConfigurationFile.BuiltInName;
            ConfigurationResult read =
                path is null ? BuiltIn.Read() : ConfigurationReader.Read(ConfigurationFile.ReadBytes(path));
            if (result.GetValue(json))
            {
                Console.WriteLine(Findings(name, read).ToJsonString(Indented));
            }
            else
            {
                Print(name, read);
            }

            return read.Installation is null ? Exit.Unusable : Exit.Success;
        });
        return command;
    }

    private static void Print(string name, ConfigurationResult read)
    {
        TextWriter to = read.Installation is null ? Console.Error : Console.Out;
        foreach (Finding finding in read.Findings)
        {
            to.WriteLine(finding.Format(name));
        }

        int errors = read.Errors.Count();
        int warnings = read.Findings.Count - errors;
        to.WriteLine(read.Installation is { } installation
            ? $"{name}: usable, {warnings} warnings ({installation.Product}, profile "
                + $"{ConfigurationKeys.Profiles.Of(installation.Profile)}, sources: {installation.Sources.List.Count}, "
                + $"buses: {installation.Buses.Count})"
            : $"{name}: not usable, {errors} errors, {warnings} warnings");
    }

    private static JsonObject Findings(string name, ConfigurationResult read) => new()
    {
        ["file"] = name,
        ["usable"] = read.Installation is not null,
        ["findings"] = new JsonArray([.. read.Findings.Select(f => (JsonNode)new JsonObject
        {
            ["kind"] = f.Kind == FindingKind.Error ? "error" : "warning",
            ["line"] = f.Line,
            ["column"] = f.Column,
            ["key"] = f.Key,
            ["message"] = f.Message,
        })]),
    };

    private static Command Show()
    {
        Argument<string?> file = FileArgument();
        Option<bool> json = JsonOption();
        Command command = new("show", "Shows every value that holds, defaults and all parameters of the core "
            + "included.")
        {
            file, json,
        };
        command.SetAction(result =>
        {
            LoadedConfiguration loaded = ConfigurationFile.Load(PathOf(result.GetValue(file)));
            IReadOnlyList<(string Key, string Value)> values = EffectiveValues.Of(loaded.Installation);
            if (result.GetValue(json))
            {
                JsonObject all = [];
                foreach ((string key, string value) in values)
                {
                    all[key] = value;
                }

                Console.WriteLine(new JsonObject { ["file"] = loaded.Name, ["values"] = all }.ToJsonString(Indented));
                return Exit.Success;
            }

            foreach ((string key, string value) in values)
            {
                Console.WriteLine($"{key,-44} {value}");
            }

            return Exit.Success;
        });
        return command;
    }

    private static Command Schema()
    {
        Command command = new("schema", "Prints the JSON schema of configuration files, for editors.");
        command.SetAction(_ =>
        {
            using Stream? stream =
                typeof(ConfigurationCommand).Assembly.GetManifestResourceStream("safebms.schema.json");
            using StreamReader reader = new(stream
                ?? throw new InvalidOperationException("The program was built without its schema."));
            Console.Write(reader.ReadToEnd());
            return Exit.Success;
        });
        return command;
    }
}
