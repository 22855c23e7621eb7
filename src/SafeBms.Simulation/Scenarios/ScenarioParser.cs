using System.Text.RegularExpressions;

namespace SafeBms.Simulation.Scenarios;

/// <summary>
/// Reads a scenario file into a <see cref="Scenario"/>. Names of values, settings and faults are checked later, when
/// the scenario meets a product and a boat; here everything that is wrong with the form is reported at once.
/// </summary>
public sealed class ScenarioParser
{
    private static readonly string[] TopKeys =
    [
        "scenario", "text", "shows", "product", "duration", "parameters", "boat", "measured", "events", "faults",
        "inputs", "retained", "expect", "expect_violations",
    ];

    private static readonly Regex IdForm = new(
        "^(REQ(-[A-Z]+)+-[0-9]{2,}|P[0-9]{2,}[a-z]?)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture);

    private readonly List<ScenarioProblem> _problems = [];

    private ScenarioParser()
    {
    }

    /// <summary>Longest run: a day.</summary>
    public const long MaxDuration_ms = 86_400_000;

    /// <summary>Reads a file.</summary>
    /// <exception cref="ScenarioException">It is unusable; all problems of its form are in it.</exception>
    public static Scenario Parse(ReadOnlySpan<byte> bytes)
    {
        YamlNode root = StrictYaml.Read(bytes);
        ScenarioParser parser = new();
        Scenario scenario = parser.ReadScenario(root);
        return parser._problems.Count == 0
            ? scenario
            : throw new ScenarioException([.. parser._problems.OrderBy(p => p.Line).ThenBy(p => p.Column)]);
    }

    private Scenario ReadScenario(YamlNode root)
    {
        NodeReader reader = new(root, TopKeys, "a scenario", _problems);
        string name = reader.Text("scenario", required: true)?.Text ?? "";
        if (name.Length > 0 && name.Any(c => !char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c != '-'))
        {
            reader.Problem("scenario", $"'{name}' is no name; use lower-case letters, digits and hyphens.");
        }

        long duration_ms = reader.Duration("duration", 0, required: true);
        if (duration_ms > MaxDuration_ms)
        {
            reader.Problem("duration", "A run lasts at most 24 h.");
        }

        CheckInputs(reader);
        return new Scenario
        {
            Name = name,
            Text = reader.Text("text")?.Text ?? "",
            Shows = ReadShows(reader),
            Product = reader.Text("product") ?? new PlacedText("lynx-smart-bms-500", 1, 1),
            Duration_ms = duration_ms,
            Parameters = reader.Settings("parameters"),
            Boat = reader.Settings("boat"),
            Measured = reader.Text("measured"),
            Events = [.. reader.Items("events").Select(ReadEvent)],
            Faults = [.. reader.Items("faults").Select(ReadFault)],
            Inputs = [.. reader.Items("inputs").Select(ReadInputs)],
            RetainedLost = reader.Text("retained")?.Text == "lost",
            Expectations = [.. reader.Items("expect").Select(ReadExpectation).OfType<ScenarioExpectation>()],
            ExpectedViolations = reader.Texts("expect_violations"),
        };
    }

    private static void CheckInputs(NodeReader reader)
    {
        if (reader.Has("retained") && reader.Text("retained")?.Text is not "lost")
        {
            reader.Problem("retained", "Write 'lost', or leave it out: nothing is latched then.");
        }

        if (reader.Has("retained") && !reader.Has("inputs"))
        {
            reader.Problem("retained", "'retained' goes with 'inputs'; a boat has 'retained_valid'.");
        }

        foreach (string key in new[] { "boat", "measured", "events", "faults" })
        {
            if (reader.Has("inputs") && reader.Has(key))
            {
                reader.Problem(key, $"With 'inputs' there is no boat, and no '{key}'.");
            }
        }
    }

    private InputStep ReadInputs(YamlNode node)
    {
        NodeReader reader = new(node, ["at", "set"], "a step of inputs", _problems);
        IReadOnlyList<Setting> settings = reader.Settings("set");
        if (settings.Count == 0)
        {
            _problems.Add(new ScenarioProblem(node.Line, node.Column, "A step needs 'set:' with inputs and readings."));
        }

        return new InputStep(reader.Duration("at", 0, required: true), settings, node.Line);
    }

    // Whether the ids exist is not known here: a scenario is read without the specification. A test looks them up.
    private IReadOnlyList<PlacedText> ReadShows(NodeReader reader)
    {
        IReadOnlyList<PlacedText> shows = reader.Texts("shows");
        HashSet<string> seen = [];
        foreach (PlacedText id in shows)
        {
            if (!IdForm.IsMatch(id.Text))
            {
                _problems.Add(new ScenarioProblem(id.Line, id.Column,
                    $"'{id.Text}' names neither a requirement nor a property; write it like REQ-ORD-01 or P02a."));
            }
            else if (!seen.Add(id.Text))
            {
                _problems.Add(new ScenarioProblem(id.Line, id.Column, $"'{id.Text}' is named twice; once is enough."));
            }
        }

        return shows;
    }

    private ScenarioEvent ReadEvent(YamlNode node)
    {
        NodeReader reader = new(node, ["at", "when", "after", "set"], "an event", _problems);
        Moment at = ReadMoment(reader);
        IReadOnlyList<Setting> settings = reader.Settings("set");
        if (settings.Count == 0)
        {
            _problems.Add(new ScenarioProblem(node.Line, node.Column, "An event needs 'set:' with what changes."));
        }

        return new ScenarioEvent(at, settings, node.Line);
    }

    private ScenarioFault ReadFault(YamlNode node)
    {
        NodeReader reader = new(
            node, ["fault", "at", "when", "after", "for", "until", "target", "value", "rate"], "a fault", _problems);
        Moment at = ReadMoment(reader);
        PlacedText fault = reader.Text("fault", required: true) ?? new PlacedText("", node.Line, node.Column);
        long duration_ms = reader.Duration("for", 0);
        long until_ms = reader.Duration("until", -1);
        if (until_ms >= 0)
        {
            if (at.Condition is not null || duration_ms > 0)
            {
                reader.Problem("until", "'until' goes with 'at' only; otherwise say 'for'.");
            }
            else if (until_ms <= at.Time_ms)
            {
                reader.Problem("until", "The fault ends before it begins.");
            }

            duration_ms = Math.Max(1, until_ms - at.Time_ms);
        }

        return new ScenarioFault(at, fault, reader.Text("target"), reader.Text("value"), reader.Text("rate"),
            duration_ms);
    }

    private ScenarioExpectation? ReadExpectation(YamlNode node)
    {
        YamlMap? map = node as YamlMap;
        string[] kinds = ["at", "within", "never", "always", "order"];
        string[] found = [.. kinds.Where(kind => map?.Find(kind) is not null)];
        if (found.Length != 1)
        {
            _problems.Add(new ScenarioProblem(
                node.Line, node.Column,
                $"An expectation has exactly one of {string.Join(", ", kinds)}; here are {found.Length}."));
            return null;
        }

        return found[0] switch
        {
            "at" => ReadAt(node),
            "within" => ReadWithin(node),
            "order" => ReadOrder(node),
            _ => ReadPeriod(node, found[0]),
        };
    }

    private ScenarioExpectation ReadAt(YamlNode node)
    {
        NodeReader reader = new(node, ["at", "after", "that", "because"], "'at'", _problems);
        return new ScenarioExpectation
        {
            Kind = ExpectationKind.At,
            From = ReadPoint(reader, "at", "after"),
            Conditions = Required(reader, "that"),
            Because = reader.Text("because")?.Text ?? "",
            Line = node.Line,
        };
    }

    private ScenarioExpectation ReadWithin(YamlNode node)
    {
        NodeReader reader = new(node, ["within", "of", "after", "that", "because"], "'within'", _problems);
        return new ScenarioExpectation
        {
            Kind = ExpectationKind.Within,
            From = ReadPoint(reader, "of", "after"),
            Maximum_ms = reader.Duration("within", 0),
            Conditions = Required(reader, "that"),
            Because = reader.Text("because")?.Text ?? "",
            Line = node.Line,
        };
    }

    private ScenarioExpectation ReadPeriod(YamlNode node, string kind)
    {
        NodeReader reader = new(node, [kind, "from", "to", "because"], $"'{kind}'", _problems);
        return new ScenarioExpectation
        {
            Kind = kind == "never" ? ExpectationKind.Never : ExpectationKind.Always,
            From = ReadPoint(reader, "from", null),
            To = reader.Has("to") ? ReadPoint(reader, "to", null) : null,
            Conditions = Required(reader, kind),
            Because = reader.Text("because")?.Text ?? "",
            Line = node.Line,
        };
    }

    private ScenarioExpectation ReadOrder(YamlNode node)
    {
        NodeReader reader = new(node, ["order", "from", "at_least", "at_most", "because"], "'order'", _problems);
        IReadOnlyList<PlacedText> steps = reader.Texts("order");
        if (steps.Count < 2)
        {
            reader.Problem("order", "An order needs at least two conditions.");
        }

        return new ScenarioExpectation
        {
            Kind = ExpectationKind.Order,
            From = ReadPoint(reader, "from", null),
            Minimum_ms = reader.Duration("at_least", 0),
            Maximum_ms = reader.Duration("at_most", -1),
            Conditions = steps,
            Because = reader.Text("because")?.Text ?? "",
            Line = node.Line,
        };
    }

    private static IReadOnlyList<PlacedText> Required(NodeReader reader, string key) =>
        reader.Text(key, required: true) is { } text ? [text] : [];

    private static Moment ReadMoment(NodeReader reader)
    {
        if (reader.Has("when"))
        {
            if (reader.Has("at"))
            {
                reader.Problem("when", "Say either 'at' (a time) or 'when' (a condition).");
            }

            return new Moment(-1, reader.Text("when"), reader.Duration("after", 0));
        }

        return new Moment(reader.Duration("at", 0), null, reader.Duration("after", 0));
    }

    // "at: 10 s" is a time, "at: falling(aux)" the first scan in which that is true.
    private static Moment ReadPoint(NodeReader reader, string key, string? after)
    {
        long after_ms = after is null ? 0 : reader.Duration(after, 0);
        PlacedText? text = reader.Has(key) ? reader.Text(key) : null;
        if (text is null)
        {
            return new Moment(0, null, after_ms);
        }

        return text.Text.Length > 0 && char.IsAsciiDigit(text.Text[0])
            ? new Moment(reader.Duration(key, 0), null, after_ms)
            : new Moment(-1, text, after_ms);
    }
}
