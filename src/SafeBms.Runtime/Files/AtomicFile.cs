namespace SafeBms.Runtime.Files;

/// <summary>
/// A file that appears whole or not at all: it is written beside its place, flushed to the disk, and renamed when
/// <see cref="Commit"/> is called. Without that it leaves nothing behind.
/// </summary>
public sealed class AtomicFile : IDisposable
{
    private readonly string _path;
    private readonly string _temporary;
    private readonly FileStream _stream;
    private bool _open = true;

    /// <summary>Begins to write.</summary>
    /// <exception cref="IOException">The place cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The place may not be written.</exception>
    public AtomicFile(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        _path = Path.GetFullPath(path);
        _temporary = _path + $".{Environment.ProcessId}.tmp";
        _stream = new FileStream(_temporary, FileMode.Create, FileAccess.ReadWrite, FileShare.Read, 65_536);
    }

    /// <summary>Where to write.</summary>
    public Stream Stream => _stream;

    /// <summary>Puts the file in its place.</summary>
    public void Commit()
    {
        _stream.Flush(flushToDisk: true);
        _stream.Dispose();
        _open = false;
        File.Move(_temporary, _path, overwrite: true);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_open)
        {
            _open = false;
            _stream.Dispose();
            File.Delete(_temporary);
        }
    }
}
