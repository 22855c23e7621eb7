using SafeBms.Devices.Can;
using SafeBms.Devices.Lines;
using SafeBms.Devices.RealTime;
using SafeBms.Devices.Supervision;
using SafeBms.Runtime.Configuration;
using SafeBms.Runtime.Controlling;

namespace SafeBms.Runtime.Doctor;

/// <summary>How much a finding matters.</summary>
internal enum Verdict
{
    /// <summary>As it should be.</summary>
    Ok,

    /// <summary>Worth knowing; the installation can run.</summary>
    Remark,

    /// <summary>The installation does not start with it, or is not safe.</summary>
    Problem,
}

/// <summary>One thing that was looked at.</summary>
/// <param name="Area">"real time", "lines" ...</param>
/// <param name="Name">What.</param>
/// <param name="Verdict">How much it matters.</param>
/// <param name="Detail">What was found.</param>
/// <param name="WhatToDo">How to change it, or empty.</param>
internal sealed record Examined(string Area, string Name, Verdict Verdict, string Detail, string WhatToDo = "");

/// <summary>
/// Looks at a machine with the eyes of one installation and changes nothing. Only the look at released lines requests
/// the outputs, all off, for a moment; while a guard holds them it cannot.
/// </summary>
internal static class Examination
{
    private const string SimulatedDetail = "simulated";

    /// <summary>Looks at everything.</summary>
    /// <param name="loaded">The installation.</param>
    /// <param name="released">Look at what the output lines do when nobody holds them, too.</param>
    public static IReadOnlyList<Examined> Run(LoadedConfiguration loaded, bool released) =>
    [
        .. Configuration(loaded),
        .. RealTimeSetUp(loaded.Installation.RealTime),
        .. Lines(loaded.Installation.Lines, released),
        .. loaded.Installation.Buses.Select(Bus),
        Watchdog(loaded.Installation.Watchdog),
        .. Directories(loaded.Installation),
    ];

    /// <summary>What is granted of the real-time set-up; refusals are problems only where it is required.</summary>
    internal static IEnumerable<Examined> Grants(RealTimeReport report, bool required)
    {
        foreach (Grant grant in report.Grants)
        {
            Verdict verdict = grant.IsGranted ? Verdict.Ok : required ? Verdict.Problem : Verdict.Remark;
            yield return new("real time", grant.Name, verdict, grant.Detail, grant.WhatToDo);
        }

        foreach (string remark in report.Kernel.Remarks())
        {
            yield return new("real time", "kernel", Verdict.Remark, remark);
        }
    }

    /// <summary>What became of the outputs when nobody held them.</summary>
    internal static IEnumerable<Examined> Released(IEnumerable<ReleasedLine> lines) =>
        lines.Select(line => new Examined("released lines", $"{line.Line} (line {line.Offset})",
            line.Problem is null ? Verdict.Ok : Verdict.Problem,
            line.Problem ?? $"falls to {(line.IsOn ? "on" : "off")}"));

    private static IEnumerable<Examined> Configuration(LoadedConfiguration loaded)
    {
        Installation installation = loaded.Installation;
        string profile = ConfigurationKeys.Profiles.Of(installation.Profile);
        yield return new("configuration", loaded.Name, Verdict.Ok, $"{installation.Product}, profile {profile}");
        foreach (Finding warning in loaded.Warnings)
        {
            yield return new("configuration", "warning", Verdict.Remark, warning.Format(loaded.Name));
        }

        if (AcceptedConfiguration.Check(installation, loaded.Bytes, loaded.Name) is { } refused)
        {
            yield return new("configuration", "accepted", Verdict.Problem, refused);
        }
    }

    private static IEnumerable<Examined> RealTimeSetUp(RealTimeConfiguration configuration) =>
        Grants(RealTimeSetup.Probe(RealTime.Settings(configuration)), configuration.Required);

    private static IEnumerable<Examined> Lines(LinesConfiguration lines, bool released)
    {
        if (lines.Driver == LineDriver.Virtual)
        {
            return [new("lines", "chip", Verdict.Ok, SimulatedDetail)];
        }

        GpioSettings settings = lines.ToGpioSettings();
        string[] problems = [.. GpioProbe.Problems(settings).Distinct()];
        if (problems.Length > 0)
        {
            return IsOurs(settings)
                ? [new("lines", lines.OutputsChip, Verdict.Ok, "held by a guard that runs")]
                : problems.Select(problem => new Examined("lines", lines.OutputsChip, Verdict.Problem, problem));
        }

        Examined free = new("lines", lines.OutputsChip, Verdict.Ok,
            $"{settings.Outputs.Count} outputs and {settings.Inputs.Count} inputs are there and free");
        return released ? [free, .. LookAtReleased(settings)] : [free];
    }

    private static IEnumerable<Examined> LookAtReleased(GpioSettings settings)
    {
        try
        {
            return Released(GpioProbe.AfterRelease(settings));
        }
        catch (LineException problem)
        {
            return [new("released lines", settings.OutputChip, Verdict.Problem, problem.Message)];
        }
    }

    private static bool IsOurs(GpioSettings settings)
    {
        try
        {
            return GpioProbe.IsHeldBy(settings, settings.Consumer);
        }
        catch (LineException)
        {
            return false;
        }
    }

    private static Examined Bus(BusConfiguration bus)
    {
        if (bus.Driver == BusDriver.Virtual)
        {
            return new("buses", bus.Name, Verdict.Ok, SimulatedDetail);
        }

        try
        {
            return CanProbe.Problem(bus.Interface) is { } problem
                ? new("buses", bus.Name, Verdict.Problem, problem)
                : new("buses", bus.Name, Verdict.Ok, $"{bus.Interface} is up");
        }
        catch (CanException problem)
        {
            return new("buses", bus.Name, Verdict.Problem, problem.Message);
        }
    }

    private static Examined Watchdog(WatchdogConfiguration? watchdog) =>
        watchdog is null ? new("watchdog", "hardware", Verdict.Remark, "none is configured",
            "Name one (watchdog: { device: /dev/watchdog, timeout: 10 s }): it acts when all processes are gone.")
        : HardwareWatchdog.Problem(watchdog.Device) is { } problem
            ? new("watchdog", watchdog.Device, Verdict.Problem, problem)
        : new("watchdog", watchdog.Device, Verdict.Ok, $"there and may be opened; time {watchdog.Timeout_s} s");

    private static IEnumerable<Examined> Directories(Installation installation)
    {
        yield return CanWrite("run", installation.RunDirectory);
        yield return CanWrite("state", installation.StateDirectory);
    }

    // The directory itself, or the nearest one above that exists: the rest is made at the start.
    private static Examined CanWrite(string name, string path)
    {
        string existing = path;
        while (!Directory.Exists(existing) && Path.GetDirectoryName(existing) is { } above)
        {
            existing = above;
        }

        return Devices.Linux.FileRights.MayWrite(existing)
            ? new("directories", name, Verdict.Ok, path)
            : new("directories", name, Verdict.Problem, $"{path}: this user may not write {existing}",
                "Run it as the user of the service, or name another directory.");
    }
}
