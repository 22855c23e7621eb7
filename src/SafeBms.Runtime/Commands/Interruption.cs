using System.Runtime.InteropServices;

namespace SafeBms.Runtime.Commands;

/// <summary>Ctrl-C, SIGTERM and SIGHUP become a question that a loop asks; its command ends in its own way.</summary>
internal sealed class Interruption : IDisposable
{
    private readonly PosixSignalRegistration[] _registrations;
    private volatile bool _isAsked;

    public Interruption() => _registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, Ask),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, Ask),
        PosixSignalRegistration.Create(PosixSignal.SIGHUP, Ask),
    ];

    /// <summary>True once somebody has asked for the end.</summary>
    public bool IsAsked => _isAsked;

    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations)
        {
            registration.Dispose();
        }
    }

    private void Ask(PosixSignalContext context)
    {
        context.Cancel = true;
        _isAsked = true;
    }
}
