using System.Collections.Immutable;
using SafeBms.Proof.Terms;

namespace SafeBms.Equivalence.Code;

/// <summary>A place that can be read and written: a variable, and the way into it.</summary>
/// <param name="Root">Number of the variable.</param>
/// <param name="Path">Fields (text) and members of arrays (int), from the outside to the inside.</param>
internal sealed record Place(int Root, ImmutableArray<object> Path)
{
    public Place Field(string name) => this with { Path = Path.Add(name) };

    public Place Item(int index) => this with { Path = Path.Add(index) };

    /// <summary>Whether one of the two lies inside of the other.</summary>
    public bool Overlaps(Place other) => Root == other.Root && Path.Zip(other.Path, Equals).All(same => same);
}

/// <summary>Everything that is remembered at one point of the execution. Never changed after it was made.</summary>
internal sealed class Store
{
    private readonly ImmutableDictionary<int, CodeValue> roots;

    private Store(ImmutableDictionary<int, CodeValue> roots) => this.roots = roots;

    public static Store Empty { get; } = new(ImmutableDictionary<int, CodeValue>.Empty);

    public Store With(int root, CodeValue value) => new(roots.SetItem(root, value));

    public CodeValue Read(Place place)
    {
        CodeValue value = roots[place.Root];
        foreach (object step in place.Path)
        {
            value = step is string field ? ((StructValue)value).Fields[field] : ((ArrayValue)value).Items[(int)step];
        }

        return value;
    }

    public Store Write(Place place, CodeValue value) =>
        With(place.Root, Replace(place.Path.IsEmpty ? value : roots[place.Root], place.Path, 0, value));

    /// <summary>This store where the condition holds, else the other; what only one of them has is kept.</summary>
    public Store Or(TermPool pool, Term condition, Store other)
    {
        if (ReferenceEquals(roots, other.roots))
        {
            return this;
        }

        ImmutableDictionary<int, CodeValue>.Builder merged = other.roots.ToBuilder();
        foreach ((int root, CodeValue value) in roots)
        {
            if (!merged.TryGetValue(root, out CodeValue? before))
            {
                merged[root] = value;
            }
            else if (!ReferenceEquals(before, value))
            {
                merged[root] = CodeValue.Merge(pool, condition, value, before);
            }
        }

        return new Store(merged.ToImmutable());
    }

    private static CodeValue Replace(CodeValue whole, ImmutableArray<object> path, int depth, CodeValue value)
    {
        if (depth == path.Length)
        {
            return value;
        }

        if (path[depth] is string field)
        {
            StructValue structure = (StructValue)whole;
            CodeValue inner = Replace(structure.Fields[field], path, depth + 1, value);
            return new StructValue(structure.Fields.SetItem(field, inner));
        }

        int index = (int)path[depth];
        ArrayValue array = (ArrayValue)whole;
        return new ArrayValue(array.Items.SetItem(index, Replace(array.Items[index], path, depth + 1, value)));
    }
}
