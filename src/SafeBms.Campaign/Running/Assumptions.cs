using SafeBms.Simulation;
using SafeBms.Simulation.Adapter;
using SafeBms.Specification.Model;

namespace SafeBms.Campaign;

/// <summary>
/// Which named assumption of the specification a fault breaks. A property that names a broken one under <c>assume:</c>
/// is not judged in that case; every other property is.
/// </summary>
public sealed class Assumptions
{
    private const string Feedback = "feedback-follows";
    private const string Bus = "bus-follows";

    private readonly Dictionary<string, string[]> _assumed;

    /// <summary>Reads what each property assumes.</summary>
    public Assumptions(SpecificationModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        Known = model.Requirements.Assumptions.Select(a => a.Name).ToHashSet();
        _assumed = model.Properties.Properties.ToDictionary(p => p.Id, p => p.Assumptions.ToArray());
    }

    /// <summary>A fault that is not here breaks none: the properties say themselves when data are good.</summary>
    public static IReadOnlyDictionary<FaultId, string> BrokenBy { get; } = new Dictionary<FaultId, string>
    {
        [FaultId.MainContactorWelded] = Feedback,
        [FaultId.PrechargeWelded] = Bus,
        [FaultId.AlternatorRelayWelded] = Feedback,
        [FaultId.ContactorCoilOpen] = Feedback,
        [FaultId.ContactorSlowRelease] = Feedback,
        [FaultId.FeedbackBounce] = Feedback,
        [FaultId.FeedbackStuck] = Feedback,
        [FaultId.ContactorDrops] = Feedback,
        [FaultId.PermitRelayStuckClosed] = Feedback,
        [FaultId.ShortCircuit] = Bus,
        [FaultId.LoadResistance] = Bus,
        [FaultId.CapacitorBank] = Bus,
        [FaultId.LiveBus] = Bus,
        [FaultId.InputFlapping] = Feedback,
        [FaultId.InputGlitch] = Feedback,
        [FaultId.SimultaneousEdges] = Feedback,
    };

    /// <summary>Every assumption of the specification.</summary>
    public IReadOnlySet<string> Known { get; }

    /// <summary>
    /// True if nothing that happened breaks what the property assumes. After a flipped bit of the controller's memory
    /// none is judged: that a property fails is then how the fault is found, and the boat itself is judged instead.
    /// </summary>
    public bool Judges(string property, IEnumerable<Doing> happened)
    {
        ArgumentNullException.ThrowIfNull(happened);
        return !happened.Any(FlipsMemory)
            && (!_assumed.TryGetValue(property, out string[]? assumed) || assumed.Length == 0
                || !happened.Where(d => d.IsFault).Any(d => assumed.Contains(Broken(d))));
    }

    /// <summary>Ids of the properties that are not judged.</summary>
    public IReadOnlySet<string> NotJudged(IReadOnlyList<Doing> happened) =>
        _assumed.Where(p => !Judges(p.Key, happened)).Select(p => p.Key).ToHashSet();

    /// <summary>True for a flipped bit of the controller's memory.</summary>
    public static bool FlipsMemory(Doing doing) => doing is { IsFault: true, What: "memory-bit-flip" or "F52" };

    private static string Broken(Doing doing)
    {
        FaultId id = FaultBinder.Bind(doing.ToFault().Fault, null, null, null).Id;
        return BrokenBy.GetValueOrDefault(id, "");
    }
}
