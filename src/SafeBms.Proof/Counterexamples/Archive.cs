using SafeBms.Proof.Sampling;

namespace SafeBms.Proof.Counterexamples;

/// <summary>Moments to go on from: one for each place, and those that came nearest to a failure once more.</summary>
internal sealed class Archive
{
    private const int MostKept = 4000;
    private const int MostNearest = 24;
    private const int Young = 60;
    private const int EnoughVisits = 200;

    private readonly Dictionary<ulong, int> known = [];
    private readonly List<Moment> kept = [];
    private readonly List<Moment> nearest = [];

    /// <summary>Different places.</summary>
    public int Count => kept.Count;

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        known.Clear();
        kept.Clear();
        nearest.Clear();
    }

    /// <summary>A moment that was not gone on from often, with some preference for young and for near ones.</summary>
    public Moment Choose(Dice dice)
    {
        List<Moment> from = nearest.Count > 0 && dice.Percent(40) ? nearest : kept;
        Moment chosen = dice.Of(from);
        for (int other = 0; other < 4; other++)
        {
            Moment candidate = dice.Percent(50)
                ? dice.Of(from) : from[^(1 + dice.Below(Math.Min(Young, from.Count)))];
            chosen = candidate.Visits < chosen.Visits ? candidate : chosen;
        }

        chosen.Visits++;
        return chosen;
    }

    /// <summary>Keeps a moment if its place is new, or if it is nearer to a failure than what is known of its
    /// place.</summary>
    /// <param name="place">Where it is.</param>
    /// <param name="distance">How far from a failure.</param>
    /// <param name="moment">Takes the moment.</param>
    /// <param name="dice">A place that was visited often is sometimes looked at from another moment.</param>
    public void Keep(ulong place, double distance, Func<double, Moment> moment, Dice dice)
    {
        if (!known.TryGetValue(place, out int index))
        {
            if (kept.Count < MostKept)
            {
                known.Add(place, kept.Count);
                kept.Add(moment(distance));
                Rank(kept[^1]);
            }
        }
        else if (distance < kept[index].Distance - 1e-9 || (kept[index].Visits > 8 && dice.Percent(3)))
        {
            Moment newer = moment(distance);
            newer.Visits = kept[index].Visits / 2;
            kept[index] = newer;
            Rank(newer);
        }
    }

    private void Rank(Moment moment)
    {
        nearest.RemoveAll(one => one.Visits > EnoughVisits);
        if (nearest.Count < MostNearest)
        {
            nearest.Add(moment);
            return;
        }

        int worst = 0;
        for (int index = 1; index < nearest.Count; index++)
        {
            worst = nearest[index].Distance > nearest[worst].Distance ? index : worst;
        }

        if (moment.Distance < nearest[worst].Distance)
        {
            nearest[worst] = moment;
        }
    }
}
