namespace SafeBms.Proof.Terms;

/// <summary>The two kinds of value: everything the language has is one of them (enumerations by id).</summary>
public enum Sort
{
    /// <summary>True or false.</summary>
    Bool,

    /// <summary>A mathematical integer, without bounds.</summary>
    Int,
}

/// <summary>What a term is made by. The pool brings every comparison and sum into one normal form, so that there are
/// few.</summary>
public enum Operation
{
    /// <summary>True or false, or an integer; see <see cref="Term.Value"/>.</summary>
    Constant,

    /// <summary>A name without a definition; see <see cref="Term.Name"/>.</summary>
    Variable,

    /// <summary>Negation.</summary>
    Not,

    /// <summary>All of the operands.</summary>
    And,

    /// <summary>At least one of the operands.</summary>
    Or,

    /// <summary>Both sides are true or both are false.</summary>
    Iff,

    /// <summary>The second operand if the first is true, else the third; integers only.</summary>
    Choose,

    /// <summary>A sum of integer terms, each times a factor other than 0, plus <see cref="Term.Value"/>.</summary>
    Sum,

    /// <summary>The product of two terms of which neither is a constant.</summary>
    Product,

    /// <summary>The integer operand is 0 or less.</summary>
    AtMostZero,

    /// <summary>The integer operand is 0.</summary>
    IsZero,
}

/// <summary>
/// An expression of mathematical integers and truth values. Terms come from one <see cref="TermPool"/> only, which
/// makes equal ones once: within a pool equality is identity.
/// </summary>
public sealed class Term
{
    internal Term(int id, Operation operation, Sort sort, long value, string name, Term[] operands, long[] factors)
    {
        Id = id;
        Operation = operation;
        Sort = sort;
        Value = value;
        Name = name;
        OperandArray = operands;
        FactorArray = factors;
    }

    /// <summary>Counts up in the pool: operands have smaller ids than what is made of them.</summary>
    public int Id { get; }

    /// <summary>How it is made.</summary>
    public Operation Operation { get; }

    /// <summary>Bool or Int.</summary>
    public Sort Sort { get; }

    /// <summary>Of a constant (1 for true); of a sum what is added at the end.</summary>
    public long Value { get; }

    /// <summary>Of a variable; empty otherwise.</summary>
    public string Name { get; }

    /// <summary>Operands, in order.</summary>
    public IReadOnlyList<Term> Operands => OperandArray;

    /// <summary>Of a sum: what each operand is multiplied by; empty otherwise.</summary>
    public IReadOnlyList<long> Factors => FactorArray;

    /// <summary>A constant: known without looking at any variable.</summary>
    public bool IsConstant => Operation == Operation.Constant;

    /// <summary>The constant true.</summary>
    public bool IsTrue => Operation == Operation.Constant && Sort == Sort.Bool && Value == 1;

    /// <summary>The constant false.</summary>
    public bool IsFalse => Operation == Operation.Constant && Sort == Sort.Bool && Value == 0;

    internal Term[] OperandArray { get; }

    internal long[] FactorArray { get; }

    /// <summary>As SMT-LIB text; long for large terms, meant for messages and for small ones.</summary>
    public override string ToString() => SmtText.Of(this);
}
