namespace SafeBms.Runtime.Commands;

/// <summary>Exit codes, the same for every command.</summary>
internal static class Exit
{
    /// <summary>Done, and everything held.</summary>
    public const int Success = 0;

    /// <summary>An expectation did not hold, or a replay differs.</summary>
    public const int Difference = 1;

    /// <summary>The command line or a file cannot be used.</summary>
    public const int Unusable = 2;

    /// <summary>No controller runs, or it does not answer.</summary>
    public const int Unreachable = 3;

    /// <summary>The ordered shutdown did not come to its end in time.</summary>
    public const int ShutdownFailed = 4;

    /// <summary>The guard has lost the output lines; nobody knows what they carry.</summary>
    public const int LinesLost = 5;

    /// <summary>Said at the end of the help.</summary>
    public const string Help =
        "Exit codes: 0 done and everything held; 1 an expectation did not hold or a replay differs; "
        + "2 the command line or a file cannot be used; 3 no controller runs or it does not answer; "
        + "4 the ordered shutdown did not come to its end, or the guard had to do it; "
        + "5 the output lines were lost.";
}
