using SafeBms.Specification.Model;
using SafeBms.Specification.Yaml;

namespace SafeBms.Specification.Binding;

/// <summary>What other machines must know of a machine before any expression is bound.</summary>
internal sealed class MachineDeclaration(string name, string file, YamlMapping root, SourceSpan span)
{
    /// <summary>Name.</summary>
    public string Name { get; } = name;

    /// <summary>Specification file.</summary>
    public string File { get; } = file;

    /// <summary>The file's content.</summary>
    public YamlMapping Root { get; } = root;

    /// <summary>Where the name stands.</summary>
    public SourceSpan Span { get; } = span;

    /// <summary>Group of instances; null for a single machine.</summary>
    public GroupInfo? InstanceGroup { get; set; }

    /// <summary>Position in the scan; -1 if it is in none.</summary>
    public int Position { get; set; } = -1;

    /// <summary>The shutdown machine runs last and alone may read <c>violation</c>.</summary>
    public bool IsShutdown { get; set; }

    /// <summary>Outputs in document order.</summary>
    public List<OutputDeclaration> Outputs { get; } = [];

    /// <summary>States in document pre-order.</summary>
    public List<StateDeclaration> States { get; } = [];

    /// <summary>An output by name, or null.</summary>
    public OutputDeclaration? Output(string name) => Outputs.FirstOrDefault(output => output.Name == name);

    /// <summary>A state by name, or null.</summary>
    public StateDeclaration? State(string name) => States.FirstOrDefault(state => state.Name == name);

    /// <summary>Ids of the leaves that are a state or inside of it.</summary>
    public EquatableArray<int> LeafIds(StateDeclaration state) =>
        new(States.Where(leaf => leaf.IsLeaf && IsInside(leaf, state)).Select(leaf => leaf.Id));

    private bool IsInside(StateDeclaration state, StateDeclaration outer)
    {
        for (int index = state.Index; index >= 0; index = States[index].Parent)
        {
            if (index == outer.Index)
            {
                return true;
            }
        }

        return false;
    }
}

/// <summary>An output before its expression is bound.</summary>
/// <param name="Name">Name.</param>
/// <param name="Type">Type, with validity.</param>
/// <param name="Initial">Value before step 0.</param>
/// <param name="Drives">Output signal, or empty.</param>
/// <param name="Is">Expression of a combinational output.</param>
/// <param name="Span">Where it is declared.</param>
internal sealed record OutputDeclaration(
    string Name, ExprType Type, long Initial, string Drives, YamlScalar? Is, SourceSpan Span);

/// <summary>A state before its expressions are bound.</summary>
internal sealed class StateDeclaration(string name, int index, int parent, YamlMapping node, SourceSpan span)
{
    /// <summary>Name.</summary>
    public string Name { get; } = name;

    /// <summary>Position in pre-order.</summary>
    public int Index { get; } = index;

    /// <summary>Position of the parent; -1 at the root.</summary>
    public int Parent { get; } = parent;

    /// <summary>Content.</summary>
    public YamlMapping Node { get; } = node;

    /// <summary>Where it is declared.</summary>
    public SourceSpan Span { get; } = span;

    /// <summary>Stable id.</summary>
    public int Id { get; set; }

    /// <summary>Declared <c>initial: true</c>.</summary>
    public bool IsInitial { get; set; }

    /// <summary>Has no children.</summary>
    public bool IsLeaf { get; set; } = true;

    /// <summary>History.</summary>
    public HistoryKind History { get; set; }

    /// <summary>An intended dead end.</summary>
    public bool IsFinal { get; set; }
}
