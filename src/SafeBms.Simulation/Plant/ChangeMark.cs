namespace SafeBms.Simulation;

/// <summary>
/// Shared by the plant and everything that an operator can set: a set mark means that the next tick must be
/// calculated and may not be leapt over.
/// </summary>
internal sealed class ChangeMark
{
    public bool IsSet { get; set; } = true;

    /// <summary>Stores a value and sets the mark if it differs.</summary>
    public void Store(ref int field, int value)
    {
        if (field != value)
        {
            field = value;
            IsSet = true;
        }
    }

    /// <summary>Stores a value and sets the mark if it differs.</summary>
    public void Store(ref bool field, bool value)
    {
        if (field != value)
        {
            field = value;
            IsSet = true;
        }
    }
}
