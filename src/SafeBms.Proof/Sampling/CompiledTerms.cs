using System.Reflection.Emit;
using SafeBms.Proof.Terms;
using SafeBms.Proof.Transition;

namespace SafeBms.Proof.Sampling;

/// <summary>Terms compiled to machine code, to run a system millions of times. Values are 64-bit integers; truth
/// values are 0 and 1.</summary>
public sealed class CompiledTerms
{
    private delegate void Body(long[] values, long[] results);

    private readonly Body body;

    /// <summary>Compiles.</summary>
    /// <param name="variables">Where each variable stands in the array of values; any other term that has a place is
    /// read from there too, and not computed.</param>
    /// <param name="results">The terms that are computed, in the order of the results.</param>
    public CompiledTerms(IReadOnlyDictionary<Term, int> variables, IReadOnlyList<Term> results)
    {
        DynamicMethod method = new(
            "scan", typeof(void), [typeof(long[]), typeof(long[])], typeof(CompiledTerms).Module, true);
        ILGenerator code = method.GetILGenerator();
        Dictionary<Term, LocalBuilder> locals = [];
        foreach (Term part in TermWalk.Parts(results))
        {
            if (part.Operation != Operation.Constant)
            {
                Emit(code, part, variables, locals);
                LocalBuilder local = code.DeclareLocal(typeof(long));
                code.Emit(OpCodes.Stloc, local);
                locals.Add(part, local);
            }
        }

        for (int index = 0; index < results.Count; index++)
        {
            code.Emit(OpCodes.Ldarg_1);
            code.Emit(OpCodes.Ldc_I4, index);
            Load(code, results[index], locals);
            code.Emit(OpCodes.Stelem_I8);
        }

        code.Emit(OpCodes.Ret);
        body = method.CreateDelegate<Body>();
    }

    /// <summary>Computes all results.</summary>
    public void Run(long[] values, long[] results) => body(values, results);

    private static void Load(ILGenerator code, Term term, Dictionary<Term, LocalBuilder> locals)
    {
        if (term.Operation == Operation.Constant)
        {
            code.Emit(OpCodes.Ldc_I8, term.Value);
        }
        else
        {
            code.Emit(OpCodes.Ldloc, locals[term]);
        }
    }

    private static void Emit(
        ILGenerator code, Term term, IReadOnlyDictionary<Term, int> variables, Dictionary<Term, LocalBuilder> locals)
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

    private static void EmitFold(ILGenerator code, Term term, Dictionary<Term, LocalBuilder> locals)
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

    private static void EmitSum(ILGenerator code, Term term, Dictionary<Term, LocalBuilder> locals)
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

    private static void EmitChoose(ILGenerator code, Term term, Dictionary<Term, LocalBuilder> locals)
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
