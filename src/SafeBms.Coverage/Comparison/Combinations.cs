using System.Collections;

namespace SafeBms.Coverage.Comparison;

/// <summary>Which values of the dimensions are tried together.</summary>
internal static class Combinations
{
    /// <summary>How many there are; <see cref="double"/>, since it is only compared with a limit.</summary>
    public static double Count(IReadOnlyList<int> sizes) => sizes.Aggregate(1.0, (product, size) => product * size);

    /// <summary>All of them. The same array is given again and again.</summary>
    public static IEnumerable<int[]> All(IReadOnlyList<int> sizes)
    {
        int[] choice = new int[sizes.Count];
        while (true)
        {
            yield return choice;
            int at = sizes.Count - 1;
            while (at >= 0 && ++choice[at] == sizes[at])
            {
                choice[at--] = 0;
            }

            if (at < 0)
            {
                yield break;
            }
        }
    }

    /// <summary>Combinations in which every value of each dimension meets every value of each other one.</summary>
    /// <param name="sizes">Number of values of each dimension.</param>
    /// <param name="random">The source of all chance.</param>
    public static IEnumerable<int[]> Pairs(IReadOnlyList<int> sizes, Random random)
    {
        int[] start = new int[sizes.Count];
        for (int at = 1; at < sizes.Count; at++)
        {
            start[at] = start[at - 1] + sizes[at - 1];
        }

        int total = start[^1] + sizes[^1];
        BitArray met = new(total * total);
        int[] choice = new int[sizes.Count];
        for (int a = 0; a < sizes.Count; a++)
        {
            for (int b = a; b < sizes.Count; b++)
            {
                for (int pair = 0; pair < sizes[a] * sizes[b]; pair++)
                {
                    (int one, int other) = (pair / sizes[b], pair % sizes[b]);
                    if ((a == b && one != other) || met[((start[a] + one) * total) + start[b] + other])
                    {
                        continue;
                    }

                    Draw(choice, sizes, random);
                    (choice[a], choice[b]) = (one, other);
                    Mark(met, choice, start, total);
                    yield return choice;
                }
            }
        }
    }

    /// <summary>Draws a combination. The ends of each dimension - none, saturated, false, true - are drawn most often:
    /// only with them do the long conjunctions of guards come true.</summary>
    public static void DrawEnds(int[] choice, IReadOnlyList<int> sizes, Random random)
    {
        Draw(choice, sizes, random);
        for (int at = 0; at < choice.Length; at++)
        {
            choice[at] = random.Next(4) switch
            {
                0 => choice[at],
                1 => 0,
                _ => sizes[at] - 1,
            };
        }
    }

    private static void Mark(BitArray met, int[] choice, int[] start, int total)
    {
        for (int a = 0; a < choice.Length; a++)
        {
            for (int b = a; b < choice.Length; b++)
            {
                met[((start[a] + choice[a]) * total) + start[b] + choice[b]] = true;
            }
        }
    }

    private static void Draw(int[] choice, IReadOnlyList<int> sizes, Random random)
    {
        for (int at = 0; at < choice.Length; at++)
        {
            choice[at] = random.Next(sizes[at]);
        }
    }
}
