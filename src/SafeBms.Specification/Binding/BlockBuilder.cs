using SafeBms.Specification.Expressions;
using SafeBms.Specification.Model;

namespace SafeBms.Specification.Binding;

/// <summary>Collects the temporal calls and steps of a machine or of the monitors; equal calls share one
/// memory.</summary>
internal sealed class BlockBuilder(ExpressionText printer)
{
    private readonly Dictionary<string, DetectorInfo> byText = new(StringComparer.Ordinal);

    /// <summary>Temporal calls; index = slot.</summary>
    public List<DetectorInfo> Detectors { get; } = [];

    /// <summary>Everything of step (a), in an order in which nothing is read before it is computed.</summary>
    public List<StepInfo> Steps { get; } = [];

    /// <summary>Definitions that already have a step.</summary>
    public HashSet<string> Defines { get; } = new(StringComparer.Ordinal);

    /// <summary>A reference to the call, which is added unless the same call is there.</summary>
    public DetectorRef Add(DetectorInfo draft)
    {
        string text = printer.Call(draft, Detectors);
        if (!byText.TryGetValue(text, out DetectorInfo? detector))
        {
            detector = draft with { Slot = Detectors.Count, Text = text };
            byText.Add(text, detector);
            Detectors.Add(detector);
            Steps.Add(new DetectorStep(detector));
        }

        return new DetectorRef(detector.Slot, detector.Type, draft.Span);
    }

    /// <summary>The finished monitors or witnesses.</summary>
    public MonitorBlock ToBlock() =>
        new(Detectors.ToEquatable(), Steps.ToEquatable());
}
