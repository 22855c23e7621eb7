using System.Globalization;
using SafeBms.Specification.Model;

namespace SafeBms.Proof.Counterexamples;

/// <summary>Which members of groups exist.</summary>
internal static class MemberIndices
{
    /// <summary>The indices in a flat name: 3 and 7 in <c>battery[3].cell[7].voltage</c>.</summary>
    public static IEnumerable<int> Of(string name)
    {
        for (int open = name.IndexOf('[', StringComparison.Ordinal); open >= 0;
            open = name.IndexOf('[', open + 1))
        {
            yield return int.Parse(
                name.AsSpan(open + 1, name.IndexOf(']', open) - open - 1), CultureInfo.InvariantCulture);
        }
    }

    /// <summary>The parameters that say how many members there are, from the outer group to the inner.</summary>
    public static IEnumerable<string> Counts(SignalsModel signals, string path)
    {
        IEnumerable<GroupInfo> level = signals.Groups;
        foreach (string name in path.Split('.', StringSplitOptions.RemoveEmptyEntries))
        {
            GroupInfo group = level.First(one => one.Name == name);
            yield return group.ConfiguredParameter;
            level = group.Groups;
        }
    }
}
