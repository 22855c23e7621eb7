namespace SafeBms.Generator.Tests.Harness;

/// <summary>A generated core that has been compiled in memory; values by the names of the tables.</summary>
public interface IRunningCore
{
    /// <summary>Starts with the first product's parameters, changed as said. Null, or what is wrong.</summary>
    string? Start(params (string Name, long Value)[] parameters);

    /// <summary>Power comes back: starts with what was retained, or with nothing.</summary>
    void Restart(bool retainedValid);

    /// <summary>An input for the next scans.</summary>
    void Set(string input, int value, int age_ms = 0, bool accepted = true);

    /// <summary>One scan.</summary>
    void Scan();

    /// <summary>A value of the state table.</summary>
    long State(string name);

    /// <summary>A value of the state table in words.</summary>
    string StateText(string name);

    /// <summary>An output signal.</summary>
    long Output(string name);

    /// <summary>Whether a property failed in the last scan.</summary>
    bool IsViolated(string property);

    /// <summary>Scans in which a property failed.</summary>
    long Violations(string property);

    /// <summary>Whether the shutdown machine has taken over.</summary>
    bool IsShutdown { get; }

    /// <summary>Whether a condition that must be seen has been seen.</summary>
    bool Seen(int witness);

    /// <summary>Scans since a state was entered.</summary>
    long Elapsed(string machine, string state);

    /// <summary>Overwrites a field of one instance of a machine.</summary>
    void Poke(string machine, int instance, string field, int value);

    /// <summary>Overwrites the first byte of a machine's memory, where its state is.</summary>
    void CorruptState(string machine, byte value);
}
