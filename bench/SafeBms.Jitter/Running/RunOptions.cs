namespace SafeBms.Jitter.Running;

/// <summary>One run of the benchmark.</summary>
internal sealed record RunOptions(int Rounds, int Cycles, int Warmup, int Priority, IReadOnlyList<string> Loads, string CLoop, string Out, string Command)
{
    public const string Idle = "idle";
    public const string Stress = "stress";

    public static RunOptions Parse(ReadOnlySpan<string> arguments)
    {
        OptionReader options =
            new(arguments, "--rounds", "--cycles", "--warmup", "--priority", "--load", "--c-loop", "--out", "--command");
        string load = options.Text("--load", "both");
        return new RunOptions(
            options.Number("--rounds", 5, 1, 1000),
            options.Number("--cycles", 10_000, 1, 10_000_000),
            options.Number("--warmup", 1000, 0, 1_000_000),
            options.Number("--priority", 95, 1, 99),
            load switch
            {
                "idle" => [Idle],
                "stress" => [Stress],
                "both" => [Idle, Stress],
                _ => throw new UsageException($"--load must be idle, stress or both, not '{load}'."),
            },
            options.Text("--c-loop", ""),
            options.Text("--out"),
            options.Text("--command", "bench/jitter/run.sh"));
    }
}
