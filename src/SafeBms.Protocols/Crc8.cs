namespace SafeBms.Protocols;

/// <summary>CRC-8 of SAE J1850: polynomial 0x1D, start 0xFF, inverted at the end; "123456789" gives 0x4B.</summary>
internal static class Crc8
{
    public const byte Start = 0xFF;
    private const int Polynomial = 0x1D;
    private static readonly byte[] Table = Make();

    public static byte Add(byte crc, byte value) => Table[crc ^ value];

    /// <summary>Adds the lowest <paramref name="bytes"/> bytes of a word, the lowest first.</summary>
    public static byte Add(byte crc, ulong word, int bytes)
    {
        for (int i = 0; i < bytes; i++)
        {
            crc = Table[crc ^ (byte)(word >> (8 * i))];
        }

        return crc;
    }

    public static byte Finish(byte crc) => (byte)~crc;

    private static byte[] Make()
    {
        byte[] table = new byte[256];
        for (int i = 0; i < table.Length; i++)
        {
            int crc = i;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc & 0x80) != 0 ? (crc << 1) ^ Polynomial : crc << 1;
            }

            table[i] = (byte)crc;
        }

        return table;
    }
}
