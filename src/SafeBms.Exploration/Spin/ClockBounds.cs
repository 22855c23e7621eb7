using System.Globalization;
using System.Text;
using SafeBms.Exploration.Slices;

namespace SafeBms.Exploration.Spin;

/// <summary>The part of the Promela file that lets time pass: bounds on the differences of clocks, as in the zones of
/// timed automata.</summary>
/// <remarks>Bounds are rounded outward to values near the thresholds and their differences, so that there are few. This
/// adds behaviour and never removes any: a proof stays a proof.</remarks>
internal static class ClockBounds
{
    // Bounds this near to a threshold, or to a difference of two, are kept exactly.
    private const int Exact_ms = 3;

    private const string Functions = """
        static int bounds_before[N * N];
        static struct Memory memory_before;
        static void remember(void)
        {
          memcpy(bounds_before, now.bound, sizeof bounds_before);
          memcpy(&memory_before, &now.s, sizeof memory_before);
        }
        static void undo(void)
        {
          memcpy(now.bound, bounds_before, sizeof bounds_before);
          memcpy(&now.s, &memory_before, sizeof memory_before);
        }
        /* The bounds that follow from others. 0 if there are no such clock values. */
        static int close_bounds(void)
        {
          int i, j, k;
          for (k = 0; k < N; k++)
            for (i = 0; i < N; i++)
            { if (now.bound[i * N + k] >= NO_BOUND) continue;
              for (j = 0; j < N; j++)
              { int via = now.bound[k * N + j];
                if (via < NO_BOUND && now.bound[i * N + k] + via < now.bound[i * N + j])
                  now.bound[i * N + j] = now.bound[i * N + k] + via;
              }
            }
          for (i = 0; i < N; i++)
            if (now.bound[i * N + i] < 0) return 0;
          return 1;
        }
        static void at_least(int clock, int value)
        {
          if (-value < now.bound[clock]) now.bound[clock] = -value;
        }
        static void below(int clock, int value)
        {
          if (value - 1 < now.bound[clock * N]) now.bound[clock * N] = value - 1;
        }
        static void becomes_zero(int clock)
        {
          int j;
          for (j = 0; j < N; j++)
          { now.bound[clock * N + j] = now.bound[j];
            now.bound[j * N + clock] = now.bound[j * N];
          }
          now.bound[clock * N + clock] = 0;
        }
        static int may_reach(int clock, int value)
        {
          return now.bound[clock * N] >= value - 1;
        }
        static void one_scan_passes(void)
        {
          int i;
          for (i = 1; i < N; i++)
          { if (now.bound[i * N] < NO_BOUND) now.bound[i * N]++;
            now.bound[i]--;
          }
        }
        static void any_time_passes(void)
        {
          int i;
          for (i = 1; i < N; i++) now.bound[i * N] = NO_BOUND;
        }
        static void round_outward(void)
        {
          int i, j, k;
          for (i = 0; i < N; i++)
            for (j = 0; j < N; j++)
            { if (i == j || now.bound[i * N + j] >= NO_BOUND) continue;
              for (k = marks_from[i * N + j]; k < marks_from[i * N + j + 1]; k++)
                if (marks[k] >= now.bound[i * N + j]) break;
              now.bound[i * N + j] = k < marks_from[i * N + j + 1] ? marks[k] : NO_BOUND;
            }
        }

        """;

    /// <summary>The C functions that the scan calls.</summary>
    public static string Write(Slice slice)
    {
        StringBuilder text = new("c_code {\n");
        AppendMarks(text, slice);
        text.Append(Functions);
        AppendStart(text, slice);
        AppendScan(text, slice);
        AppendRest(text, slice);
        return text.Append("}\n").ToString();
    }

    private static void AppendMarks(StringBuilder text, Slice slice)
    {
        int size = slice.Clocks.Count + 1;
        List<long> marks = [];
        List<int> from = [];
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < size; j++)
            {
                from.Add(marks.Count);
                marks.AddRange(Marks(slice, i, j));
            }
        }

        from.Add(marks.Count);
        text.Append(CultureInfo.InvariantCulture,
            $"/* Bounds that are kept exactly. */\nstatic const int marks[] = {{ {string.Join(", ", marks)} }};\n");
        text.Append(CultureInfo.InvariantCulture,
            $"static const int marks_from[] = {{ {string.Join(", ", from)} }};\n");
    }

    private static IEnumerable<long> Marks(Slice slice, int i, int j)
    {
        IEnumerable<long> Thresholds(int clock) =>
            clock == 0 ? [0] : slice.Clocks[clock - 1].Verdicts.Keys.Prepend(0);
        return (from a in Thresholds(i)
                from b in Thresholds(j)
                from near in Enumerable.Range(-Exact_ms, (2 * Exact_ms) + 1)
                select a - b + near).Distinct().Order();
    }

    private static void AppendStart(StringBuilder text, Slice slice)
    {
        text.Append("static void start_clocks(void)\n{\n");
        List<long> initial = [0, .. slice.Clocks.Select(clock => clock.Initial)];
        for (int i = 0; i < initial.Count; i++)
        {
            for (int j = 0; j < initial.Count; j++)
            {
                text.Append(CultureInfo.InvariantCulture, $"  now.bound[{i} * N + {j}] = {initial[i] - initial[j]};\n");
            }
        }

        text.Append("}\n");
    }

    private static void AppendScan(StringBuilder text, Slice slice)
    {
        text.Append("/* The clocks advance or become 0, and agree with the verdicts on them. */\nstatic int "
            + "clocks_of_scan(void)\n{\n  one_scan_passes();\n");
        foreach (SliceClock clock in slice.Clocks)
        {
            text.Append(CultureInfo.InvariantCulture, $"  if (!now.{clock.Run.Name}) becomes_zero({clock.Index});\n");
        }

        foreach (SliceClock clock in slice.Clocks)
        {
            foreach ((long threshold, SliceVariable verdict) in clock.Verdicts)
            {
                text.Append(CultureInfo.InvariantCulture,
                    $"  if (now.{verdict.Name}) at_least({clock.Index}, {threshold}); else below({clock.Index}, "
                        + $"{threshold});\n");
            }
        }

        text.Append("  return close_bounds();\n}\n");
    }

    private static void AppendRest(StringBuilder text, Slice slice)
    {
        text.Append("/* If nothing has changed, the same scan may repeat for as long as no threshold is crossed: "
            + "the leap. */\n");
        text.Append("static void clocks_after_scan(void)\n{\n  int same = memcmp(&memory_before, &now.s, sizeof "
            + "memory_before) == 0;\n");
        foreach (SliceClock clock in slice.Clocks.Where(clock => !clock.ZeroAtEnd.IsFalse))
        {
            text.Append(CultureInfo.InvariantCulture,
                $"  if (now.zero_{clock.Name}) becomes_zero({clock.Index});\n  if (now.restart_{clock.Name}) same "
                    + $"= 0;\n");
        }

        text.Append("  if (same)\n  { any_time_passes();\n");
        foreach (SliceClock clock in slice.Clocks)
        {
            text.Append(CultureInfo.InvariantCulture, $"    if (!now.{clock.Run.Name}) becomes_zero({clock.Index});\n");
        }

        foreach (SliceClock clock in slice.Clocks)
        {
            foreach ((long threshold, SliceVariable verdict) in clock.Verdicts)
            {
                text.Append(CultureInfo.InvariantCulture,
                    $"    if (!now.{verdict.Name}) below({clock.Index}, {threshold});\n");
            }
        }

        text.Append("    close_bounds();\n  }\n  round_outward();\n  close_bounds();\n}\n");
    }
}
