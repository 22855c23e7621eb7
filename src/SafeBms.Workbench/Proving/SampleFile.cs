using SafeBms.Proof.Sampling;

namespace SafeBms.Workbench.Proving;

/// <summary>Keeps samples in a file. One that cannot be read is as good as none: samples only save time.</summary>
internal static class SampleFile
{
    private const int Version = 2;

    /// <summary>The samples, or null.</summary>
    public static StateSamples? Read(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            using BinaryReader reader = new(File.OpenRead(path));
            if (reader.ReadInt32() != Version)
            {
                return null;
            }

            string[] names = new string[reader.ReadInt32()];
            for (int index = 0; index < names.Length; index++)
            {
                names[index] = reader.ReadString();
            }

            long[][] states = new long[reader.ReadInt32()][];
            for (int index = 0; index < states.Length; index++)
            {
                states[index] = ReadState(reader, names.Length);
            }

            return new StateSamples(names, states);
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Writes beside, then renames: never half a file.</summary>
    public static void Write(string path, StateSamples samples)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        string beside = path + ".new";
        using (FileStream file = File.Create(beside))
        using (BinaryWriter writer = new(file))
        {
            writer.Write(Version);
            writer.Write(samples.Names.Count);
            foreach (string name in samples.Names)
            {
                writer.Write(name);
            }

            writer.Write(samples.States.Count);
            foreach (long[] state in samples.States)
            {
                Array.ForEach(state, writer.Write);
            }

            writer.Flush();
            file.Flush(flushToDisk: true);
        }

        File.Move(beside, path, overwrite: true);
    }

    private static long[] ReadState(BinaryReader reader, int length)
    {
        long[] state = new long[length];
        for (int index = 0; index < length; index++)
        {
            state[index] = reader.ReadInt64();
        }

        return state;
    }
}
