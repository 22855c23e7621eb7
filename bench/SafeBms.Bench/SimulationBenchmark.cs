using System.Diagnostics;
using System.Globalization;
using SafeBms.Simulation.Adapter;

namespace SafeBms.Bench;

/// <summary>Core and plant together: simulated seconds per second, stepped tick by tick.</summary>
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
    }
}
