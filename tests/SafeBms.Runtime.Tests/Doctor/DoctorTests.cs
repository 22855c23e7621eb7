using System.Text.Json;
using SafeBms.Devices.Lines;
using SafeBms.Devices.RealTime;
using SafeBms.Runtime.Configuration;
using SafeBms.Runtime.Doctor;

namespace SafeBms.Runtime.Tests.Doctor;

/// <summary>What the doctor says; its console is shared, so one by one.</summary>
[Collection("console")]
public sealed class DoctorTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("safebms").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_refused_grant_is_a_problem_only_where_real_time_is_required()
    {
        RealTimeReport report = new(
            [
                new(RealTimeGrants.Fifo, "SCHED_FIFO 80", false, "not permitted", "CAP_SYS_NICE"),
                new(RealTimeGrants.Stack, "stack", true, "touched", ""),
            ],
            KernelFacts.Read(_folder));
        Assert.Equal([Verdict.Problem, Verdict.Ok], Verdicts(Examination.Grants(report, required: true)));
        Assert.Equal([Verdict.Remark, Verdict.Ok], Verdicts(Examination.Grants(report, required: false)));
        Assert.Equal("CAP_SYS_NICE", Examination.Grants(report, required: true).First().WhatToDo);
    }

    [Fact]
    public void A_line_that_stays_on_without_an_owner_is_a_problem()
    {
        Examined[] found =
        [
            .. Examination.Released(
                [
                    new(OutputLine.ContactorCoil, 17, KeepsLevel: false, IsOn: true),
                    new(OutputLine.Precharge, 27, KeepsLevel: true, IsOn: false),
                    new(OutputLine.Aux, 25, KeepsLevel: false, IsOn: false),
                    new(OutputLine.Alarm, 6, KeepsLevel: false, IsOn: true),
                ]),
        ];
        Assert.Equal([Verdict.Problem, Verdict.Problem, Verdict.Ok, Verdict.Ok], Verdicts(found));
        Assert.Equal(("ContactorCoil (line 17)", "falls to off", "falls to on"),
            (found[0].Name, found[2].Detail, found[3].Detail));
    }

    [Fact]
    public void A_simulated_installation_has_no_problem_on_any_machine()
    {
        (int code, string output) = Run("doctor", "--config", Simulated());
        Assert.Contains("0 problems", output, StringComparison.Ordinal);
        Assert.Equal(0, code);
    }

    [Fact]
    public void The_same_as_json_names_area_verdict_and_what_to_do()
    {
        (int code, string output) = Run("doctor", "--config", Simulated(), "--json");
        Assert.Equal(0, code);
        JsonElement json = JsonDocument.Parse(output).RootElement;
        Assert.Equal(0, json.GetProperty("problems").GetInt32());
        string[] areas =
        [
            .. json.GetProperty("findings").EnumerateArray().Select(item => item.GetProperty("area").GetString()!)
                .Distinct(),
        ];
        Assert.Equal(["configuration", "real time", "lines", "buses", "watchdog", "directories"], areas);
        foreach (JsonElement item in json.GetProperty("findings").EnumerateArray())
        {
            Assert.Contains(item.GetProperty("verdict").GetString(), (string[])["ok", "remark"]);
        }
    }

    [Fact]
    public void Real_devices_that_are_not_there_are_problems_and_each_is_named()
    {
        string config = Path.Combine(_folder, "real.yaml");
        File.WriteAllText(config, File.ReadAllText(Example())
            .Replace("gpiochip0", "safebms-no-chip", StringComparison.Ordinal)
            .Replace("interface: can0", "interface: nocan", StringComparison.Ordinal)
            .Replace("/dev/watchdog", "/dev/watchdog-none", StringComparison.Ordinal));
        (int code, string output) = Run("doctor", "--config", config, "--release-lines");
        Assert.Equal(1, code);
        Assert.Contains("There is no GPIO chip \"safebms-no-chip\"", output, StringComparison.Ordinal);
        Assert.Contains("There is no CAN interface nocan", output, StringComparison.Ordinal);
        Assert.Contains("There is no watchdog /dev/watchdog-none", output, StringComparison.Ordinal);
        Assert.DoesNotContain("released lines", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_configuration_that_cannot_be_used_ends_with_2()
    {
        string config = Path.Combine(_folder, "broken.yaml");
        File.WriteAllText(config, "product: none\n");
        Assert.Equal(2, Run("doctor", "--config", config).Code);
    }

    private static Verdict[] Verdicts(IEnumerable<Examined> all) =>
        [.. all.Where(item => item.Name != "kernel").Select(item => item.Verdict)];

    private static string Example() => Path.Combine(
        Path.GetDirectoryName(Source())!, "..", "..", "..", "deploy", "safebms.yaml");

    private static string Source([System.Runtime.CompilerServices.CallerFilePath] string path = "") => path;

    private string Simulated()
    {
        string path = Path.Combine(_folder, "simulated.yaml");
        File.WriteAllText(path, BuiltIn.Text());
        return path;
    }

    private static (int Code, string Out) Run(params string[] args)
    {
        TextWriter before = Console.Out;
        TextWriter errorBefore = Console.Error;
        StringWriter output = new();
        Console.SetOut(output);
        Console.SetError(TextWriter.Null);
        try
        {
            return (Program.Main(args), output.ToString());
        }
        finally
        {
            Console.SetOut(before);
            Console.SetError(errorBefore);
        }
    }
}
