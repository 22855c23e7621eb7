using System.Security.Cryptography;
using System.Text;
using static SafeBms.Campaign.Doing;

namespace SafeBms.Campaign;

/// <summary>Every case of the campaign in its order. The same program has the same plan on every machine.</summary>
public static class CampaignPlan
{
    private const long AfterAcknowledge_ms = 500;
    private const long OffFor_ms = 4_000;
    private const long OnFor_ms = 7_000;
    private const long StopFor_ms = 3_200;

    private static readonly Lazy<IReadOnlyList<CampaignCase>> LazyAll = new(Make);

    /// <summary>All cases: each single fault in each state, the sweeps, and the pairs.</summary>
    public static IReadOnlyList<CampaignCase> All => LazyAll.Value;

    /// <summary>Every injection of a single fault.</summary>
    public static IReadOnlyList<Injection> Injections { get; } =
        [.. SensorInjections.All, .. ControllerInjections.All, .. ActuatorInjections.All, .. InputInjections.All];

    /// <summary>A sum over names, times and claims of cases: equal sums mean equal plans.</summary>
    public static string SumOf(IEnumerable<CampaignCase> cases)
    {
        ArgumentNullException.ThrowIfNull(cases);
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (CampaignCase item in cases)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(FormattableString.Invariant(
                $"{item.Index}\n{item.Id}\n{item.Phase_ms}\n{item.Length_ms}\n")));
            foreach (Doing doing in item.Doings)
            {
                hash.AppendData(Encoding.UTF8.GetBytes(FormattableString.Invariant(
                    $"{doing.At_ms} {doing} {doing.Duration_ms} {doing.Rate}\n")));
            }

            foreach (Expected expected in item.Expectations)
            {
                hash.AppendData(Encoding.UTF8.GetBytes(FormattableString.Invariant(
                    $"{expected.Kind} {expected.From_ms} {expected.To_ms} {expected.Condition}\n")));
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static IReadOnlyList<CampaignCase> Make()
    {
        IEnumerable<CampaignCase> singles =
            from injection in Injections
            from state in StartStates.All
            where injection.Where is null || injection.Where(state)
            select Single(injection, state);
        return [.. singles.Concat(Sweeps.All).Concat(Pairs.All).Select((item, index) => item with { Index = index })];
    }

    private static CampaignCase Single(Injection injection, StartState state)
    {
        long length_ms = injection.Length_ms;
        List<Doing> doings = [.. injection.Doings];
        if (injection.IsFollowedUp)
        {
            // What an operator does after a fault: acknowledge, off, on again, and after a while stop.
            doings.Add(Set(length_ms, "acknowledge", "true"));
            doings.Add(Set(length_ms + AfterAcknowledge_ms, "remote", "off"));
            doings.Add(Set(length_ms + AfterAcknowledge_ms + OffFor_ms, "remote", "on"));
            length_ms += AfterAcknowledge_ms + OffFor_ms + OnFor_ms;
        }

        doings.Add(Set(length_ms, "remote", "off"));
        doings.Add(Set(length_ms, "mode", "off"));
        return new CampaignCase
        {
            Id = $"{injection.Fault}/{state.Name}/{injection.Variant}",
            Fault = injection.Fault,
            Text = injection.Text,
            Lead = Lead.Of(state),
            Doings = doings,
            Length_ms = length_ms + StopFor_ms,
            Expectations = [.. Expectations(injection, state, length_ms)],
        };
    }

    private static IEnumerable<Expected> Expectations(Injection injection, StartState state, long stop_ms)
    {
        foreach (Claim claim in injection.Claims.Where(c => c.Where(state)))
        {
            yield return claim.What;
        }

        yield return Expected.Within(Claims.Open_ms, "not contactor_coil and not precharge",
            "P71: a held stop ends with everything open", stop_ms);
        if (!injection.MayDumpLoad)
        {
            yield return Expected.Never("boat.load_dumps > 0", "H5: no load dump");
        }
    }
}
