using System.Diagnostics;

namespace SafeBms.Bench;

/// <summary>Someone who does the same work: returns a checksum of everything it computed, so that a wrong or idle contender is found out.</summary>
internal sealed record Contender(string Name, Func<ulong> Run);

/// <summary>
/// Contenders take turns in one run, round by round, so that a machine that slows down slows down all of them.
/// What counts is the ratio within a round; its median is quoted, with the smallest and largest.
/// </summary>
internal static class Contest
{
    public static IReadOnlyList<ContestRow> Hold(IReadOnlyList<Contender> contenders, long scansPerRun, int rounds)
    {
        ulong expected = contenders[0].Run();
        foreach (Contender contender in contenders.Skip(1))
        {
            if (contender.Run() != expected)
            {
                throw new InvalidOperationException($"{contender.Name} computes something else than {contenders[0].Name}.");
            }
        }

        double[][] nanoseconds = [.. contenders.Select(_ => new double[rounds])];
        for (int round = 0; round < rounds; round++)
        {
            for (int index = 0; index < contenders.Count; index++)
            {
                long start = Stopwatch.GetTimestamp();
                contenders[index].Run();
                nanoseconds[index][round] = Stopwatch.GetElapsedTime(start).TotalNanoseconds / scansPerRun;
            }
        }

        return [.. contenders.Select((contender, index) => Row(contender.Name, nanoseconds[index], nanoseconds[0]))];
    }

    private static ContestRow Row(string name, double[] own, double[] first)
    {
        double[] ratios = [.. own.Zip(first, (mine, reference) => reference / mine).Order()];
        return new(name, own.Order().ElementAt(own.Length / 2), ratios[ratios.Length / 2], ratios[0], ratios[^1]);
    }
}

/// <summary>One contender's result.</summary>
/// <param name="Name">Who.</param>
/// <param name="Median_ns">Median time a scan.</param>
/// <param name="FirstToThis">How many times this contender's time the first one (the generated code) needs: median over the rounds.</param>
/// <param name="Smallest">Smallest ratio of a round.</param>
/// <param name="Largest">Largest ratio of a round.</param>
internal sealed record ContestRow(string Name, double Median_ns, double FirstToThis, double Smallest, double Largest);
