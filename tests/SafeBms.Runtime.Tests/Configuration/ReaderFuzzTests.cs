using System.Text;
using SafeBms.Runtime.Configuration;
using SafeBms.Simulation.Scenarios;

namespace SafeBms.Runtime.Tests.Configuration;

/// <summary>Whatever stands in a file: the reader ends with findings that have a place, never with an exception.</summary>
public sealed class ReaderFuzzTests
{
    /// <summary>Every seed that ever found something, and one of today.</summary>
    private static readonly int[] Seeds = [20_261_122];

    private static readonly string[] Words =
    [
        .. ConfigurationKeys.Sections.Values.SelectMany(k => k).Distinct(StringComparer.Ordinal),
        .. ConfigurationKeys.Quantities.All, .. ConfigurationKeys.SourceKinds.All, .. ConfigurationKeys.Biases.All,
        "real", "rig", "simulated", "gpio", "virtual", "socketcan", "big", "true", "false", "can0", "battery",
        "lynx-smart-bms-500", "80 ms", "10 ms", "1 s", "0", "4", "-1", "99999999999999999999", "0x400", "1.5", "1e9",
        "/dev/watchdog", "400 A", "3.65 V", "battery_count", "relay_mode", "~", "''", "\"\"", "", "é", "\u0001", "\t",
    ];

    private static readonly string[] Marks = [": ", ":", "- ", "[", "]", "{", "}", ", ", "\n", "\n  ", "\n    ", "#", "&a ", "*a", "!t ", "---\n", "|\n", "\"", "'"];

    // A document of random words in random places; small, so that a million of them take no more than a minute or two.
    private static string Soup(Random random)
    {
        StringBuilder text = new();
        for (int n = random.Next(1, 14); n > 0; n--)
        {
            text.Append(Words[random.Next(Words.Length)]);
            text.Append(random.Next(3) == 0 ? Marks[random.Next(Marks.Length)] : random.Next(2) == 0 ? ": " : "\n");
        }

        return text.ToString();
    }

    // A proper file in which some lines were dropped, doubled, exchanged, or had a value replaced.
    private static string Spoiled(Random random, string[] lines)
    {
        string[] changed = (string[])lines.Clone();
        for (int n = random.Next(1, 5); n > 0; n--)
        {
            int at = random.Next(changed.Length);
            string word = Words[random.Next(Words.Length)];
            int colon = changed[at].IndexOf(": ", StringComparison.Ordinal);
            changed[at] = random.Next(5) switch
            {
                0 => "",
                1 => changed[at] + "\n" + changed[at],
                2 => changed[random.Next(changed.Length)],
                3 => colon < 0 ? word : changed[at][..(colon + 2)] + word,
                _ => colon < 0 ? "- " + word : new string(' ', changed[at].Length - changed[at].TrimStart().Length) + word + changed[at][colon..],
            };
        }

        return string.Join('\n', changed);
    }

    private static byte[] Flipped(Random random, byte[] bytes)
    {
        byte[] changed = (byte[])bytes.Clone();
        for (int n = random.Next(1, 9); n > 0; n--)
        {
            changed[random.Next(changed.Length)] = (byte)random.Next(256);
        }

        return changed[..(random.Next(4) == 0 ? random.Next(changed.Length) : changed.Length)];
    }

    private static void Judge(byte[] bytes, string origin)
    {
        ConfigurationResult result = ConfigurationReader.Read(bytes);
        Assert.True((result.Installation is null) == result.Errors.Any(), origin);
        foreach (Finding finding in result.Findings)
        {
            Assert.True(finding is { Line: >= 1, Column: >= 1 } && finding.Message.Length > 0, origin);
        }

        if (result.Installation is { } installation)
        {
            Assert.NotEmpty(EffectiveValues.Of(installation));
            Assert.All(installation.Sources.List, s => Assert.Empty(SourceMapping.Options(s).Problems()));
        }
    }

    [Theory]
    [InlineData(990_000, 9_000, 1_000)]
    public void A_million_hostile_files_end_in_findings_with_a_place(int soups, int spoiled, int flipped)
    {
        string[] lines = [.. Examples.Real.Split('\n').Where(l => !l.StartsWith('#'))];
        byte[] real = Encoding.UTF8.GetBytes(Examples.Rig);
        foreach (int seed in Seeds)
        {
            Parallel.For(0, soups / 1000, new ParallelOptions { MaxDegreeOfParallelism = 2 }, block =>
            {
                Random random = new(seed + block);
                for (int n = 0; n < 1000; n++)
                {
                    Judge(Encoding.UTF8.GetBytes(Soup(random)), $"seed {seed}, block {block}, soup {n}");
                }
            });
            Random few = new(seed);
            for (int n = 0; n < spoiled; n++)
            {
                Judge(Encoding.UTF8.GetBytes(Spoiled(few, lines)), $"seed {seed}, spoiled {n}");
            }

            for (int n = 0; n < flipped; n++)
            {
                Judge(Flipped(few, real), $"seed {seed}, flipped {n}");
            }
        }
    }
}
