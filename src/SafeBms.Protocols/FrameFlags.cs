namespace SafeBms.Protocols;

/// <summary>What a raw identifier says besides its number.</summary>
internal static class FrameFlags
{
    public const uint Remote = 0x4000_0000;
    private const uint ExtendedOrError = 0xA000_0000;

    /// <summary>The 11-bit number, or false for what is a 29-bit or an error frame.</summary>
    public static bool IsStandard(uint rawId, out uint id, out bool isRemote)
    {
        id = rawId & ~Remote;
        isRemote = (rawId & Remote) != 0;
        return (rawId & ExtendedOrError) == 0;
    }
}
