namespace SafeBms.Campaign;

/// <summary>A boat and the parameters of its controller, in the words of a scenario.</summary>
/// <param name="Name">A short name.</param>
/// <param name="Boat">Settings of <c>boat:</c>.</param>
/// <param name="Parameters">Parameters that differ from the product's.</param>
public sealed record BoatSetup(
    string Name,
    IReadOnlyList<KeyValuePair<string, string>> Boat,
    IReadOnlyList<KeyValuePair<string, string>> Parameters)
{
    /// <summary>The product's name.</summary>
    public string Product { get; init; } = "lynx-smart-bms-500";

    /// <summary>
    /// 12 V, two batteries in parallel, so that one can be missing while the other is good. Without sensor noise: times
    /// of reaction are then those of the specification, and idle time can be leapt over.
    /// </summary>
    public static BoatSetup Ordinary { get; } = new(
        "ordinary",
        [new("system_voltage", "12 V"), new("parallel_strings", "2"), new("noise", "off")],
        []);

    /// <summary>The same with one more setting of the boat.</summary>
    public BoatSetup With(string name, string value) =>
        this with { Boat = [.. Boat.Where(s => s.Key != name), new(name, value)] };

    /// <summary>The same with another parameter.</summary>
    public BoatSetup Configured(string name, string value) =>
        this with { Parameters = [.. Parameters.Where(s => s.Key != name), new(name, value)] };

    /// <summary>The same under another name.</summary>
    public BoatSetup Called(string name) => this with { Name = name };
}
