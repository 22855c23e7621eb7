using SafeBms.Interpreter;
using SafeBms.Laboratory;
using SafeBms.Specification.Model;

namespace SafeBms.Proof.Counterexamples;

/// <summary>Runs a run tick by tick, on the generated code and on the reference interpreter.</summary>
public sealed class Replay
{
    private readonly ILoadedCore generated;
    private readonly ReferenceCore reference;
    private readonly SpecificationModel model;
    private readonly int[] referenceInput;

    /// <summary>Prepares both.</summary>
    public Replay(SpecificationModel model, CompiledCore compiled)
    {
        ArgumentNullException.ThrowIfNull(compiled);
        this.model = model;
        generated = compiled.Create();
        generated.FollowsWitnesses = false;
        reference = new ReferenceCore(model);
        referenceInput = [.. generated.Names.Inputs.Select(reference.Inputs.IndexOf)];
    }

    /// <summary>Names of inputs, outputs and states as the generated code has them.</summary>
    public CoreNames Names => generated.Names;

    /// <summary>The first scan in which the generated code says that the property fails; -1 if it does not.</summary>
    /// <param name="run">The run.</param>
    /// <param name="property">Id of the property.</param>
    /// <param name="after">Called after each scan, if given.</param>
    public long FirstViolation(ConcreteRun run, string property, Action<long, ILoadedCore>? after = null)
    {
        ArgumentNullException.ThrowIfNull(run);
        int index = generated.Names.Property(property);
        if (generated.Start(run.Product, run.Parameters, run.Retained) is not null)
        {
            return -1;
        }

        int next = 0;
        for (long scan = 0; scan < run.Scans; scan++)
        {
            for (; next < run.Changes.Count && run.Changes[next].Scan == scan; next++)
            {
                (_, int input, InputReading reading) = run.Changes[next];
                generated.SetInput(input, (int)reading.Value, reading.Age_ms, reading.Accepted);
            }

            generated.Scan();
            after?.Invoke(scan, generated);
            if (generated.IsViolated(index))
            {
                return scan;
            }
        }

        return -1;
    }

    /// <summary>The first scan in which the interpreter says that the property fails; -1 if it does not.</summary>
    public long FirstViolationOfReference(ConcreteRun run, string property)
    {
        ArgumentNullException.ThrowIfNull(run);
        int index = model.Properties.Properties.ToList().FindIndex(one => one.Id == property);
        if (reference.Start(ParametersOf(run), run.Retained) is not null)
        {
            return -1;
        }

        int next = 0;
        for (long scan = 0; scan < run.Scans; scan++)
        {
            for (; next < run.Changes.Count && run.Changes[next].Scan == scan; next++)
            {
                reference.Inputs[referenceInput[run.Changes[next].Input]] = run.Changes[next].Reading;
            }

            reference.Scan();
            if (reference.IsViolated(index))
            {
                return scan;
            }
        }

        return -1;
    }

    // The interpreter knows nothing of products.
    private Dictionary<string, long> ParametersOf(ConcreteRun run)
    {
        Dictionary<string, long> parameters = model.Products.First(product => product.Name == run.Product).Overrides
            .ToDictionary(change => change.Parameter, change => change.Value, StringComparer.Ordinal);
        foreach ((string name, long value) in run.Parameters)
        {
            parameters[name] = value;
        }

        return parameters;
    }
}
