namespace SafeBms.Exploration.Search;

/// <summary>One thing of the world around the controller, with the classes of value that the search tries.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Choices">Its classes in words; the first one is the usual one.</param>
/// <param name="IsPulse">It lasts for one scan, then it is the usual one again.</param>
public sealed record Circumstance(string Name, IReadOnlyList<string> Choices, bool IsPulse);

/// <summary>The world as the search knows it: a class of value for each circumstance. A value type in all but name: two
/// of equal classes are the same world.</summary>
internal sealed class Surroundings
{
    public const int Remote = 0;
    public const int Cells = 1;
    public const int Temperature = 2;
    public const int Current = 3;
    public const int Contact = 4;
    public const int Bus = 5;
    public const int Cable = 6;
    public const int RelayContact = 7;
    public const int Permits = 8;
    public const int Precharge = 9;
    public const int Controller = 10;
    public const int BatteryVoltage = 11;
    public const int Charge = 12;
    public const int Aux = 13;
    public const int Acknowledge = 14;
    public const int ModeRequest = 15;

    /// <summary>Every circumstance, by index.</summary>
    public static IReadOnlyList<Circumstance> All { get; } =
    [
        new("remote", ["off", "on", "unknown"], false),
        new("cells", ["good", "below ov1", "at ov1", "at ov2", "at pre-alarm", "at uv1", "at uv2", "below charge floor",
            "one unknown"], false),
        new("temperature", ["good", "below charge minimum", "above charge maximum", "above discharge maximum",
            "above trip", "unknown"], false),
        new("current", ["none", "small discharge", "small charge", "above continuous", "above peak", "short circuit",
            "charge above peak", "unknown"], false),
        new("contact", ["follows", "does not close", "does not open", "unknown"], false),
        new("bus", ["loads", "charger", "does not charge", "short", "unknown"], false),
        new("cable", ["good", "broken", "battery alarm"], false),
        new("relay contact", ["follows", "stuck on", "stuck off", "unknown"], false),
        new("permit contacts", ["follow", "charge stuck on", "discharge stuck off"], false),
        new("pre-charge switch", ["follows", "stuck on"], false),
        new("controller", ["good", "self-test failed", "configuration bad", "late", "too hot", "above trip"], false),
        new("battery voltage", ["good", "below minimum", "above maximum", "above absolute", "unknown"], false),
        new("state of charge", ["good", "at floor", "unknown"], false),
        new("aux", ["good", "overloaded"], false),
        new("acknowledge", ["no", "pressed"], true),
        new("mode request", ["none", "on", "standby", "off"], true),
    ];

    private readonly byte[] classes;

    public Surroundings()
        : this(new byte[All.Count])
    {
    }

    private Surroundings(byte[] classes) => this.classes = classes;

    public int this[int circumstance] => classes[circumstance];

    /// <summary>The same with another class of one circumstance.</summary>
    public Surroundings With(int circumstance, int choice)
    {
        byte[] copy = [.. classes];
        copy[circumstance] = (byte)choice;
        return new Surroundings(copy);
    }

    /// <summary>What is left after the first scan: pulses are over.</summary>
    public Surroundings WithoutPulses() =>
        classes[Acknowledge] == 0 && classes[ModeRequest] == 0 ? this : With(Acknowledge, 0).With(ModeRequest, 0);

    public ulong Hash()
    {
        ulong hash = 14695981039346656037;
        foreach (byte value in classes)
        {
            hash = unchecked((hash ^ value) * 1099511628211);
        }

        return hash;
    }
}
