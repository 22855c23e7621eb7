namespace SafeBms.Runtime.Retained;

/// <summary>
/// Hands the latest value from one thread to one other: no lock, no wait, no allocation on either side. Of three
/// places one belongs to the writer, one to the reader, and the third changes hands.
/// </summary>
public sealed class LatestValue<T>
    where T : struct
{
    private const int Fresh = 4;
    private const int Place = 3;

    private readonly T[] _places = new T[3];
    private int _writers;
    private int _readers = 1;
    private int _shared = 2;

    /// <summary>Writer: leaves a value; one that was not taken yet is replaced.</summary>
    public void Put(in T value)
    {
        _places[_writers] = value;
        _writers = Interlocked.Exchange(ref _shared, _writers | Fresh) & Place;
    }

    /// <summary>Reader: takes the latest value, if there is one that it does not have yet.</summary>
    public bool TryTake(ref T value)
    {
        if ((Volatile.Read(ref _shared) & Fresh) == 0)
        {
            return false;
        }

        _readers = Interlocked.Exchange(ref _shared, _readers) & Place;
        value = _places[_readers];
        return true;
    }
}
