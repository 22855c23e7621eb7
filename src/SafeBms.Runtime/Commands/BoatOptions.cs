using System.CommandLine;
using System.CommandLine.Completions;
using SafeBms.Simulation;
using SafeBms.Simulation.Adapter;
using SafeBms.Simulation.Scenarios;

namespace SafeBms.Runtime.Commands;

/// <summary>The options that describe boat and product, shared by the commands that simulate.</summary>
internal sealed class BoatOptions
{
    private readonly Option<string> _product = new("--product")
    {
        Description = "The product whose parameters the controller runs with.",
        DefaultValueFactory = _ => "lynx-smart-bms-500",
        HelpName = "name",
    };

    private readonly Option<string[]> _boat = new("--boat")
    {
        Description = "How the boat is built, for example --boat system_voltage='24 V' --boat state_of_charge='40 %'. "
            + $"Names: {string.Join(", ", BoatSettings.Names)}. May be given several times.",
        HelpName = "name=value",
    };

    private readonly Option<string[]> _parameter = new("--parameter")
    {
        Description = "A parameter that differs from the product's, for example --parameter relay_mode=alarm. "
            + "May be given several times.",
        HelpName = "name=value",
    };

    private readonly Option<string[]> _set = new("--set")
    {
        Description = "What is switched on the boat at the start, for example --set load='40 A' --set alternator=on. "
            + "May be given several times.",
        HelpName = "name=value",
    };

    public BoatOptions(Command command)
    {
        _product.CompletionSources.Add(_ => ProductParameters.Products.Select(p => new CompletionItem(p)));
        _boat.CompletionSources.Add(_ => BoatSettings.Names.Select(n => new CompletionItem(n + "=")));
        command.Add(_product);
        command.Add(_boat);
        command.Add(_parameter);
        command.Add(_set);
    }

    /// <summary>The product's name.</summary>
    public string Product(ParseResult result) => result.GetValue(_product)!;

    /// <summary>Settings of the boat.</summary>
    public IReadOnlyList<Setting> Boat(ParseResult result) => Read(result.GetValue(_boat), "--boat");

    /// <summary>Parameters that differ.</summary>
    public IReadOnlyList<Setting> Parameters(ParseResult result) => Read(result.GetValue(_parameter), "--parameter");

    /// <summary>What is switched at the start.</summary>
    public IReadOnlyList<Setting> Settings(ParseResult result) => Read(result.GetValue(_set), "--set");

    private static List<Setting> Read(string[]? texts, string option)
    {
        List<Setting> settings = [];
        foreach (string text in texts ?? [])
        {
            int equals = text.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1)
            {
                throw new UsageException($"{option} '{text}': write name=value.");
            }

            settings.Add(new Setting(text[..equals].Trim(), text[(equals + 1)..].Trim(), 1, 1, 1, 1));
        }

        return settings;
    }
}

/// <summary>The command line asks for something impossible; the message says what to write.</summary>
internal sealed class UsageException(string message) : Exception(message);
