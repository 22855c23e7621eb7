using SafeBms.Proof.Transition;

namespace SafeBms.Proof.Sampling;

/// <summary>States of the whole system that were really met, to be looked at by slices of it.</summary>
/// <param name="Names">Names of state variables and parameters.</param>
/// <param name="States">Their values, one array a state.</param>
public sealed record StateSamples(IReadOnlyList<string> Names, IReadOnlyList<long[]> States)
{
    /// <summary>No samples: a proof takes longer then.</summary>
    public static StateSamples None { get; } = new([], []);

    /// <summary>Names in the order in which a run of a system keeps values.</summary>
    public static IReadOnlyList<string> NamesOf(TransitionSystem system) =>
        [.. system.States.Select(state => state.Name), .. system.Parameters.Select(one => one.Variable.Name)];

    /// <summary>What a slice sees of them, each different state once.</summary>
    public IEnumerable<long[]> In(TransitionSystem slice)
    {
        Dictionary<string, int> places = [];
        for (int index = 0; index < Names.Count; index++)
        {
            places[Names[index]] = index;
        }

        int[] chosen = [.. NamesOf(slice).Select(name => places.GetValueOrDefault(name, -1))];
        if (Array.IndexOf(chosen, -1) >= 0)
        {
            yield break;
        }

        HashSet<ulong> seen = [];
        foreach (long[] state in States)
        {
            long[] projected = Array.ConvertAll(chosen, place => state[place]);
            ulong hash = 14695981039346656037;
            foreach (long value in projected)
            {
                hash = (hash ^ (ulong)value) * 1099511628211;
            }

            if (seen.Add(hash))
            {
                yield return projected;
            }
        }
    }
}
