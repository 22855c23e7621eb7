using System.Globalization;
using SafeBms.Core;
using SafeBms.Runtime.Mailbox;

namespace SafeBms.Runtime.View;

/// <summary>A copy of what a controller published, read by name.</summary>
public sealed class Snapshot
{
    private readonly long[] _values = new long[Published.Count];

    /// <summary>Product that runs.</summary>
    public string Product { get; private set; } = "";

    /// <summary>Process that runs it.</summary>
    public int ProcessId { get; private set; }

    /// <summary>Copies what is published now; false if nothing can be read.</summary>
    /// <exception cref="MailboxException">The controller was built from another specification.</exception>
    public bool Refresh(RunBlock block)
    {
        ArgumentNullException.ThrowIfNull(block);
        if (block.CatalogueHash != Published.Hash || block.ValueCount != Published.Count)
        {
            throw new MailboxException(
                "The running controller was built from another specification; use the safebms that it was "
                + "started with.");
        }

        Product = block.Product;
        ProcessId = block.ProcessId;
        return block.TryRead(_values);
    }

    /// <summary>A figure of the controller.</summary>
    public long this[Figure figure] => _values[(int)figure];

    /// <summary>The published histogram of scan times.</summary>
    public ReadOnlySpan<long> Histogram => _values.AsSpan(Published.HistogramAt, Published.Columns);

    /// <summary>An output by name.</summary>
    public long Output(string name) => _values[Published.OutputsAt + OutputIndex(name)];

    /// <summary>An output in words.</summary>
    public string OutputText(string name) => OutputTable.Text(OutputIndex(name), Output(name));

    /// <summary>An input by name, now or as it was when the first cause appeared; null if it is not valid.</summary>
    public long? Input(string name, bool atCause = false)
    {
        int index = InputTable.IndexOf(name);
        long value = index < 0 ? Published.Invalid
            : _values[(atCause ? Published.CauseInputsAt : Published.InputsAt) + index];
        return value == Published.Invalid ? null : value;
    }

    /// <summary>Every state of a machine that is not one of many: name and state in words.</summary>
    public IEnumerable<(string Machine, string State)> States()
    {
        for (int i = 0; i < StateTable.Count; i++)
        {
            string name = StateTable.Name(i);
            if (name.EndsWith(".state", StringComparison.Ordinal) && !name.Contains('[', StringComparison.Ordinal))
            {
                yield return (name[..^6], StateTable.Text(i, _values[Published.StateAt + i]));
            }
        }
    }

    /// <summary>The input of a cell.</summary>
    public long? Cell(int battery, int cell, bool atCause = false) =>
        Input(string.Create(CultureInfo.InvariantCulture, $"battery[{battery}].cell[{cell}].voltage"), atCause);

    /// <summary>The temperature of a battery.</summary>
    public long? Temperature(int battery, bool atCause = false) =>
        Input(string.Create(CultureInfo.InvariantCulture, $"battery[{battery}].temperature"), atCause);

    private static int OutputIndex(string name)
    {
        int index = OutputTable.IndexOf(name);
        return index >= 0 ? index : throw new ArgumentException($"There is no output '{name}'.", nameof(name));
    }
}
