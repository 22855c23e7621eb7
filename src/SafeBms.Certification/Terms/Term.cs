using System.Globalization;

namespace SafeBms.Certification.Terms;

/// <summary>The two sorts of SMT-LIB that the encoding uses.</summary>
public enum Sort
{
    /// <summary>Truth values.</summary>
    Bool,

    /// <summary>Unbounded integers.</summary>
    Int,
}

/// <summary>A term of SMT-LIB 2. Terms are immutable and equal when their text is.</summary>
public abstract class Term : IEquatable<Term>
{
    private string? text;

    private protected Term(Sort sort) => Sort = sort;

    /// <summary>Sort of the term.</summary>
    public Sort Sort { get; }

    /// <summary>The term as SMT-LIB text.</summary>
    public sealed override string ToString() => text ??= Print();

    /// <inheritdoc/>
    public bool Equals(Term? other) =>
        ReferenceEquals(this, other) || (other is not null && other.ToString() == ToString());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Term);

    /// <inheritdoc/>
    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    private protected abstract string Print();
}

/// <summary>An integer.</summary>
public sealed class NumberTerm(long value) : Term(Sort.Int)
{
    /// <summary>The integer.</summary>
    public long Value => value;

    private protected override string Print() => value >= 0
        ? value.ToString(CultureInfo.InvariantCulture)
        : $"(- {value.ToString(CultureInfo.InvariantCulture)[1..]})";
}

/// <summary><c>true</c> or <c>false</c>.</summary>
public sealed class TruthTerm(bool value) : Term(Sort.Bool)
{
    /// <summary>The truth value.</summary>
    public bool Value => value;

    private protected override string Print() => value ? "true" : "false";
}

/// <summary>A constant by name: declared (free) or defined.</summary>
public sealed class NameTerm(string name, Sort sort) : Term(sort)
{
    /// <summary>Name without the bars.</summary>
    public string Name => name;

    private protected override string Print() => $"|{name}|";
}

/// <summary>An operator with its operands.</summary>
public sealed class CallTerm(string operation, IReadOnlyList<Term> operands, Sort sort) : Term(sort)
{
    /// <summary>Operator as SMT-LIB writes it.</summary>
    public string Operation => operation;

    /// <summary>Operands, at least one.</summary>
    public IReadOnlyList<Term> Operands => operands;

    private protected override string Print() => $"({operation} {string.Join(' ', operands)})";
}
