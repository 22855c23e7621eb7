using SafeBms.Devices.Can;
using SafeBms.Protocols;
using SafeBms.Runtime.Configuration;
using SafeBms.Runtime.Scanning;

namespace SafeBms.Runtime.Controlling;

/// <summary>The open buses of an installation with the receivers of its sources.</summary>
internal sealed class Buses : IDisposable
{
    private readonly List<(SourceConfiguration Source, FrameReceiver Receiver)> _sources = [];

    private Buses(Installation installation)
    {
        List<ListenedBus> listened = [];
        foreach (BusConfiguration bus in installation.Buses)
        {
            List<FrameReceiver> receivers = [];
            foreach (SourceConfiguration source in installation.Sources.List.Where(s => s.Bus == bus.Name))
            {
                FrameReceiver receiver = SourceMapping.Options(source).CreateReceiver();
                receivers.Add(receiver);
                _sources.Add((source, receiver));
            }

            uint[] identifiers = [.. receivers.SelectMany(r => r.Identifiers).Distinct()];
            listened.Add(new ListenedBus(Hardware.OpenBus(installation, bus, identifiers), receivers));
        }

        Listened = listened;
    }

    /// <summary>Every bus.</summary>
    public IReadOnlyList<ListenedBus> Listened { get; }

    /// <summary>Opens every bus.</summary>
    public static Buses Open(Installation installation) => new(installation);

    /// <summary>Sources slower than the core's maximum ages, but within their budget, are forgiven.</summary>
    public void ForgiveSlowSources(InputBorder border)
    {
        foreach ((SourceConfiguration source, _) in _sources)
        {
            foreach ((int channel, int offset_ms) in SourceMapping.AgeOffsets(source))
            {
                border.Forgive(channel, offset_ms);
            }
        }
    }

    public void Dispose()
    {
        foreach (ListenedBus bus in Listened)
        {
            bus.Bus.Dispose();
        }
    }
}
