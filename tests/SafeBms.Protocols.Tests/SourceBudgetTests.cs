using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace SafeBms.Protocols.Tests;

/// <summary>How slow a source may be, held against the sums of spec/requirements.yaml.</summary>
public sealed partial class SourceBudgetTests
{
    public static TheoryData<int> Channels()
    {
        TheoryData<int> data = [];
        for (int channel = 0; channel < MeasurementChannel.Count; channel += channel < 9 ? 1 : 31)
        {
            data.Add(channel);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Channels))]
    [Requirement("P38")]
    public void Every_sum_is_the_one_of_the_specification(int channel)
    {
        string requirements = File.ReadAllText(InSpec("requirements.yaml"));
        foreach (BudgetChain chain in SourceBudget.Chains(channel))
        {
            Match hazard = Regex.Match(
                requirements, $@"^  {chain.Hazard}:\n(?:    .*\n)*?    ftti: (?<ftti>.*)\n(?:    .*\n)*?"
                + $@"      - \{{ name: {Regex.Escape(chain.Name)}, sum: \[(?<sum>.*)\] \}}", RegexOptions.Multiline);
            Assert.True(hazard.Success, $"{chain.Hazard}: {chain.Name}");

            int[] terms = [.. hazard.Groups["sum"].Value.Split(',').Select(term => Term_ms(term.Trim()))];
            int age_ms = chain.Hazard == "H8" ? 0 : terms[0];
            // The chain of the open contactor starts with its drop time; the age of the current comes second.
            age_ms = chain.Hazard == "H7" ? terms[1] : age_ms;
            Assert.Equal(terms.Sum() - age_ms, chain.Rest_ms);
            Assert.Equal(Term_ms(hazard.Groups["ftti"].Value), chain.Tolerated_ms);
            Assert.Contains(age_ms, (int[])[0, 25, 200, 2500]);
        }
    }

    [Theory]
    [MemberData(nameof(Channels))]
    public void The_longest_period_is_the_last_that_keeps_every_sum(int channel)
    {
        int longest_ms = SourceBudget.LongestPeriod_ms(channel);

        Assert.Null(SourceBudget.Refusal(channel, longest_ms, out int offset_ms));
        Assert.Equal(Math.Max(0, SourceBudget.Stale_ms(longest_ms) - SourceBudget.MaxAge_ms(channel)), offset_ms);
        Assert.All(
            SourceBudget.Chains(channel),
            chain => Assert.True(SourceBudget.Stale_ms(longest_ms) + chain.Rest_ms <= chain.Tolerated_ms));
        Assert.NotNull(SourceBudget.Refusal(channel, longest_ms + 1, out offset_ms));
        Assert.Equal(0, offset_ms);
        Assert.True(
            SourceBudget.Chains(channel).Count == 0 || SourceBudget.Chains(channel).Any(
                chain => SourceBudget.Stale_ms(longest_ms + 1) + chain.Rest_ms > chain.Tolerated_ms));
    }

    [Fact]
    public void The_periods_of_the_specification_fit_without_an_offset()
    {
        Assert.Equal(191, SourceBudget.LongestPeriod_ms(MeasurementChannel.Temperature(0)));
        Assert.Equal(360, SourceBudget.LongestPeriod_ms(MeasurementChannel.Cell(19, 7)));
        Assert.Equal(11, SourceBudget.LongestPeriod_ms(MeasurementChannel.PackCurrent));
        foreach (SourceOptions options in (SourceOptions[])
            [new SafeBmsOptions { Batteries = 20, CellsPerBattery = 8, Measurements = true }, new IvtOptions(),
                new FoxBmsOptions()])
        {
            Assert.Empty(SourceBudget.Refusals(options));
            Assert.All(options.Channels(), fed =>
            {
                SourceBudget.Refusal(fed.Channel, fed.Period_ms, out int offset_ms);
                Assert.Equal(0, offset_ms);
            });
        }

        Assert.Empty(SourceBudget.Refusals(new CanBmsOptions()));
    }

    [Fact]
    public void A_refusal_names_the_source_the_value_the_budget_and_the_way_out()
    {
        IReadOnlyList<string> refusals = SourceBudget.Refusals(new CanBmsOptions { Period_ms = 500 });

        Assert.Equal(
            "can-bms: temperature of battery 1: sent every 500 ms it is stale after 1250 ms only, but H3 \"cold battery "
            + "to permit\" leaves 479 ms (500 ms less 21 ms); let the source send at least every 191 ms and declare that",
            refusals[0]);
        Assert.Contains("cell 4 of battery 1", refusals[^1]);
        Assert.Equal(5, refusals.Count);
        Assert.Contains(
            "H7 \"current through the open contactor",
            SourceBudget.Refusal(MeasurementChannel.PackCurrent, 20, out _));
        Assert.Contains("no hazard's budget", SourceBudget.Refusal(MeasurementChannel.StateOfCharge, 1001, out _));
        Assert.Contains("is none", SourceBudget.Refusal(MeasurementChannel.BusVoltage, 0, out _));
    }

    [Theory]
    [InlineData(0, 50, 0)]
    [InlineData(1, 50, 1)]
    [InlineData(50, 50, 1)]
    [InlineData(51, 50, 1)]
    [InlineData(52, 50, 2)]
    [InlineData(250, 50, 200)]
    [InlineData(251, 50, 201)]
    [InlineData(200, 0, 200)]
    [InlineData(int.MaxValue, 50, int.MaxValue)]
    public void A_slow_source_ages_later_but_what_is_old_is_never_new(int age_ms, int offset_ms, int reported_ms) =>
        Assert.Equal(reported_ms, SourceBudget.ReportedAge(age_ms, offset_ms));

    [Fact]
    public void The_ranges_and_ages_are_those_of_the_specification()
    {
        string signals = File.ReadAllText(InSpec("signals.yaml"));
        (string Name, int Channel)[] all =
        [
            ("pack_current", MeasurementChannel.PackCurrent),
            ("pack_current_redundant", MeasurementChannel.RedundantCurrent),
            ("battery_voltage", MeasurementChannel.BatteryVoltage),
            ("bus_voltage", MeasurementChannel.BusVoltage),
            ("precharge_current", MeasurementChannel.PrechargeCurrent),
            ("internal_temperature", MeasurementChannel.InternalTemperature),
            ("state_of_charge", MeasurementChannel.StateOfCharge),
            ("temperature", MeasurementChannel.Temperature(19)),
            ("voltage", MeasurementChannel.Cell(19, 7)),
        ];
        foreach ((string name, int channel) in all)
        {
            Match line = Regex.Match(
                signals, $@"^ +{name}: .*range: \[(?<low>-?\d+), (?<high>\d+)\].*max_age: (?<age>\d+) ms",
                RegexOptions.Multiline);
            Assert.True(line.Success, name);
            Assert.Equal(Number(line, "low"), MeasurementRange.Lowest(channel));
            Assert.Equal(Number(line, "high"), MeasurementRange.Highest(channel));
            Assert.Equal(Number(line, "age"), SourceBudget.MaxAge_ms(channel));
        }

        static int Number(Match line, string group) =>
            int.Parse(line.Groups[group].Value, CultureInfo.InvariantCulture);
    }

    private static int Term_ms(string term)
    {
        Match value = Duration().Match(term);
        if (value.Success)
        {
            int number = int.Parse(value.Groups[1].Value, CultureInfo.InvariantCulture);
            return value.Groups[2].Value is "s" ? number * 1000 : number;
        }

        Match parameter = Regex.Match(
            File.ReadAllText(InSpec("parameters.yaml")), $@"^  {Regex.Escape(term)}: {{ unit: ms, default: ([^,]*),",
            RegexOptions.Multiline);
        Assert.True(parameter.Success, term);
        return Term_ms(parameter.Groups[1].Value);
    }

    [GeneratedRegex(@"^(\d+)(?: (ms|s))?$")]
    private static partial Regex Duration();

    internal static string InSpec(string name) => Path.Combine(Repository(), "spec", name);

    internal static string Repository([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", ".."));
}
