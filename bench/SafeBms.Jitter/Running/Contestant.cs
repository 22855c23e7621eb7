using System.Globalization;

namespace SafeBms.Jitter.Running;

/// <summary>A program that takes turns with the others.</summary>
internal sealed record Contestant(string Name, string Title, string Program, Func<string, string[]> Arguments)
{
    public const string SafeBms = "safebms";
    public const string Bare = "bare";
    public const string C = "c";
    public const string Cyclictest = "cyclictest";

    /// <summary>Longest latency that cyclictest counts by itself, in us; longer ones are in its maximum only.</summary>
    public const int CyclictestLimit_us = 100_000;

    /// <summary>Those that this machine has, in the order of their turns.</summary>
    public static IReadOnlyList<Contestant> Present(RunOptions options, List<Absent> absent)
    {
        string cycles = options.Cycles.ToString(CultureInfo.InvariantCulture);
        string[] common =
        [
            "--cycles", cycles,
            "--warmup", options.Warmup.ToString(CultureInfo.InvariantCulture),
            "--priority", options.Priority.ToString(CultureInfo.InvariantCulture),
        ];
        string host = Environment.ProcessPath ?? "dotnet";
        string[] self = Path.GetFileNameWithoutExtension(host) == "dotnet" ? [typeof(Contestant).Assembly.Location] : [];
        List<Contestant> present =
        [
            new(SafeBms, "SafeBms scan", host, file => [.. self, "loop", SafeBms, .. common, "--out", file]),
            new(Bare, "bare .NET loop", host, file => [.. self, "loop", Bare, .. common, "--out", file]),
        ];
        if (options.CLoop.Length > 0 && File.Exists(options.CLoop))
        {
            present.Add(new(C, "C loop", options.CLoop, file => [.. common, "--out", file]));
        }
        else
        {
            absent.Add(new Absent("C loop", "no C compiler: apt-get install gcc libc6-dev"));
        }

        if (Tools.Find("cyclictest") is { } cyclictest)
        {
            present.Add(new(Cyclictest, "cyclictest", cyclictest, file =>
            [
                "-m", "-q", "-i", "1000", "-p", options.Priority.ToString(CultureInfo.InvariantCulture), "-l", cycles,
                "-h", CyclictestLimit_us.ToString(CultureInfo.InvariantCulture), "--json=" + file,
            ]));
        }
        else
        {
            absent.Add(new Absent("cyclictest", "not installed: apt-get install rt-tests"));
        }

        return present;
    }
}
