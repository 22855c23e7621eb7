namespace SafeBms.Simulation;

/// <summary>One row of a recording.</summary>
/// <param name="Time_ms">Time since the beginning of the recording.</param>
/// <param name="Voltage_mV">Battery voltage.</param>
/// <param name="Current_mA">Battery current, positive charges.</param>
/// <param name="Soc_permille">State of charge in 0.1 %.</param>
public readonly record struct MeasuredRow(long Time_ms, int Voltage_mV, int Current_mA, int Soc_permille);

/// <summary>A recorded series of voltage, current and state of charge that can drive the plant.</summary>
public sealed class MeasuredSeries
{
    private static readonly string[] Required = ["t_s", "voltage_V", "current_A", "soc_pct"];
    private readonly MeasuredRow[] _rows;

    private MeasuredSeries(MeasuredRow[] rows) => _rows = rows;

    /// <summary>Number of rows, at least 1.</summary>
    public int Count => _rows.Length;

    /// <summary>Time of the last row.</summary>
    public long Duration_ms => _rows[^1].Time_ms - _rows[0].Time_ms;

    /// <summary>One row.</summary>
    /// <exception cref="IndexOutOfRangeException">No such row.</exception>
    public ref readonly MeasuredRow this[int row] => ref _rows[row];

    /// <summary>
    /// Reads comma-separated text: a header line, then one row a line. The columns t_s, voltage_V, current_A and
    /// soc_pct are found by name, others are ignored. Numbers are decimals with at most three digits that count
    /// after the point (one for the state of charge); what is finer is rounded half away from zero.
    /// </summary>
    /// <exception cref="FormatException">Not such a table; the message gives line, column and reason.</exception>
    public static MeasuredSeries Load(TextReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        string header = reader.ReadLine()
            ?? throw new FormatException("line 1: the file is empty; a header is needed.");
        int[] columns = FindColumns(header);
        List<MeasuredRow> rows = [];
        int line = 1;
        while (reader.ReadLine() is { } text)
        {
            line++;
            if (text.AsSpan().Trim().IsEmpty)
            {
                continue;
            }

            MeasuredRow row = ReadRow(text.Split(','), columns, line);
            if (rows.Count > 0 && row.Time_ms <= rows[^1].Time_ms)
            {
                throw new FormatException($"line {line}, column t_s: time must rise from row to row.");
            }

            rows.Add(row);
        }

        return rows.Count == 0
            ? throw new FormatException($"line {line}: no rows follow the header.")
            : new MeasuredSeries([.. rows]);
    }

    private static int[] FindColumns(string header)
    {
        string[] names = header.TrimStart('\uFEFF').Split(',');
        int[] columns = new int[Required.Length];
        for (int i = 0; i < Required.Length; i++)
        {
            string wanted = Required[i];
            columns[i] = Array.FindIndex(names, n => string.Equals(n.Trim(), wanted, StringComparison.Ordinal));
            if (columns[i] < 0)
            {
                throw new FormatException(
                    $"line 1: column {wanted} is missing; the header must name {string.Join(", ", Required)}.");
            }
        }

        return columns;
    }

    private static MeasuredRow ReadRow(string[] fields, int[] columns, int line)
    {
        long time_ms = Field(fields, columns, 0, line, 3, 0, 100_000_000_000);
        long voltage_mV = Field(fields, columns, 1, line, 3, 0, 100_000);
        long current_mA = Field(fields, columns, 2, line, 3, -10_000_000, 10_000_000);
        long soc_permille = Field(fields, columns, 3, line, 1, 0, 1000);
        return new MeasuredRow(time_ms, (int)voltage_mV, (int)current_mA, (int)soc_permille);
    }

    private static long Field(
        string[] fields, int[] columns, int which, int line, int digits, long minimum, long maximum)
    {
        string place = $"line {line}, column {Required[which]}";
        if (columns[which] >= fields.Length)
        {
            throw new FormatException($"{place}: the row has only {fields.Length} fields.");
        }

        string text = fields[columns[which]].Trim();
        if (!Decimal(text, digits, out long value))
        {
            throw new FormatException($"{place}: '{text}' is not a decimal number such as -75.3.");
        }

        return value >= minimum && value <= maximum
            ? value
            : throw new FormatException($"{place}: {text} is outside what is possible here.");
    }

    // Digits are counted in integers: 52.42 V is exactly 52420 mV, which no binary fraction would give.
    private static bool Decimal(string text, int digits, out long value)
    {
        value = 0;
        bool negative = text.StartsWith('-');
        int position = negative || text.StartsWith('+') ? 1 : 0;
        int seen = 0;
        int fraction = -1;
        bool roundUp = false;
        for (; position < text.Length; position++)
        {
            char c = text[position];
            if (c == '.' && fraction < 0)
            {
                fraction = 0;
                continue;
            }

            if (!char.IsAsciiDigit(c) || value > 1_000_000_000_000)
            {
                return false;
            }

            seen++;
            if (fraction < digits)
            {
                value = (value * 10) + (c - '0');
                fraction += fraction < 0 ? 0 : 1;
            }
            else if (fraction == digits)
            {
                roundUp = c >= '5';
                fraction++;
            }
        }

        for (int i = Math.Max(0, fraction); i < digits; i++)
        {
            value *= 10;
        }

        value += roundUp ? 1 : 0;
        value = negative ? -value : value;
        return seen > 0;
    }
}
