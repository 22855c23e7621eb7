using SafeBms.Bench;
using SafeBms.Core;

namespace SafeBms.Jitter.Loops;

/// <summary>
/// The product's scan: the complete core with all monitors on the largest bank, fed with images that were recorded from
/// a running boat (contactor closed, alternator on). Each scan takes its image over as the controller does.
/// </summary>
internal sealed class CoreWork : IScanWork
{
    // A power of two; 2 s of the boat.
    private const int Images = 2048;

    private readonly InputImage[] _images;
    private InputImage _inputs;
    private CoreState _state;
    private OutputImage _outputs = OutputImage.Safe;
    private int _scan;

    public CoreWork()
    {
        _images = LynxBoat.Record(LynxBoat.Running(), Images);
        if (!SafetyCore.TryStart(ref _state, LynxBoat.Parameters(), default, true, out string? problem))
        {
            throw new InvalidOperationException(problem);
        }

        // Until the contactor is closed in this core too: what is measured is a boat that runs.
        for (int scan = 0; scan < 30_000; scan++)
        {
            Scan();
        }
    }

    public long Checksum { get; private set; }

    public void Scan()
    {
        _inputs = _images[_scan & (Images - 1)];
        SafetyCore.Scan(_inputs, ref _state, ref _outputs);
        Checksum += _outputs.ContactorCoil ? 1 : 0;
        _scan++;
    }
}
