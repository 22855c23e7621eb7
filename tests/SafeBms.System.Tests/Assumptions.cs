using SafeBms.Simulation;
using SafeBms.Simulation.Adapter;
using SafeBms.Specification;
using SafeBms.Specification.Model;
using SafeBms.System.Tests.Runs;

namespace SafeBms.System.Tests;

/// <summary>
/// Which named assumption of <c>spec/requirements.yaml</c> a fault breaks. A property that names a broken one under
/// <c>assume:</c> is not judged in that run; every other property is. Faults of sensors, of wires and of the bank break
/// none: the liveness properties say themselves when the data are good enough.
/// </summary>
internal sealed class Assumptions
{
    private const string Feedback = "feedback-follows";
    private const string Bus = "bus-follows";

    /// <summary>The mapping; a fault that is not in it breaks no assumption.</summary>
    public static IReadOnlyDictionary<FaultId, string[]> BrokenBy { get; } = new Dictionary<FaultId, string[]>
    {
        [FaultId.MainContactorWelded] = [Feedback],
        [FaultId.PrechargeWelded] = [Feedback, Bus],
        [FaultId.AlternatorRelayWelded] = [Feedback],
        [FaultId.ContactorCoilOpen] = [Feedback],
        [FaultId.ContactorSlowRelease] = [Feedback],
        [FaultId.FeedbackBounce] = [Feedback],
        [FaultId.FeedbackStuck] = [Feedback],
        [FaultId.ContactorDrops] = [Feedback],
        [FaultId.PermitRelayStuckClosed] = [Feedback],
        [FaultId.ShortCircuit] = [Bus],
        [FaultId.LoadResistance] = [Bus],
        [FaultId.CapacitorBank] = [Bus],
        [FaultId.LiveBus] = [Bus],
        [FaultId.InputFlapping] = [Feedback],
        [FaultId.InputGlitch] = [Feedback],
        [FaultId.SimultaneousEdges] = [Feedback],
    };

    private readonly Dictionary<string, string[]> _assumed;

    public Assumptions()
    {
        SpecificationFile[] files = [.. Directory
            .EnumerateFiles(Repository.SpecificationFolder, "*.yaml", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(Read)];
        SpecificationModel model = SpecificationReader.Read(files).Value
            ?? throw new InvalidOperationException("The specification cannot be read; run safebms-spec check.");
        Known = model.Requirements.Assumptions.Select(a => a.Name).ToHashSet();
        _assumed = model.Properties.Properties.ToDictionary(p => p.Id, p => p.Assumptions.ToArray());
    }

    private static SpecificationFile Read(string path) =>
        new(Path.GetRelativePath(Repository.SpecificationFolder, path).Replace('\\', '/'), File.ReadAllBytes(path));

    /// <summary>Every assumption of the specification.</summary>
    public IReadOnlySet<string> Known { get; }

    /// <summary>Ids of the properties that assume something.</summary>
    public IEnumerable<string> Assuming => _assumed.Where(p => p.Value.Length > 0).Select(p => p.Key);

    /// <summary>True if the run keeps every assumption of the property.</summary>
    public bool Judges(BoatRun run, string property) =>
        run.Happenings.Where(h => h.IsFault).SelectMany(Broken).All(b => !_assumed[property].Contains(b));

    private static string[] Broken(Happening happening)
    {
        FaultId id = FaultBinder.Bind(new(happening.What, 1, 1), null, null, null).Id;
        return BrokenBy.TryGetValue(id, out string[]? broken) ? broken : [];
    }
}
