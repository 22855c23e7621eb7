using SafeBms.Runtime.Configuration;
using SafeBms.Runtime.Mailbox;
using SafeBms.Runtime.Station;

namespace SafeBms.Runtime.Controlling;

/// <summary>
/// The process <c>safebms station</c>: it looks at the controller from outside and keeps the record of events. It may
/// allocate, hang or die; the controller does not notice.
/// </summary>
internal static class StationProcess
{
    private const int Period_ms = 100;

    /// <summary>Runs until it is killed.</summary>
    public static int Run(Installation installation)
    {
        RunDirectory directory = new(installation.RunDirectory);
        EventLog log = new(installation.StateDirectory);
        RunBlock? block = null;
        long next = 0;
        while (true)
        {
            if (block is null || !directory.IsCurrent(block))
            {
                if (block is not null)
                {
                    // What a dead controller left behind is still mapped.
                    log.Drain(block.Events, block.ProcessId, ref next);
                    block.Dispose();
                }

                block = directory.TryConnect();
                next = 0;
            }

            if (block is not null)
            {
                log.Drain(block.Events, block.ProcessId, ref next);
            }

            Thread.Sleep(Period_ms);
        }
    }
}
