namespace SafeBms.Simulation;

/// <summary>
/// The main contactor: coil with pull-in and drop-out time, contact that bounces when it closes, and an auxiliary
/// contact for feedback that follows 1 ms later. Faults: weld, broken coil, slow release, drop by itself,
/// bouncing or stuck feedback.
/// </summary>
internal sealed class Contactor(int pullIn_ms, int dropOut_ms, int bounces)
{
    private const int FeedbackLag_ms = 1;
    private bool _coil;
    private bool _coilSupply;
    private bool _mechanical;
    private bool _target;
    private int _bouncesLeft;
    private bool _feedback;
    private bool _feedbackTarget;
    private int _feedbackToggles;
    private long _moveDue = long.MaxValue;
    private long _feedbackDue = long.MaxValue;

    /// <summary>Tick of the next movement of contact or feedback, or <see cref="long.MaxValue"/>.</summary>
    public long Due => Math.Min(_moveDue, _feedbackDue);

    /// <summary>True while the main contact conducts.</summary>
    public bool Contact => _mechanical || Welded;

    /// <summary>Level of the feedback input.</summary>
    public bool Feedback => FeedbackStuck is { } level ? level : _feedback;

    /// <summary>Main contact is welded closed (the feedback contact hangs on the same armature).</summary>
    public bool Welded { get; set; }

    /// <summary>The coil circuit is broken.</summary>
    public bool CoilOpen { get; set; }

    /// <summary>The armature has dropped although the coil is supplied.</summary>
    public bool Dropped { get; set; }

    /// <summary>Additional release time in ms.</summary>
    public int SlowRelease_ms { get; set; }

    /// <summary>Number of additional 1 ms toggles of the feedback at each of its edges.</summary>
    public int FeedbackBounces { get; set; }

    /// <summary>Level at which the feedback is stuck, or null.</summary>
    public bool? FeedbackStuck { get; set; }

    /// <summary>Applies coil command and faults of this tick.</summary>
    public void Command(bool energised, long tick)
    {
        _coilSupply = energised;
        bool coil = energised && !CoilOpen && !Dropped;
        if (Dropped && _mechanical)
        {
            MoveTo(false, tick);
            _moveDue = long.MaxValue;
            _target = false;
        }

        if (coil == _coil)
        {
            return;
        }

        _coil = coil;
        _target = coil;
        _bouncesLeft = 0;
        int delay_ms = coil ? pullIn_ms : dropOut_ms + SlowRelease_ms;
        _moveDue = coil == _mechanical ? long.MaxValue : tick + delay_ms;
    }

    /// <summary>Moves contact and feedback when their time has come.</summary>
    public void Update(long tick)
    {
        if (_moveDue <= tick)
        {
            if (_mechanical != _target && _bouncesLeft == 0)
            {
                _bouncesLeft = _target ? 2 * bounces : 0;
                MoveTo(_target, tick);
            }
            else
            {
                _bouncesLeft--;
                MoveTo(!_mechanical, tick);
            }

            _moveDue = _bouncesLeft > 0 ? tick + 1 : long.MaxValue;
        }

        if (Contact != _feedbackTarget)
        {
            FollowContact(tick);
        }

        if (_feedbackDue <= tick)
        {
            _feedback = _feedbackToggles > 0 ? !_feedback : _feedbackTarget;
            _feedbackToggles = Math.Max(0, _feedbackToggles - 1);
            _feedbackDue = _feedbackToggles > 0 || _feedback != _feedbackTarget ? tick + 1 : long.MaxValue;
        }
    }

    /// <summary>Re-evaluates the coil after a fault came or went.</summary>
    public void Reconsider(long tick) => Command(_coilSupply, tick);

    /// <summary>Mixes the state into a running hash.</summary>
    public ulong Hash(ulong hash)
    {
        hash = StateHash.Add(hash, Contact);
        hash = StateHash.Add(hash, Feedback);
        hash = StateHash.Add(hash, _coil);
        hash = StateHash.Add(hash, _bouncesLeft);
        hash = StateHash.Add(hash, _moveDue);
        return StateHash.Add(hash, _feedbackDue);
    }

    private void MoveTo(bool closed, long tick)
    {
        _mechanical = closed;
        FollowContact(tick);
    }

    private void FollowContact(long tick)
    {
        _feedbackTarget = Contact;
        _feedbackToggles = FeedbackBounces;
        _feedbackDue = tick + FeedbackLag_ms;
    }
}
