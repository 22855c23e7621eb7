using System.Globalization;
using SafeBms.Exploration.Slices;

namespace SafeBms.Exploration.Spin;

/// <summary>A violating run of a slice, a line a block of equal scans: what is set, and what changed.</summary>
internal static class RunText
{
    public static IReadOnlyList<string> Of(Slice slice, IReadOnlyList<RunBlock> blocks)
    {
        List<string> lines = [];
        IReadOnlyDictionary<SliceVariable, long>? before = null;
        foreach (RunBlock block in blocks)
        {
            string free = string.Join(" ", slice.Choices
                .Where(choice => block.Choices[choice] != 0)
                .Select(choice => Shown(choice, block.Choices[choice])));
            string changed = string.Join(" ", slice.Memory
                .Where(memory => before is null ? block.Memory[memory] != memory.Initial
                    : block.Memory[memory] != before[memory])
                .Select(memory =>
                    string.Create(CultureInfo.InvariantCulture, $"{memory.Name}={block.Memory[memory]}")));
            lines.Add(string.Create(
                CultureInfo.InvariantCulture,
                    $"scan {block.First}..{block.Last}: given {{{free}}} gives {{{changed}}}"));
            before = block.Memory;
        }

        return lines;
    }

    private static string Shown(SliceVariable choice, long value) =>
        choice.Max == 1 ? choice.Name : string.Create(CultureInfo.InvariantCulture, $"{choice.Name}={value}");
}
