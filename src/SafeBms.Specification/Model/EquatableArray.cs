using System.Collections;

namespace SafeBms.Specification.Model;

/// <summary>An immutable list that is equal to another when all members are equal in order.</summary>
/// <remarks>The incremental generator compares models by value; an ordinary array would compare by reference.</remarks>
public sealed class EquatableArray<T> : IReadOnlyList<T>, IEquatable<EquatableArray<T>>
    where T : IEquatable<T>
{
    private readonly T[] items;

    /// <summary>Copies the items; later changes of the source do not show here.</summary>
    public EquatableArray(IEnumerable<T> source) => items = [.. source];

    /// <summary>The empty list.</summary>
    public static EquatableArray<T> Empty { get; } = new([]);

    /// <inheritdoc/>
    public int Count => items.Length;

    /// <inheritdoc/>
    public T this[int index] => items[index];

    /// <inheritdoc/>
    public bool Equals(EquatableArray<T>? other)
    {
        if (other is null || other.items.Length != items.Length)
        {
            return false;
        }

        for (int index = 0; index < items.Length; index++)
        {
            if (!items[index].Equals(other.items[index]))
            {
                return false;
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as EquatableArray<T>);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        int hash = 17;
        foreach (T item in items)
        {
            hash = unchecked((hash * 31) + item.GetHashCode());
        }

        return hash;
    }

    /// <inheritdoc/>
    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
