namespace SafeBms.Generator.Emit;

/// <summary>A C# expression and how strongly it binds.</summary>
internal readonly record struct Code(string Text, int Level)
{
    public const int Conditional = 0;
    public const int Or = 1;
    public const int And = 2;
    public const int Equality = 3;
    public const int Relational = 4;
    public const int Additive = 5;
    public const int Multiplicative = 6;
    public const int Unary = 7;
    public const int Primary = 8;

    /// <summary>A name, call or literal.</summary>
    public static Code Of(string text) => new(text, Primary);

    /// <summary>The text as an operand of an operator of this level.</summary>
    public string At(int level) => Level >= level ? Text : "(" + Text + ")";
}
