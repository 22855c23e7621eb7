namespace SafeBms.Guard;

/// <summary>
/// Tells what happened, from a thread of its own: a terminal or a journal that takes nothing must not hold the guard.
/// What finds no place is counted and left out.
/// </summary>
internal sealed class GuardLog : IDisposable
{
    private const int Places = 256;
    private const int LastWords_ms = 1000;

    private readonly string?[] _lines = new string?[Places];
    private readonly SemaphoreSlim _filled = new(0);
    private readonly TextWriter _writer;
    private readonly Thread _thread;
    private long _put;
    private long _taken;
    private long _leftOut;
    private volatile bool _closing;

    public GuardLog(TextWriter writer)
    {
        _writer = writer;
        _thread = new Thread(Empty) { IsBackground = true, Name = "guard log" };
        _thread.Start();
    }

    /// <summary>Takes a line from the guard's thread; never waits.</summary>
    public void Add(string line)
    {
        if (_put - Volatile.Read(ref _taken) >= Places)
        {
            _leftOut++;
            return;
        }

        string text = _leftOut == 0 ? line : $"{line} ({_leftOut} lines before this one were left out)";
        _leftOut = 0;
        Volatile.Write(ref _lines[_put % Places], text);
        _put++;
        _ = _filled.Release();
    }

    public void Dispose()
    {
        _closing = true;
        _ = _filled.Release();
        if (_thread.Join(LastWords_ms))
        {
            _filled.Dispose();
        }
    }

    private void Empty()
    {
        while (true)
        {
            _filled.Wait();
            string? line = Volatile.Read(ref _lines[_taken % Places]);
            if (line is null)
            {
                if (_closing)
                {
                    return;
                }

                continue;
            }

            _lines[_taken % Places] = null;
            Volatile.Write(ref _taken, _taken + 1);
            Tell(line);
        }
    }

    private void Tell(string line)
    {
        try
        {
            _writer.WriteLine(line);
            _writer.Flush();
        }
        catch (Exception problem) when (problem is IOException or ObjectDisposedException)
        {
            // Nobody listens any more; the guard goes on.
        }
    }
}
