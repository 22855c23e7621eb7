namespace SafeBms.Runtime.Mailbox;

/// <summary>What other shells may ask of a running controller; the numbers are stable on the mailbox.</summary>
public enum ControllerCommand
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Acknowledge what is latched.</summary>
    Acknowledge = 1,

    /// <summary>Request mode on.</summary>
    On = 2,

    /// <summary>Request mode standby.</summary>
    Standby = 3,

    /// <summary>Request mode off.</summary>
    Off = 4,

    /// <summary>End the controller by the ordered shutdown.</summary>
    Stop = 5,

    /// <summary>First number of the keys of the live view.</summary>
    FirstKey = 100,
}
