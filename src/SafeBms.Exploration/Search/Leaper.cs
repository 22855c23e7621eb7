using SafeBms.Laboratory;

namespace SafeBms.Exploration.Search;

/// <summary>A state at which a leap lands.</summary>
internal sealed record Landing(int Scans, byte[] State, ulong Hash, bool IsNovel);

/// <summary>A leap: its landings, and whether it ended by its bound instead of a change.</summary>
internal sealed record Leap(IReadOnlyList<Landing> Landings, bool IsCutOff);

/// <summary>The first run that violated a property.</summary>
internal sealed record FoundViolation(string Property, Node Node);

/// <summary>Lets the core scan with constant surroundings until something changes.</summary>
internal sealed class Leaper(ILoadedCore core, InputFeed feed, Coverage coverage, HashSet<string> judged)
{
    public long Scans { get; private set; }

    public Dictionary<string, FoundViolation> Violations { get; } = [];

    public SortedSet<string> Observations { get; } = new(StringComparer.Ordinal);

    /// <summary>Leaps from a waiting state.</summary>
    public Leap Leap(Waiting from, Surroundings around, string step, int longest)
    {
        core.WriteState(from.State);
        feed.Restart();
        coverage.Jump(core);
        List<Landing> landings = [];
        bool isNovel = Scan(around, from, step, 1);
        landings.Add(Land(1, isNovel));
        Surroundings steady = around.WithoutPulses();
        byte[] before = new byte[core.StateSize];
        for (int scan = 2; scan <= longest; scan++)
        {
            core.ReadState(before);
            ulong hash = core.HashOfState();
            bool isFed = feed.Set(core, steady);
            isNovel = Scan(steady, from, step, scan);
            if (coverage.HasChanged)
            {
                landings.Add(new Landing(scan - 1, [.. before], hash, false));
                landings.Add(Land(scan, isNovel));
                return new Leap(landings, false);
            }

            if (!isFed && core.HashOfState() == hash)
            {
                // Every counter is saturated: the same scan for ever.
                landings.Add(Land(scan, isNovel));
                return new Leap(landings, false);
            }
        }

        landings.Add(Land(longest, isNovel));
        return new Leap(landings, true);
    }

    private bool Scan(Surroundings around, Waiting from, string step, int scans)
    {
        feed.Set(core, around);
        core.Scan();
        Scans++;
        bool isNovel = coverage.Look(core);
        if (core.IsAnyViolated())
        {
            Note(from, step, scans);
        }

        return isNovel;
    }

    private void Note(Waiting from, string step, int scans)
    {
        for (int property = 0; property < core.Names.Properties.Count; property++)
        {
            string id = core.Names.Properties[property];
            if (!core.IsViolated(property))
            {
                continue;
            }

            if (!judged.Contains(id))
            {
                Observations.Add(id);
            }
            else if (!Violations.ContainsKey(id))
            {
                Violations.Add(id, new FoundViolation(id, new Node(from.Node, step, scans, from.Node.Depth + 1)));
            }
        }
    }

    private Landing Land(int scans, bool isNovel)
    {
        byte[] state = new byte[core.StateSize];
        core.ReadState(state);
        return new Landing(scans, state, core.HashOfState(), isNovel);
    }
}
