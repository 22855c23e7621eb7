using System.Globalization;

namespace SafeBms.Jitter;

/// <summary>The command line or a file cannot be used; the message says what to do.</summary>
internal sealed class UsageException(string message) : Exception(message);

/// <summary>Options in the form <c>--name value</c>, each known by name.</summary>
internal sealed class OptionReader
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    public OptionReader(ReadOnlySpan<string> arguments, params string[] known)
    {
        for (int at = 0; at < arguments.Length; at += 2)
        {
            if (!known.Contains(arguments[at], StringComparer.Ordinal))
            {
                throw new UsageException($"'{arguments[at]}' is not known here; known are {string.Join(", ", known)}.");
            }

            if (at + 1 == arguments.Length)
            {
                throw new UsageException($"{arguments[at]} needs a value.");
            }

            _values[arguments[at]] = arguments[at + 1];
        }
    }

    public string Text(string name, string? otherwise = null) =>
        _values.TryGetValue(name, out string? text) && text.Length > 0
            ? text
            : otherwise ?? throw new UsageException($"{name} is missing.");

    public string? Optional(string name) => _values.GetValueOrDefault(name);

    public int Number(string name, int otherwise, int low, int high)
    {
        if (!_values.TryGetValue(name, out string? text))
        {
            return otherwise;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value >= low && value <= high
            ? value
            : throw new UsageException($"{name} must be a whole number from {low} to {high}, not '{text}'.");
    }
}
