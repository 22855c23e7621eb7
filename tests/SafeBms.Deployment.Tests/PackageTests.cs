using Xunit;

namespace SafeBms.Deployment.Tests;

/// <summary>The package's scripts, with stand-ins for systemctl and safebms.</summary>
public class PackageTests
{
    private const string Open = """{ "outputs": { "contactor_coil": false } }""";
    private const string Closed = """{ "outputs": { "contactor_coil": true } }""";

    [Theory]
    [InlineData("upgrade")]
    [InlineData("failed-upgrade")]
    [InlineData("remove")]
    public void With_the_contactor_closed_nothing_is_stopped(string action)
    {
        (int code, string said, string calls) = Prerm(action, active: true, $"echo '{Closed}'");
        Assert.Equal(1, code);
        Assert.Contains("contactor is closed", said, StringComparison.Ordinal);
        Assert.DoesNotContain("stop", calls, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("exit 3")]
    [InlineData("echo '{}'")]
    [InlineData("echo")]
    public void A_controller_that_does_not_say_counts_as_closed(string status)
    {
        (int code, _, string calls) = Prerm("upgrade", active: true, status);
        Assert.Equal(1, code);
        Assert.DoesNotContain("stop", calls, StringComparison.Ordinal);
    }

    [Fact]
    public void With_the_contactor_open_the_service_is_stopped_in_order()
    {
        (int code, string said, string calls) = Prerm("upgrade", active: true, $"echo '{Open}'");
        Assert.True(code == 0, said);
        Assert.Contains("stop safebms.service", calls, StringComparison.Ordinal);
    }

    [Fact]
    public void A_service_that_does_not_run_is_no_obstacle()
    {
        (int code, string said, string calls) = Prerm("remove", active: false, "exit 3");
        Assert.True(code == 0, said);
        Assert.DoesNotContain("stop", calls, StringComparison.Ordinal);
    }

    [Fact]
    public void A_first_installation_starts_and_enables_nothing()
    {
        string calls = Postinst(ranBefore: false);
        Assert.DoesNotContain("start", calls, StringComparison.Ordinal);
        Assert.DoesNotContain("enable", calls, StringComparison.Ordinal);
    }

    [Fact]
    public void What_ran_before_an_update_is_started_again() =>
        Assert.Contains("start safebms.service", Postinst(ranBefore: true), StringComparison.Ordinal);

    [Fact]
    public void The_contactor_is_called_what_status_calls_it() =>
        Assert.Contains("contactor_coil", File.ReadAllText(Shell.Script("spec/signals.yaml")), StringComparison.Ordinal);

    [Theory]
    [InlineData("deploy/debian/build.sh")]
    [InlineData("deploy/install-check.sh")]
    [InlineData("deploy/debian/package/prerm")]
    [InlineData("deploy/debian/package/postinst")]
    [InlineData("deploy/debian/package/postrm")]
    public void Scripts_have_no_mistake_in_their_grammar(string script)
    {
        (int code, string said) = Shell.Run("bash", "-n", Shell.Script(script));
        Assert.True(code == 0, said);
    }

    private static (int Code, string Said, string Calls) Prerm(string action, bool active, string status)
    {
        using Scratch scratch = Machine(active, status);
        (int code, string said) = Shell.Run("sh", [Script(scratch, "prerm"), action], scratch.Path);
        return (code, said, Calls(scratch));
    }

    private static string Postinst(bool ranBefore)
    {
        using Scratch scratch = Machine(active: false, "exit 3");
        if (ranBefore)
        {
            scratch.Write("run/safebms-restart", "");
        }

        (int code, string said) = Shell.Run("sh", [Script(scratch, "postinst"), "configure"], scratch.Path);
        Assert.True(code == 0, said);
        return Calls(scratch);
    }

    // A machine on which systemd seems to run: /run is a folder of the test.
    private static Scratch Machine(bool active, string status)
    {
        Scratch scratch = new();
        Directory.CreateDirectory(scratch.File("run/systemd/system"));
        scratch.Write("systemctl", $"#!/bin/sh\ncase \"$*\" in *is-active*) exit {(active ? 0 : 3)} ;; esac\necho \"$@\" >>'{scratch.File("calls")}'\n", executable: true);
        scratch.Write("safebms", $"#!/bin/sh\n{status}\n", executable: true);
        scratch.Write("systemd-sysusers", "#!/bin/sh\nexit 0\n", executable: true);
        scratch.Write("udevadm", "#!/bin/sh\nexit 0\n", executable: true);
        return scratch;
    }

    private static string Script(Scratch scratch, string name) => scratch.Write(
        name, File.ReadAllText(Shell.Script("deploy/debian/package/" + name)).Replace("/run/", scratch.File("run/"), StringComparison.Ordinal));

    private static string Calls(Scratch scratch) => File.Exists(scratch.File("calls")) ? File.ReadAllText(scratch.File("calls")) : "";
}
