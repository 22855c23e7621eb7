using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SafeBms.Core;

namespace SafeBms.Simulation.Adapter;

/// <summary>Where in the bytes of a <see cref="CoreState"/> the named values of <see cref="StateTable"/> lie.</summary>
public static class MemoryMap
{
    private static readonly Lazy<Dictionary<string, (int First, int Length)>> Places = new(Find);

    /// <summary>Size of the controller's memory in bytes.</summary>
    public static int Size_bytes => Unsafe.SizeOf<CoreState>();

    /// <summary>The bytes of a controller's memory.</summary>
    public static Span<byte> Bytes(ref CoreState state) =>
        MemoryMarshal.AsBytes(MemoryMarshal.CreateSpan(ref state, 1));

    /// <summary>First byte and number of bytes of a named value, such as <c>contactor.state</c>; false if there is
    /// none.</summary>
    public static bool TryFind(string name, out int first, out int length)
    {
        bool found = Places.Value.TryGetValue(name, out (int First, int Length) place);
        (first, length) = place;
        return found;
    }

    /// <summary>Every name that has a place, in the order of <see cref="StateTable"/>.</summary>
    public static IEnumerable<string> Names =>
        Enumerable.Range(0, StateTable.Count).Select(StateTable.Name).Where(Places.Value.ContainsKey);

    // The generated tables say what a value is, not where: each byte is changed in turn to see which value moves.
    private static Dictionary<string, (int First, int Length)> Find()
    {
        Dictionary<string, (int First, int Length)> places = new(StringComparer.Ordinal);
        CoreState state = default;
        for (int at = 0; at < Size_bytes; at++)
        {
            Span<byte> bytes = Bytes(ref state);
            bytes[at] = 1;
            for (int i = 0; i < StateTable.Count; i++)
            {
                if (StateTable.Get(state, i) != 0)
                {
                    string name = StateTable.Name(i);
                    int first = places.TryGetValue(name, out (int First, int Length) known) ? known.First : at;
                    places[name] = (first, at - first + 1);
                }
            }

            bytes[at] = 0;
        }

        return places;
    }
}
