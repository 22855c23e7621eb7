namespace SafeBms.Differential.Tests;

/// <summary>A contact that follows its coil some scans later, unless it is stuck.</summary>
internal sealed class Wire(int delay)
{
    private bool state;
    private bool wanted;
    private long since;
    private long stuckUntil;
    private bool stuckAt;

    public void Stick(bool at, long until) => (stuckAt, stuckUntil) = (at, until);

    public bool Follow(bool command, long scan)
    {
        if (command != wanted)
        {
            wanted = command;
            since = scan;
        }

        if (scan - since >= delay)
        {
            state = wanted;
        }

        return scan < stuckUntil ? stuckAt : state;
    }
}
