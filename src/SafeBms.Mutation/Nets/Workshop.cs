using SafeBms.Laboratory;
using SafeBms.Specification.Model;

namespace SafeBms.Mutation.Nets;

/// <summary>One build for many mutants: judges those that differ in one machine only.</summary>
internal sealed class Workshop : IDisposable
{
    private readonly CompiledCore core;
    private readonly Bench[] benches;

    /// <summary>Compiles the core with all mutants in it.</summary>
    /// <param name="model">The original.</param>
    /// <param name="sources">Its generated code.</param>
    /// <param name="mutants">Numbered from 1 in order.</param>
    /// <param name="jobs">Number of threads that will judge.</param>
    internal Workshop(
        SpecificationModel model,
        IReadOnlyDictionary<string, string> sources,
        IReadOnlyList<MutantMachine> mutants,
        int jobs)
    {
        core = CompiledCore.Compile(model, WorkshopSource.Of(model, sources, mutants));
        benches = [.. Enumerable.Range(0, jobs).Select(_ => new Bench(core.LoadAgain(), model))];
    }

    /// <summary>For each play and mutant (by number) the first scan in which the mutant's machine says something else.
    /// </summary>
    internal int[][] Watch(IReadOnlyList<Play> plays, Action<int> progress)
    {
        int[][] diverged = new int[plays.Count][];
        int done = 0;
        InParallel(plays.Count, (bench, index) =>
        {
            diverged[index] = bench.Watch(plays[index]);
            progress(Interlocked.Increment(ref done));
        });
        return diverged;
    }

    /// <summary>Does something for each number below a count, a bench for each thread.</summary>
    internal void InParallel(int count, Action<Bench, int> work)
    {
        int next = -1;
        Thread[] threads = [.. benches.Select(bench => new Thread(() =>
        {
            for (int index = Interlocked.Increment(ref next); index < count; index = Interlocked.Increment(ref next))
            {
                work(bench, index);
            }
        }))];
        foreach (Thread thread in threads)
        {
            thread.Start();
        }

        foreach (Thread thread in threads)
        {
            thread.Join();
        }
    }

    public void Dispose()
    {
        foreach (Bench bench in benches)
        {
            bench.Dispose();
        }

        core.Dispose();
    }
}
