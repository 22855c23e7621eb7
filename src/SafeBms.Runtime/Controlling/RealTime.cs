using SafeBms.Devices.RealTime;
using SafeBms.Runtime.Configuration;
using SafeBms.Runtime.Mailbox;

namespace SafeBms.Runtime.Controlling;

/// <summary>What the scan asks of the kernel, and what it was given.</summary>
internal static class RealTime
{
    /// <summary>Settings of the scan thread.</summary>
    public static RealTimeSettings Settings(RealTimeConfiguration configuration) => new()
    {
        Priority = configuration.Priority,
        Cpu = configuration.Cpu,
    };

    /// <summary>One sentence for each thing that was refused.</summary>
    public static IEnumerable<string> Refusals(RealTimeReport report) =>
        report.Grants.Where(g => !g.IsGranted).Select(g => $"{g.Name}: {g.Detail} {g.WhatToDo}");

    /// <summary>What is published of it.</summary>
    public static IEnumerable<(Figure Figure, long Value)> Figures(RealTimeReport report)
    {
        yield return (Figure.RealTimeGranted, (long)report.Granted);
        yield return (Figure.RealTimeAsked, (long)(report.Granted | report.Refused));
    }
}
