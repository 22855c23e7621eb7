using System.Reflection.Emit;
using SafeBms.Proof.Terms;
using SafeBms.Proof.Transition;

namespace SafeBms.Proof.Sampling;

/// <summary>Terms compiled to machine code, to run a system millions of times. Values are 64-bit integers; truth
/// values are 0 and 1. Not for two threads at once.</summary>
public sealed class CompiledTerms
{
    // The compiler at run time gives up optimising methods with more than about a thousand local variables.
    private const int PartsOfAMethod = 400;

    private readonly List<Body> bodies = [];
    private readonly long[] work;
    private readonly int[] sources;
    private readonly long[] constants;

    private delegate void Body(long[] values, long[] work);

    /// <summary>Compiles.</summary>
    /// <param name="variables">Where each variable stands in the array of values; any other term that has a place is
    /// read from there too, and not computed.</param>
    /// <param name="results">The terms that are computed, in the order of the results.</param>
    public CompiledTerms(IReadOnlyDictionary<Term, int> variables, IReadOnlyList<Term> results)
    {
        Term[] parts = [.. TermWalk.Parts(results).Where(part => part.Operation != Operation.Constant)];
        Dictionary<Term, int> places = [];
        for (int index = 0; index < parts.Length; index++)
        {
            places.Add(parts[index], index);
        }

        HashSet<Term> wanted = [.. results, .. UsedElsewhere(parts, places, variables)];
        foreach (Term[] chunk in parts.Chunk(PartsOfAMethod))
        {
            bodies.Add(Compile(chunk, places, variables, wanted));
        }

        work = new long[parts.Length];
        sources = [.. results.Select(result => places.GetValueOrDefault(result, -1))];
        constants = [.. results.Select(result => result.Value)];
    }

    /// <summary>Computes all results.</summary>
    public void Run(long[] values, long[] results)
    {
        foreach (Body body in bodies)
        {
            body(values, work);
        }

        for (int index = 0; index < sources.Length; index++)
        {
            results[index] = sources[index] >= 0 ? work[sources[index]] : constants[index];
        }
    }

    private static HashSet<Term> UsedElsewhere(
        Term[] parts, Dictionary<Term, int> places, IReadOnlyDictionary<Term, int> variables)
    {
        HashSet<Term> used = [];
        for (int index = 0; index < parts.Length; index++)
        {
            if (!variables.ContainsKey(parts[index]))
            {
                used.UnionWith(parts[index].OperandArray.Where(operand =>
                    places.TryGetValue(operand, out int place)
                    && place / PartsOfAMethod != index / PartsOfAMethod));
            }
        }

        return used;
    }

    private static Body Compile(
        Term[] chunk, Dictionary<Term, int> places, IReadOnlyDictionary<Term, int> variables, HashSet<Term> wanted)
    {
        DynamicMethod method = new(
            "scan", typeof(void), [typeof(long[]), typeof(long[])], typeof(CompiledTerms).Module, true);
        ILGenerator code = method.GetILGenerator();
        Locals locals = new(places);
        foreach (Term part in chunk)
        {
            Emit(code, part, variables, locals);
            LocalBuilder local = code.DeclareLocal(typeof(long));
            code.Emit(OpCodes.Stloc, local);
            locals.Own.Add(part, local);
            if (wanted.Contains(part))
            {
                code.Emit(OpCodes.Ldarg_1);
                code.Emit(OpCodes.Ldc_I4, places[part]);
                code.Emit(OpCodes.Ldloc, local);
                code.Emit(OpCodes.Stelem_I8);
            }
        }

        code.Emit(OpCodes.Ret);
        return method.CreateDelegate<Body>();
    }

    /// <summary>Where the operands of a method are: its own in local variables, those of others in an array.</summary>
    private sealed record Locals(Dictionary<Term, int> Places)
    {
        public Dictionary<Term, LocalBuilder> Own { get; } = [];
    }

    private static void Load(ILGenerator code, Term term, Locals locals)
    {
        if (term.Operation == Operation.Constant)
        {
            code.Emit(OpCodes.Ldc_I8, term.Value);
        }
        else if (locals.Own.TryGetValue(term, out LocalBuilder? local))
        {
            code.Emit(OpCodes.Ldloc, local);
        }
        else
        {
            code.Emit(OpCodes.Ldarg_1);
            code.Emit(OpCodes.Ldc_I4, locals.Places[term]);
            code.Emit(OpCodes.Ldelem_I8);
        }
    }

    private static void Emit(
        ILGenerator code, Term term, IReadOnlyDictionary<Term, int> variables, Locals locals)
    {
        if (variables.TryGetValue(term, out int place))
        {
            code.Emit(OpCodes.Ldarg_0);
            code.Emit(OpCodes.Ldc_I4, place);
            code.Emit(OpCodes.Ldelem_I8);
            return;
        }

        switch (term.Operation)
        {
            case Operation.Variable:
                throw new ArgumentException($"'{term.Name}' has no place", nameof(variables));
            case Operation.Sum:
                EmitSum(code, term, locals);
                break;
            case Operation.Choose:
                EmitChoose(code, term, locals);
                break;
            case Operation.Not:
                Load(code, term.OperandArray[0], locals);
                IsZero(code);
                break;
            case Operation.AtMostZero:
                Load(code, term.OperandArray[0], locals);
                code.Emit(OpCodes.Ldc_I8, 1L);
                code.Emit(OpCodes.Clt);
                code.Emit(OpCodes.Conv_I8);
                break;
            case Operation.IsZero:
                Load(code, term.OperandArray[0], locals);
                IsZero(code);
                break;
            case Operation.Iff:
                Load(code, term.OperandArray[0], locals);
                Load(code, term.OperandArray[1], locals);
                code.Emit(OpCodes.Ceq);
                code.Emit(OpCodes.Conv_I8);
                break;
            default:
                EmitFold(code, term, locals);
                break;
        }
    }

    private static void EmitFold(ILGenerator code, Term term, Locals locals)
    {
        OpCode combine = term.Operation switch
        {
            Operation.And => OpCodes.And,
            Operation.Or => OpCodes.Or,
            Operation.Product => OpCodes.Mul,
            _ => throw new NotSupportedException($"cannot compile {term.Operation}"),
        };
        Load(code, term.OperandArray[0], locals);
        foreach (Term operand in term.OperandArray.Skip(1))
        {
            Load(code, operand, locals);
            code.Emit(combine);
        }
    }

    private static void EmitSum(ILGenerator code, Term term, Locals locals)
    {
        code.Emit(OpCodes.Ldc_I8, term.Value);
        for (int index = 0; index < term.OperandArray.Length; index++)
        {
            Load(code, term.OperandArray[index], locals);
            code.Emit(OpCodes.Ldc_I8, term.FactorArray[index]);
            code.Emit(OpCodes.Mul);
            code.Emit(OpCodes.Add);
        }
    }

    private static void EmitChoose(ILGenerator code, Term term, Locals locals)
    {
        Label otherwise = code.DefineLabel();
        Label end = code.DefineLabel();
        Load(code, term.OperandArray[0], locals);
        code.Emit(OpCodes.Brfalse, otherwise);
        Load(code, term.OperandArray[1], locals);
        code.Emit(OpCodes.Br, end);
        code.MarkLabel(otherwise);
        Load(code, term.OperandArray[2], locals);
        code.MarkLabel(end);
    }

    private static void IsZero(ILGenerator code)
    {
        code.Emit(OpCodes.Ldc_I4_0);
        code.Emit(OpCodes.Conv_I8);
        code.Emit(OpCodes.Ceq);
        code.Emit(OpCodes.Conv_I8);
    }
}
