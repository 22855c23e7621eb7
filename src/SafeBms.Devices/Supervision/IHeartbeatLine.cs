using SafeBms.Devices.Lines;

namespace SafeBms.Devices.Supervision;

/// <summary>A line that is toggled while all is well; an external safety relay watches its edges.</summary>
public interface IHeartbeatLine
{
    /// <summary>Changes its level once. Allocates nothing.</summary>
    LineStatus Toggle();

    /// <summary>Switches it off and leaves it there, after an ordered shutdown. Allocates nothing.</summary>
    LineStatus Rest();
}
