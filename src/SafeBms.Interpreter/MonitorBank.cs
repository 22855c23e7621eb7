using SafeBms.Specification.Model;

namespace SafeBms.Interpreter;

/// <summary>The properties as they are watched in every scan, with what they have counted.</summary>
internal sealed class MonitorBank
{
    private readonly PropertyRunner runner;
    private readonly EquatableArray<PropertyInfo> properties;
    private readonly bool[] failedOnProposed;
    private readonly bool[] violated;
    private readonly long[] violations;

    public MonitorBank(World world, PropertiesModel model)
    {
        properties = model.Properties;
        runner = new PropertyRunner(world, model.Monitor, properties.Select(property => property.Always));
        failedOnProposed = new bool[properties.Count];
        violated = new bool[properties.Count];
        violations = new long[properties.Count];
    }

    public bool IsViolated(int property) => violated[property];

    public long Violations(int property) => violations[property];

    public void Reset()
    {
        runner.Reset();
        Array.Clear(violated);
        Array.Clear(violations);
    }

    /// <summary>Steps on the proposed outputs. True if a property that demands the shutdown failed.</summary>
    public bool StepOnProposed()
    {
        runner.Save();
        runner.Advance();
        bool violation = false;
        for (int index = 0; index < properties.Count; index++)
        {
            failedOnProposed[index] = !runner.Holds[index];
            violation |= failedOnProposed[index] && properties[index].OnViolation == ViolationReaction.Shutdown;
        }

        return violation;
    }

    /// <summary>Goes back and steps again on the outputs of the shutdown machine.</summary>
    public void StepAgainOnWritten()
    {
        runner.Restore();
        runner.Advance();
    }

    /// <summary>Counts the scan: what failed on the written outputs, and what brought the shutdown about.</summary>
    /// <param name="wasActive">Whether the shutdown was active in the scan before.</param>
    public void Count(bool wasActive)
    {
        for (int index = 0; index < properties.Count; index++)
        {
            violated[index] = !runner.Holds[index] || (failedOnProposed[index] && !wasActive);
            violations[index] += violated[index] ? 1 : 0;
        }
    }
}
