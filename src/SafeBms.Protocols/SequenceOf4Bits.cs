namespace SafeBms.Protocols;

/// <summary>
/// Sequence of a sender that counts to 15 only: the first frame is taken, then one to three steps ahead; after 2.5
/// periods without a good frame the next one only synchronises. Finds repeated and stuck frames; a recording that
/// runs for longer than 16 frames cannot be told from its sender.
/// </summary>
internal struct SequenceOf4Bits
{
    // Two lost frames are what an age of 2.5 periods tolerates.
    private const int Steps_max = 3;

    private bool _isKnown;
    private int _last;
    private long _seenScan;

    public bool Take(int counter, long scan, int stale_scans)
    {
        int step = (counter - _last) & 15;
        bool isStale = _isKnown && scan - _seenScan > stale_scans;
        bool isGood = !_isKnown || (!isStale && step is > 0 and <= Steps_max);
        if (isGood || isStale)
        {
            _isKnown = true;
            _last = counter;
            _seenScan = scan;
        }

        return isGood;
    }
}
