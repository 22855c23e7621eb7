namespace SafeBms.Devices.Lines;

/// <summary>One change of the output word of a <see cref="VirtualChip"/>.</summary>
/// <param name="Sequence">Counts the changes from 1.</param>
/// <param name="Time_ns">CLOCK_MONOTONIC right after the word was written.</param>
/// <param name="Outputs">The new word.</param>
/// <param name="Previous">The word that it replaced.</param>
/// <param name="ProcessId">Who wrote it.</param>
public readonly record struct LineChange(long Sequence, long Time_ns, ulong Outputs, ulong Previous, int ProcessId);

/// <summary>What reading the next change gave.</summary>
public enum ChangeRead
{
    /// <summary>No further change.</summary>
    None,

    /// <summary>A change.</summary>
    Change,

    /// <summary>Changes are missing here: the reader was too slow, or the writer died while it noted one.</summary>
    Lost,
}
