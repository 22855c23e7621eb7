namespace SafeBms.Devices.Tests.Rig;

/// <summary>
/// A test that needs real drivers. It runs where SAFEBMS_RIG is 1 (tests/hil boots such a machine) and is reported as
/// skipped, with the reason, everywhere else. Such tests carry <c>[Trait("Needs", "Rig")]</c>, so that
/// <c>--filter Needs=Rig</c> selects them.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RigFactAttribute : FactAttribute
{
    public override string? Skip
    {
        get
        {
            return Environment.GetEnvironmentVariable("SAFEBMS_RIG") == "1" ? null
                : "needs real drivers: runs in the rig (tests/hil), where SAFEBMS_RIG is 1";
        }
    }
}
