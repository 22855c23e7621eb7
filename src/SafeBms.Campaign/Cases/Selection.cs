using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace SafeBms.Campaign;

/// <summary>Which part of the plan is wanted, whatever machine runs it.</summary>
public sealed record Selection
{
    /// <summary>Faults (<c>F22</c>, <c>pair</c>) or names of cases up to a slash; empty for all.</summary>
    public IReadOnlyList<string> Only { get; init; } = [];

    /// <summary>Names of states; empty for all.</summary>
    public IReadOnlyList<string> States { get; init; } = [];

    /// <summary>So many cases, spread evenly over the faults; 0 for all.</summary>
    public int Sample { get; init; }

    /// <summary>What the sample is drawn with.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>In words, the same for the same selection.</summary>
    public string Text
    {
        get
        {
            List<string> parts = [];
            parts.AddRange(Only.Order(StringComparer.Ordinal).Select(o => "only " + o));
            parts.AddRange(States.Order(StringComparer.Ordinal).Select(s => "state " + s));
            if (Sample > 0)
            {
                parts.Add(string.Create(CultureInfo.InvariantCulture, $"sample {Sample} seed {Seed}"));
            }

            return parts.Count == 0 ? "all" : string.Join(", ", parts);
        }
    }

    /// <summary>The selected cases in the order of the plan.</summary>
    /// <exception cref="CampaignException">A fault or state does not exist, or nothing is left.</exception>
    public IReadOnlyList<CampaignCase> From(IReadOnlyList<CampaignCase> plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        foreach (string state in States)
        {
            _ = StartStates.All.FirstOrDefault(s => s.Name == state) ?? throw new CampaignException(
                $"there is no state '{state}'; there are {string.Join(", ", StartStates.All.Select(s => s.Name))}");
        }

        foreach (string only in Only)
        {
            CheckOnly(only, plan);
        }

        IEnumerable<CampaignCase> wanted = plan.Where(c => Only.Count == 0 || Only.Any(o => Matches(c, o)))
            .Where(c => States.Count == 0 || States.Contains(c.Lead.State.Name));
        CampaignCase[] selected = Sample > 0 ? Spread([.. wanted]) : [.. wanted];
        return selected.Length > 0 ? selected : throw new CampaignException(
            $"no case is left of '{Text}'; 'safebms-spec campaign --list' shows all of them");
    }

    private static bool Matches(CampaignCase item, string only) =>
        item.Fault == only || item.Id == only || item.Id.StartsWith(only + "/", StringComparison.Ordinal);

    private static void CheckOnly(string only, IReadOnlyList<CampaignCase> plan)
    {
        if (FaultList.All.FirstOrDefault(f => f.Id == only) is { NotHere.Length: > 0 } entry)
        {
            throw new CampaignException($"{only} ({entry.Text}) is not injected here. {entry.NotHere}");
        }

        if (!plan.Any(c => Matches(c, only)))
        {
            throw new CampaignException(
                $"'{only}' is no fault (F01 to F71, or pair) and no case; 'safebms-spec campaign --list' shows all");
        }
    }

    // By turns from each fault, in an order that depends on seed and name alone.
    private CampaignCase[] Spread(CampaignCase[] wanted)
    {
        Queue<CampaignCase>[] faults = [.. wanted
            .GroupBy(c => c.Fault)
            .OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => new Queue<CampaignCase>(g.OrderBy(Lot).ThenBy(c => c.Index)))];
        List<CampaignCase> sample = [];
        while (sample.Count < Math.Min(Sample, wanted.Length))
        {
            foreach (Queue<CampaignCase> fault in faults.Where(f => f.Count > 0).Take(Sample - sample.Count))
            {
                sample.Add(fault.Dequeue());
            }
        }

        return [.. sample.OrderBy(c => c.Index)];
    }

    private ulong Lot(CampaignCase item) => BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Seed} {item.Id}"))));
}
