using SafeBms.Jitter;
using SafeBms.Jitter.Loops;
using SafeBms.Jitter.Report;
using SafeBms.Jitter.Running;

// bench/jitter/run.sh is the command for people; it builds and calls 'run'. 'loop' is one contestant in a process of its
// own, 'report' makes the report once more from the files of a run.
try
{
    switch (args.FirstOrDefault())
    {
        case "run":
            return Runner.Run(RunOptions.Parse(args.AsSpan(1)), Console.Out);
        case "loop":
            LoopCommand.Run(LoopOptions.Parse(args.AsSpan(1)));
            return 0;
        case "report":
            return ReportCommand.Run(args.AsSpan(1), Console.Out);
        default:
            throw new UsageException("Say 'run', 'loop' or 'report' first; bench/jitter/run.sh --help says more.");
    }
}
catch (Exception problem) when (problem is UsageException or IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine("jitter: " + problem.Message);
    return 2;
}
