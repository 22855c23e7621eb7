using SafeBms.Devices.Lines;

namespace SafeBms.Guard;

/// <summary>
/// A second opinion on the order of the output lines (P67), from what they really carry. Written by hand from P01,
/// P03, P10 and P35 of the property files, not from the machines that the controller is made of.
/// </summary>
/// <remarks>
/// It sees samples, so it speaks only where no course of the lines between two samples could have been right: it is
/// never wrong about a controller that keeps the rules, and blind to a breach shorter than two samples. A sample has a
/// beginning and an end, between which the lines were read: a guard that is held up there blames nobody. Disagreement
/// counts when it lasts for more than two samples. A rule whose lines are not wired is not judged.
/// </remarks>
public struct OrderCheck
{
    private const int Samples_max = 2;

    // Samples further apart than this do not show that something stayed on in between.
    private const long Gap_max_ns = 100_000_000;

    private static readonly ulong Contactor = LineWords.Bit(OutputLine.ContactorCoil);
    private static readonly ulong Relay = LineWords.Bit(OutputLine.ProgrammableRelay);
    private static readonly ulong Precharge = LineWords.Bit(OutputLine.Precharge);
    private static readonly ulong Charge = LineWords.Bit(OutputLine.AllowToCharge);
    private static readonly ulong Discharge = LineWords.Bit(OutputLine.AllowToDischarge);
    private static readonly ulong Aux = LineWords.Bit(OutputLine.Aux);

    private ulong _wired;
    private ulong _before;
    private bool _alternator;
    private bool _chargeWake;
    private bool _relaySeen;
    private bool _fellEarly;
    private long _relayLastOn_ns;
    private long _overlapSince_ns;
    private long _sample_ns;
    private int _disagreements;
    private GuardReason _named;

    /// <summary>Begins anew with the lines at rest.</summary>
    public void Begin(GuardSettings settings, ulong wired)
    {
        ArgumentNullException.ThrowIfNull(settings);
        this = default;
        _wired = wired;
        _alternator = settings.RelayDrivesAlternator;
        _chargeWake = settings.ChargeWake;
        _overlapSince_ns = -1;
    }

    /// <summary>Judges a sample; names the rule once it was broken in more than two samples in a row.</summary>
    public GuardReason Judge(ulong lines, long from_ns, long to_ns)
    {
        GuardReason broken = Find(lines, from_ns, to_ns);
        _disagreements = broken == GuardReason.None ? 0 : _disagreements + 1;
        _named = _disagreements == 1 ? broken : _named;
        return _disagreements > Samples_max ? _named : GuardReason.None;
    }

    private GuardReason Find(ulong lines, long from_ns, long to_ns)
    {
        bool contactor = (lines & Contactor) != 0;
        bool relay = _alternator && (lines & Relay) != 0;
        bool both = contactor && (lines & Precharge) != 0;
        if (relay)
        {
            _relaySeen = true;
            _relayLastOn_ns = from_ns;
        }

        // The longest time for which the relay can have been off, from its last sight to this one.
        bool fell = !contactor && (_before & Contactor) != 0;
        bool tooEarly = _relaySeen && to_ns - _relayLastOn_ns < GuardSettings.AlternatorLead_ns;
        _fellEarly = fell ? tooEarly : _fellEarly && !contactor;

        bool unbroken = both && _overlapSince_ns >= 0 && to_ns - _sample_ns <= Gap_max_ns;
        _overlapSince_ns = !both ? -1 : unbroken ? _overlapSince_ns : to_ns;
        _before = lines;
        _sample_ns = from_ns;

        if (Wired(Relay | Contactor) && _fellEarly)
        {
            return GuardReason.ContactorBeforeRelay;
        }

        if (Wired(Relay | Contactor) && relay && !contactor)
        {
            return GuardReason.RelayWithoutContactor;
        }

        if (Wired(Precharge | Contactor) && both && from_ns - _overlapSince_ns > GuardSettings.OverlapTime_ns)
        {
            return GuardReason.PrechargeWithContactor;
        }

        if (Wired(Discharge | Contactor) && (lines & Discharge) != 0 && !contactor)
        {
            return GuardReason.DischargeWithoutContactor;
        }

        bool wakes = _chargeWake && (lines & Aux) != 0;
        return Wired(Charge | Contactor) && (lines & Charge) != 0 && !contactor && !wakes
            ? GuardReason.ChargeWithoutContactor
            : GuardReason.None;
    }

    private readonly bool Wired(ulong lines) => (_wired & lines) == lines;
}
