namespace SafeBms.Jitter.Loops;

/// <summary>What one contestant is asked to do.</summary>
internal sealed record LoopOptions(string Contestant, int Cycles, int Warmup, int Priority, string Out)
{
    public static LoopOptions Parse(ReadOnlySpan<string> arguments)
    {
        if (arguments.Length == 0 || arguments[0] is not ("safebms" or "bare"))
        {
            throw new UsageException("Say which loop: 'safebms' or 'bare'.");
        }

        OptionReader options = new(arguments[1..], "--cycles", "--warmup", "--priority", "--out");
        return new LoopOptions(
            arguments[0],
            options.Number("--cycles", 10_000, 1, 10_000_000),
            options.Number("--warmup", 1000, 0, 10_000_000),
            options.Number("--priority", 95, 1, 99),
            options.Text("--out"));
    }
}

/// <summary>Runs one .NET contestant on a thread of its own, as the controller does, and writes what it saw.</summary>
internal static class LoopCommand
{
    public static void Run(LoopOptions options)
    {
        Samples samples = new(options.Cycles);
        IReadOnlyList<Granted> granted = [];
        Exception? problem = null;
        IScanWork work = options.Contestant == "safebms" ? new ControllerWork() : new CellWork();
        Thread thread = new(() =>
        {
            try
            {
                granted = RealTimeSetup.Apply(options.Priority);
                PacedLoop.Run(work, samples, options.Warmup);
            }
            catch (Exception failure) when (failure is InvalidOperationException or IOException)
            {
                problem = failure;
            }
        });
        thread.Start();
        thread.Join();
        if (problem is not null)
        {
            throw new UsageException(problem.Message);
        }

        samples.Write(options, granted, work.Checksum);
        (work as IDisposable)?.Dispose();
    }
}
