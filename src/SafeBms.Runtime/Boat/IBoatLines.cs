namespace SafeBms.Runtime.Boat;

/// <summary>The lines of a controller as the boat sees them: its outputs are read, its inputs are driven.</summary>
public interface IBoatLines : IDisposable
{
    /// <summary>What the output lines carry; all off if nobody drives them.</summary>
    ulong Outputs();

    /// <summary>Drives all input lines.</summary>
    void Drive(ulong inputs);
}
