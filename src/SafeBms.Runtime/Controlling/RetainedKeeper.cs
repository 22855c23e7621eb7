using SafeBms.Core;
using SafeBms.Runtime.Configuration;
using SafeBms.Runtime.Retained;
using SafeBms.Runtime.Scanning;

namespace SafeBms.Runtime.Controlling;

/// <summary>
/// What a controller retains: on the disk, or, for a run that is recorded, nowhere, so that the record repeats by
/// itself.
/// </summary>
internal sealed class RetainedKeeper : IRetainedSink, IDisposable
{
    private readonly RetainedWriter? _writer;

    private RetainedKeeper(RetainedWriter? writer, bool isNew)
    {
        _writer = writer;
        IsValid = writer is null || writer.Start.IsValid || isNew;
    }

    /// <summary>What was retained.</summary>
    public RetainedData Data => _writer is { Start.IsValid: true } ? _writer.Start.Image.Core : default;

    /// <summary>Whether it is to be believed.</summary>
    public bool IsValid { get; }

    /// <summary>True if the last run was killed or died although the machine was not started anew.</summary>
    public bool EndedByFault => _writer?.Start.EndedByFault ?? false;

    public long Writes => _writer?.Writes ?? 0;

    public long Failures => _writer?.Failures ?? 0;

    /// <summary>Opens the store of an installation and says what was found.</summary>
    public static RetainedKeeper Open(Installation installation, bool isRecorded, TextWriter log)
    {
        if (isRecorded)
        {
            return new RetainedKeeper(null, isNew: false);
        }

        bool isNew = IsNew(installation);
        RetainedWriter writer = RetainedWriter.Open(installation.StateDirectory, isNew);
        log.WriteLine("safebms controller: " + (isNew ? "The first run of this installation." : writer.Start.Reason));
        return new RetainedKeeper(writer, isNew);
    }

    public void Offer(in RetainedData retained, bool contactorClosed, int stateOfCharge_permille)
    {
        if (stateOfCharge_permille >= 0)
        {
            _writer?.OfferStateOfCharge(stateOfCharge_permille);
        }

        _writer?.Offer(retained, contactorClosed);
    }

    /// <summary>Writes the end of the run.</summary>
    public void End(bool inOrder) => _ = _writer?.End(inOrder);

    public void Dispose() => _writer?.Dispose();

    // A simulated installation that never ran has lost nothing. On a boat somebody has to look once.
    private static bool IsNew(Installation installation) => installation.Profile == Profile.Simulated
        && !Directory.EnumerateFiles(Made(installation.StateDirectory), "retained.*").Any();

    private static string Made(string directory) => Directory.CreateDirectory(directory).FullName;
}
