using SafeBms.Laboratory;
using SafeBms.Specification.Model;

namespace SafeBms.Mutation.Nets;

/// <summary>One input of a <see cref="Storm"/>: what it says when all is well, and what else it may say.</summary>
internal sealed class StormChannel
{
    private static readonly Dictionary<string, long> Good = new(StringComparer.Ordinal)
    {
        ["internal_temperature"] = 300, ["state_of_charge"] = 700, ["battery_cable_ok"] = 1, ["self_test_passed"] = 1,
        ["configuration_valid"] = 1, ["retained_valid"] = 1,
    };

    private readonly int input;
    private long forced;
    private long forcedUntil_ms;
    private long silentUntil_ms;
    private long held;
    private int age_ms = -1;

    private StormChannel(int input, string name, InputInfo info, long[] candidates)
    {
        this.input = input;
        Name = name;
        Period_ms = (int)Math.Max(1, info.Period_ms);
        Candidates = candidates;
        Nominal = Good.GetValueOrDefault(name);
        Nominal = info.Name == "voltage" ? 3_300 : info.Name == "temperature" ? 250 : Nominal;
    }

    /// <summary>Flat name.</summary>
    internal string Name { get; }

    /// <summary>Distance of its samples.</summary>
    internal int Period_ms { get; }

    /// <summary>When in its period it is sampled.</summary>
    internal int Offset_ms { get; set; }

    /// <summary>What it says when all is well.</summary>
    internal long Nominal { get; set; }

    /// <summary>Thresholds and their neighbours, and the ends of its range.</summary>
    internal long[] Candidates { get; }

    /// <summary>The inputs that exist: scalars, and one battery with four cells.</summary>
    internal static StormChannel[] All(SpecificationModel model, ILoadedCore core)
    {
        List<StormChannel> channels = [];
        foreach (InputInfo info in model.Signals.Inputs)
        {
            channels.Add(new(core.Names.Input(info.Name), info.Name, info, CandidatesOf(info, model)));
        }

        string[] members = [.. core.Names.Inputs.Where(one => one.StartsWith("battery[0].", StringComparison.Ordinal))];
        foreach (string name in members)
        {
            int cell = name.IndexOf(".cell[", StringComparison.Ordinal);
            if (cell < 0 || name[cell + 6] < '4')
            {
                GroupInfo battery = model.Signals.Groups.Single(group => group.Name == "battery");
                string field = name[(name.LastIndexOf('.') + 1)..];
                InputInfo? info = battery.Inputs.Concat(battery.Groups.SelectMany(group => group.Inputs))
                    .FirstOrDefault(candidate => candidate.Name == field);
                if (info is not null)
                {
                    channels.Add(new(core.Names.Input(name), name, info, CandidatesOf(info, model)));
                }
            }
        }

        return [.. channels];
    }

    /// <summary>Says something else for a while.</summary>
    internal void Force(long value, long until_ms) => (forced, forcedUntil_ms) = (value, until_ms);

    /// <summary>Says nothing for a while.</summary>
    internal void Silence(long until_ms) => silentUntil_ms = until_ms;

    /// <summary>Sets the input of a scan.</summary>
    internal void Write(ILoadedCore core, long scan)
    {
        bool isDue = Period_ms == 1 || scan % Period_ms == Offset_ms;
        if (isDue && scan >= silentUntil_ms)
        {
            held = scan < forcedUntil_ms ? forced : Nominal;
            age_ms = 0;
        }
        else if (age_ms >= 0)
        {
            age_ms++;
        }

        core.SetInput(input, (int)held, Math.Max(0, age_ms), age_ms >= 0);
    }

    private static long[] CandidatesOf(InputInfo info, SpecificationModel model)
    {
        ExprType type = info.Type;
        if (type.Kind != ValueKind.Int)
        {
            EnumInfo? members = model.Signals.Enums.FirstOrDefault(candidate => candidate.Name == type.EnumName);
            return members is null ? [0, 1] : [.. members.Members.Select(member => (long)member.Id)];
        }

        IEnumerable<long> thresholds = model.Parameters.Parameters
            .Where(parameter => parameter.Type.Kind == ValueKind.Int && parameter.Type.Unit == type.Unit)
            .SelectMany(parameter => (long[])[parameter.Default, -parameter.Default, parameter.Default * 4]);
        return [.. thresholds.SelectMany(value => (long[])[value - 1, value, value + 1])
            .Where(value => value >= type.Min && value <= type.Max)
            .Concat([type.Min, type.Max, type.Max + 1]).Distinct().Order()];
    }
}

/// <summary>A contact that follows its command late, or sticks.</summary>
internal sealed class StormContact(int delay_ms)
{
    private bool isOn;
    private bool command;
    private long since_ms;
    private bool stuckAt;
    private long stuckUntil_ms;

    /// <summary>Where it is in this scan.</summary>
    internal bool Follow(bool on, long scan)
    {
        if (on != command)
        {
            command = on;
            since_ms = scan;
        }

        isOn = scan - since_ms >= delay_ms ? command : isOn;
        return scan < stuckUntil_ms ? stuckAt : isOn;
    }

    /// <summary>Stays where it is told for a while.</summary>
    internal void Stick(bool on, long until_ms) => (stuckAt, stuckUntil_ms) = (on, until_ms);
}
