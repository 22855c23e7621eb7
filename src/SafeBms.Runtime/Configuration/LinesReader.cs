using System.Globalization;
using SafeBms.Devices.Lines;
using SafeBms.Simulation.Scenarios;

namespace SafeBms.Runtime.Configuration;

/// <summary>Reads and checks the section <c>lines</c>.</summary>
internal sealed class LinesReader
{
    /// <summary>Lines of one chip that the kernel can name; no chip has more by far.</summary>
    private const int MaxOffset = 1023;

    private static readonly OutputLine[] Essential =
    [
        OutputLine.ContactorCoil, OutputLine.Precharge, OutputLine.ProgrammableRelay, OutputLine.AllowToCharge,
        OutputLine.AllowToDischarge,
    ];

    private static readonly string[] Origins = ["line", "follows", "constant"];
    private static readonly string[] OfLines = ["active_low", "bias"];

    private readonly SectionReader _lines;
    private readonly Findings _findings;
    private readonly Profile _profile;
    private readonly LineDriver _driver;
    private readonly Dictionary<string, string> _users = new(StringComparer.Ordinal);

    private LinesReader(SectionReader lines, Findings findings, Profile profile)
    {
        _lines = lines;
        _findings = findings;
        _profile = profile;
        _driver = lines.Choice("driver", ConfigurationKeys.LineDrivers, LineDriver.Virtual,
            "write 'driver: gpio', or 'driver: virtual' for lines in memory.");
    }

    public static LinesConfiguration Read(SectionReader lines, Findings findings, Profile profile) =>
        new LinesReader(lines, findings, profile).Read();

    /// <summary>The lines of a simulated installation: every one is there.</summary>
    public static LinesConfiguration Simulated() => new()
    {
        Driver = LineDriver.Virtual,
        OutputsChip = "",
        InputsChip = "",
        Outputs = [.. Enum.GetValues<OutputLine>().Select(Virtual)],
        Inputs = [.. Enum.GetValues<InputLine>().Select(Virtual)],
    };

    private static OutputLineConfiguration Virtual(OutputLine line) =>
        new(line, null);

    private static InputLineConfiguration Virtual(InputLine line) =>
        new(line, InputOrigin.Line, null, null);

    private LinesConfiguration Read()
    {
        if (_driver == LineDriver.Virtual)
        {
            return ReadVirtual();
        }

        string needed = "write the chip that carries these lines, for example gpiochip0; 'gpiodetect' lists them.";
        string outputsChip = Chip("outputs_chip", needed);
        string inputsChip = _lines.Has("inputs_chip") ? Chip("inputs_chip", needed) : outputsChip;
        List<OutputLineConfiguration> outputs = ReadOutputs(outputsChip);
        List<InputLineConfiguration> inputs = ReadInputs(inputsChip, outputs);
        LineRequest? heartbeat = _lines.Section("heartbeat", ConfigurationKeys.Heartbeat) is { } section
            ? Request(section, outputsChip, "the heartbeat")
            : null;
        return new LinesConfiguration
        {
            Driver = LineDriver.Gpio,
            OutputsChip = outputsChip,
            InputsChip = inputsChip,
            Outputs = outputs,
            Inputs = inputs,
            Heartbeat = heartbeat,
        };
    }

    private LinesConfiguration ReadVirtual()
    {
        if (_profile == Profile.Real && _lines.Has("driver"))
        {
            _lines.Error("driver", "The profile real needs real lines: write 'driver: gpio'.");
        }

        foreach (string key in ConfigurationKeys.Lines.Where(k => k != "driver" && _lines.Has(k)))
        {
            _lines.Error(key, $"'{_lines.Of(key)}' belongs to real lines; the virtual chip has every line. "
                + "Remove it, or write 'driver: gpio'.");
        }

        return Simulated();
    }

    private string Chip(string key, string needed)
    {
        string chip = _lines.Word(key, needed) ?? "";
        if (chip.Contains('/', StringComparison.Ordinal) && !chip.StartsWith("/dev/", StringComparison.Ordinal))
        {
            _lines.Error(key, $"'{chip}' is no GPIO chip; write its name (gpiochip0), its label, or /dev/gpiochip0.");
        }

        return chip.StartsWith("/dev/", StringComparison.Ordinal) ? chip[5..] : chip;
    }

    private List<OutputLineConfiguration> ReadOutputs(string chip)
    {
        List<OutputLineConfiguration> outputs = [];
        SectionReader? all = _lines.Section("outputs", ConfigurationKeys.Outputs.All);
        foreach (OutputLine line in Enum.GetValues<OutputLine>())
        {
            string name = ConfigurationKeys.NameOf(line);
            if (all?.Section(name, ConfigurationKeys.Output) is { } section)
            {
                outputs.Add(new OutputLineConfiguration(line, Request(section, chip, $"output {name}")));
            }
            else if (all is null or { IsUsable: true } && Essential.Contains(line))
            {
                (all ?? _lines).Error(all is null ? "outputs" : name, MissingOutput(line, name));
            }
        }

        if (all is not null && !all.Has("alarm"))
        {
            all.Warning("alarm", "The output 'alarm' is not wired: nobody hears an alarm unless a display shows it.");
        }

        return outputs;
    }

    private static string MissingOutput(OutputLine line, string name) => line == OutputLine.ProgrammableRelay
        ? "The output 'programmable_relay' is not wired. With relay_mode alternator it switches the alternator off "
            + "before the contactor opens, with relay_mode alarm it is the alarm contact; its read-back is watched "
            + "in both. Give it a line."
        : $"The output '{name}' is not wired; the controller needs it. Give it a line under 'lines.outputs'.";

    private List<InputLineConfiguration> ReadInputs(string chip, List<OutputLineConfiguration> outputs)
    {
        List<InputLineConfiguration> inputs = [];
        SectionReader? all = _lines.Section("inputs", ConfigurationKeys.Inputs.All);
        foreach (InputLine line in Enum.GetValues<InputLine>())
        {
            string name = ConfigurationKeys.NameOf(line);
            if (all?.Section(name, ConfigurationKeys.Input) is { } section)
            {
                inputs.Add(ReadInput(section, line, name, chip, outputs));
            }
            else if (all is null or { IsUsable: true })
            {
                (all ?? _lines).Error(all is null ? "inputs" : name,
                    $"The input '{name}' is not described. Write '{name}: {{ line: ... }}' if it is wired, "
                    + (OutputReadBy(line) is { } read
                        ? $"or '{name}: {{ follows: {ConfigurationKeys.NameOf(read)} }}' for the read-back of the "
                            + "output line."
                        : $"or '{name}: {{ constant: true }}' or false if it is not."));
            }
        }

        return inputs;
    }

    private InputLineConfiguration ReadInput(
        SectionReader section, InputLine line, string name, string chip, List<OutputLineConfiguration> outputs)
    {
        string[] origins = [.. Origins.Where(section.Has)];
        if (origins.Length > 1)
        {
            section.Error(origins[1], $"'{section.Path}' has '{origins[0]}' and '{origins[1]}'; write one of them.");
        }

        if (!section.Has("line"))
        {
            foreach (string key in OfLines.Where(section.Has))
            {
                section.Error(key, $"'{section.Of(key)}' belongs to a line, and this input has none.");
            }
        }

        if (section.Has("follows"))
        {
            OutputLine followed = section.Choice("follows", ConfigurationKeys.Outputs, OutputReadBy(line) ?? default);
            CheckFollows(section, line, name, followed, outputs);
            return new InputLineConfiguration(line, InputOrigin.ReadBackOfOutput, null, followed);
        }

        if (section.Has("constant"))
        {
            bool on = section.Choice("constant", ConfigurationKeys.Switches, false);
            CheckConstant(section, line, name, on);
            InputOrigin origin = on ? InputOrigin.ConstantOn : InputOrigin.ConstantOff;
            return new InputLineConfiguration(line, origin, null, null);
        }

        return new InputLineConfiguration(line, InputOrigin.Line, Request(section, chip, $"input {name}"), null);
    }

    private void CheckFollows(SectionReader section, InputLine line, string name, OutputLine followed,
        List<OutputLineConfiguration> outputs)
    {
        string output = ConfigurationKeys.NameOf(followed);
        if (OutputReadBy(line) is not { } own)
        {
            section.Error("follows", $"'{name}' is no read-back of an output: give it a line or a constant.");
        }
        else if (own != followed)
        {
            section.Error("follows", $"'{name}' reads back '{ConfigurationKeys.NameOf(own)}', not '{output}'.");
        }
        else if (!outputs.Exists(o => o.Line == followed))
        {
            section.Error("follows", $"The output '{output}' is not wired, so '{name}' cannot follow it.");
        }
        else if (line == InputLine.ContactorFeedback && _profile == Profile.Real)
        {
            section.Error("follows", "In the profile real 'contactor_feedback' is wired to the auxiliary contact of "
                + "the contactor: the level of the coil line shows neither a weld nor a contactor that stays open.");
        }
        else if (_profile == Profile.Real)
        {
            section.Warning("follows", $"'{name}' follows the line of its own output: a welded or stuck relay is not "
                + "seen. Wire its contact if it has one.");
        }
    }

    private void CheckConstant(SectionReader section, InputLine line, string name, bool on)
    {
        if (OutputReadBy(line) is { } read)
        {
            section.Error("constant", $"'{name}' is compared with its command all the time; a constant would be a "
                + $"fault. Write '{{ follows: {ConfigurationKeys.NameOf(read)} }}' or give it a line.");
            return;
        }

        string? consequence = (line, on) switch
        {
            (InputLine.BatteryCableOk, false) => "the battery cable counts as broken: the contactor will never close.",
            (InputLine.BatteryAlarm, true) => "a battery alarms all the time: the contactor will never close.",
            (InputLine.AuxFault, true) => "AUX counts as overloaded: it will never come on.",
            _ => null,
        };
        if (consequence is not null)
        {
            section.Error("constant", $"With '{name}' always {(on ? "on" : "off")} {consequence}");
        }
        else if (line == InputLine.BatteryCableOk && _profile == Profile.Real)
        {
            section.Warning("constant", "No battery cable loop is wired: an unplugged battery is seen only when its "
                + "data have become stale.");
        }
    }

    /// <summary>The output that an input reads back.</summary>
    internal static OutputLine? OutputReadBy(InputLine line) => line switch
    {
        InputLine.ContactorFeedback => OutputLine.ContactorCoil,
        InputLine.PrechargeReadback => OutputLine.Precharge,
        InputLine.RelayReadback => OutputLine.ProgrammableRelay,
        InputLine.ChargeReadback => OutputLine.AllowToCharge,
        InputLine.DischargeReadback => OutputLine.AllowToDischarge,
        _ => null,
    };

    private LineRequest? Request(SectionReader section, string chip, string user)
    {
        bool activeLow = section.Choice("active_low", ConfigurationKeys.Switches, false);
        LineBias bias = section.Choice("bias", ConfigurationKeys.Biases, LineBias.AsFound);
        LineDrive drive = section.Choice("drive", ConfigurationKeys.Drives, LineDrive.PushPull);
        if (section.Word("line", "write the line's name, or its number on the chip.") is not { } word)
        {
            return null;
        }

        string address = word;
        if (char.IsAsciiDigit(word[0]) || word[0] == '-')
        {
            if (!int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out int offset)
                || offset > MaxOffset)
            {
                section.Error("line", $"'{word}' is no line: a number on the chip is 0 to {MaxOffset}, a name begins "
                    + "with a letter.");
                return null;
            }

            address = offset.ToString(CultureInfo.InvariantCulture);
        }
        else if (word.Length > 31)
        {
            section.Error("line", $"'{word}' is longer than the kernel's names of lines (31).");
            return null;
        }

        string place = $"{chip}:{address}";
        if (!_users.TryAdd(place, user))
        {
            YamlNode at = section.PlaceOf("line");
            _findings.Error(at, section.Of("line"), $"Line {address} of {chip} already serves {_users[place]}; "
                + $"{user} needs a line of its own.");
        }

        return new LineRequest(address, activeLow, bias, drive);
    }
}
