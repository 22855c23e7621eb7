namespace SafeBms.Generator.Emit.Probes;

/// <summary>A boolean function of the conditions of a decision: bit i of a mask is condition i.</summary>
public abstract record Logic
{
    /// <summary>The outcome for these values of the conditions.</summary>
    /// <param name="mask">The values.</param>
    /// <param name="assumed">Bit of a validity: where it is missing, the outcome is wanted as if it were there with the
    /// value that its <c>else</c> does not stand for; -1 for none. The operand itself means nothing while invalid.
    /// </param>
    public abstract bool Of(ulong mask, int assumed = -1);
}

/// <summary>A constant.</summary>
public sealed record Always(bool Value) : Logic
{
    /// <inheritdoc/>
    public override bool Of(ulong mask, int assumed = -1) => Value;
}

/// <summary>A condition by its bit.</summary>
public sealed record Atom(int Bit) : Logic
{
    /// <inheritdoc/>
    public override bool Of(ulong mask, int assumed = -1) => ((mask >> Bit) & 1) != 0;
}

/// <summary>Negation.</summary>
public sealed record Not(Logic Operand) : Logic
{
    /// <inheritdoc/>
    public override bool Of(ulong mask, int assumed = -1) => !Operand.Of(mask, assumed);
}

/// <summary>Conjunction.</summary>
public sealed record Both(Logic Left, Logic Right) : Logic
{
    /// <inheritdoc/>
    public override bool Of(ulong mask, int assumed = -1) => Left.Of(mask, assumed) && Right.Of(mask, assumed);
}

/// <summary>Disjunction.</summary>
public sealed record Either(Logic Left, Logic Right) : Logic
{
    /// <inheritdoc/>
    public override bool Of(ulong mask, int assumed = -1) => Left.Of(mask, assumed) || Right.Of(mask, assumed);
}

/// <summary>An operand that counts only while it is valid.</summary>
public sealed record Guarded(int Bit, Logic Operand, bool WhenInvalid) : Logic
{
    /// <inheritdoc/>
    public override bool Of(ulong mask, int assumed = -1) =>
        ((mask >> Bit) & 1) != 0 ? Operand.Of(mask, assumed) : WhenInvalid ^ (assumed == Bit);
}
