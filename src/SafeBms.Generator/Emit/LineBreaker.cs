namespace SafeBms.Generator.Emit;

/// <summary>Breaks a long line of generated code where a reader would.</summary>
internal static class LineBreaker
{
    private static readonly string[] Joints = [" | ", " & ", ", ", " ? ", " : ", " = "];

    /// <summary>Parts of at most <paramref name="space"/> columns where that can be had; operators begin a part, commas
    /// end one.</summary>
    public static List<string> Break(string line, int space)
    {
        List<string> parts = [];
        while (line.Length > space && FindJoint(line, space) is int at and > 0)
        {
            parts.Add(line.Substring(0, at).TrimEnd());
            line = line.Substring(at).TrimStart();
        }

        parts.Add(line);
        return parts;
    }

    // The outermost joint that still fits; among equals the last one.
    private static int FindJoint(string line, int space)
    {
        int best = -1;
        int bestDepth = int.MaxValue;
        int depth = 0;
        bool quoted = false;
        for (int index = 0; index < line.Length && index < space; index++)
        {
            char letter = line[index];
            quoted ^= letter == '"' && (index == 0 || line[index - 1] != '\\');
            depth += quoted ? 0 : letter is '(' or '[' ? 1 : letter is ')' or ']' ? -1 : 0;
            if (quoted || index < 8 || depth > bestDepth)
            {
                continue;
            }

            if (JointAt(line, index) is int cut)
            {
                best = cut;
                bestDepth = depth;
            }
        }

        return best;
    }

    private static int? JointAt(string line, int index)
    {
        foreach (string joint in Joints)
        {
            if (string.CompareOrdinal(line, index, joint, 0, joint.Length) == 0)
            {
                return joint is ", " or " = " ? index + joint.Length : index + 1;
            }
        }

        return null;
    }
}
