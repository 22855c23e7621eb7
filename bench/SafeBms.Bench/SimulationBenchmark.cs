using System.Diagnostics;
using System.Globalization;
using SafeBms.Simulation.Adapter;

namespace SafeBms.Bench;

/// <summary>Core and plant together: simulated seconds per second, stepped tick by tick and leaping at rest.</summary>
internal static class SimulationBenchmark
{
    private const int Rounds = 9;
    private const int StepsPerRound = 120_000;

    public static void Report(TextWriter output)
    {
        SimulatedBoat boat = LynxBoat.Running();
        double[] speeds = new double[Rounds];
        for (int round = 0; round < Rounds; round++)
        {
            long start = Stopwatch.GetTimestamp();
            for (int step = 0; step < StepsPerRound; step++)
            {
                boat.Step();
            }

            speeds[round] = StepsPerRound / 1000.0 / Stopwatch.GetElapsedTime(start).TotalSeconds;
        }

        Array.Sort(speeds);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Simulation: core and plant, 20 batteries, stepped: {speeds[Rounds / 2]:0} simulated s a second (median of {Rounds}; {speeds[0]:0} .. {speeds[^1]:0})"));
        ReportRest(output, remoteOn: false, "switched off");
        ReportRest(output, remoteOn: true, "contactor closed, 2 A load");
    }

    // An hour at rest after ten minutes, sensors without noise: with noise every sample is news.
    private static void ReportRest(TextWriter output, bool remoteOn, string what)
    {
        const int Hour_ms = 3_600_000;
        SimulatedBoat boat = LynxBoat.Resting(remoteOn);
        boat.StepMany(600_000);
        long leapt = boat.LeaptScans;
        long start = Stopwatch.GetTimestamp();
        boat.StepMany(Hour_ms);
        double speed = Hour_ms / 1000.0 / Stopwatch.GetElapsedTime(start).TotalSeconds;
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Simulation: the same, at rest ({what}, sensors without noise), leaping: {speed:0} simulated s a second; "
            + $"{(boat.LeaptScans - leapt) * 100.0 / Hour_ms:0.0} % of the scans left out"));
    }
}
