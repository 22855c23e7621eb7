using SafeBms.Interpreter;

namespace SafeBms.Laboratory.Tests;

/// <summary>Random inputs: any value in and around its range, new, old or missing; most stay as they are.</summary>
internal sealed class Feed(int seed, InputTable inputs)
{
    private readonly Random random = new(seed);

    /// <summary>Draws the readings of the next scan into the table.</summary>
    public void Next(bool isFirst)
    {
        for (int index = 0; index < inputs.Count; index++)
        {
            InputReading last = inputs[index];
            if (!isFirst && random.Next(50) != 0)
            {
                inputs[index] = last with { Age_ms = last.Age_ms + 1 };
                continue;
            }

            (long min, long max) = (inputs.Info(index).Type.Min, inputs.Info(index).Type.Max);
            long value = random.Next(20) == 0 ? max + 1 : random.NextInt64(min, max + 1);
            inputs[index] = new InputReading(value, random.Next(10) == 0 ? 30 : 0, random.Next(30) != 0);
        }
    }
}
