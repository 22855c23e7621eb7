using System.Globalization;
using SafeBms.Guard;
using Xunit;
using Xunit.Abstractions;

namespace SafeBms.Deployment.Tests;

/// <summary>The unit file, and what systemd makes of it.</summary>
public class UnitTests(ITestOutputHelper output)
{
    private const int CannotRunHere = 3;

    private static readonly string[] Lines = File.ReadAllLines(Shell.Script("deploy/systemd/safebms.service"));

    [Fact]
    public void The_unit_waits_longer_than_the_longest_ordered_shutdown()
    {
        long longest_ns = GuardSettings.StopTimeout_ns + GuardSettings.ContactorDelay_ns;

        Assert.True(Seconds("TimeoutStopSec") * 1_000_000_000 >= longest_ns + 5_000_000_000);
        Assert.True(Seconds("TimeoutAbortSec") * 1_000_000_000 >= GuardSettings.ContactorDelay_ns + 5_000_000_000);
        Assert.True(Seconds("WatchdogSec") * 1_000_000_000 > 100 * GuardSettings.LoopPeriod_ns);
    }

    [Theory]
    [InlineData("KillMode", "control-group")]
    [InlineData("WatchdogSignal", "SIGTERM")]
    [InlineData("OOMPolicy", "continue")]
    [InlineData("NotifyAccess", "main")]
    [InlineData("LimitCORE", "0")]
    [InlineData("ProtectSystem", "strict")]
    [InlineData("DevicePolicy", "closed")]
    [InlineData("CapabilityBoundingSet", "CAP_SYS_NICE")]
    public void What_the_order_and_the_rights_rest_on_is_set(string key, string value) => Assert.Equal(value, Value(key));

    [Fact]
    public void A_failing_guard_is_tried_again_but_not_for_ever()
    {
        Assert.Equal("on-failure", Value("Restart"));
        Assert.InRange(Seconds("StartLimitBurst"), 2, 10);
        Assert.True(Seconds("StartLimitIntervalSec") >= 60 * Seconds("StartLimitBurst"));
    }

    [Fact]
    public void Systemd_finds_nothing_wrong_and_the_exposure_is_small()
    {
        (int code, string said) = Shell.Run(Shell.Script("deploy/systemd/check.sh"));
        output.WriteLine(said);
        Assert.True(code is 0 or CannotRunHere, said);
    }

    [Fact]
    public void When_the_guard_is_killed_systemd_lets_the_controller_open_in_order()
    {
        (int code, string said) = Shell.Run(Shell.Script("deploy/systemd/experiment/run.sh"));
        output.WriteLine(said);
        Assert.True(code is 0 or CannotRunHere, said);
        Assert.True(code == CannotRunHere || said.Contains("all cases done", StringComparison.Ordinal), said);
    }

    [Fact]
    public void The_program_itself_opens_in_order_when_its_guard_is_killed_and_when_the_unit_is_stopped()
    {
        (int code, string said) = Shell.Run(Shell.Script("deploy/systemd/experiment/run.sh"), "--program", AppContext.BaseDirectory);
        output.WriteLine(said);
        Assert.True(code is 0 or CannotRunHere, said);
        Assert.True(code == CannotRunHere || said.Contains("all cases done", StringComparison.Ordinal), said);
    }

    [Fact]
    public void Every_group_and_user_that_the_rules_and_the_unit_name_is_made()
    {
        string users = File.ReadAllText(Shell.Script("deploy/sysusers/safebms.conf"));
        IEnumerable<string> groups = File.ReadAllLines(Shell.Script("deploy/udev/70-safebms.rules"))
            .Where(line => line.Contains("GROUP=\"", StringComparison.Ordinal))
            .Select(line => line.Split("GROUP=\"")[1].Split('"')[0])
            .Concat(Value("SupplementaryGroups").Split(' '))
            .Append(Value("Group"));
        Assert.All(groups.Distinct(), group => Assert.Matches($"(?m)^[gu] {group} ", users));
    }

    private static string Value(string key) =>
        Assert.Single(Lines, line => line.StartsWith(key + "=", StringComparison.Ordinal))[(key.Length + 1)..];

    private static long Seconds(string key) => long.Parse(Value(key), CultureInfo.InvariantCulture);
}
