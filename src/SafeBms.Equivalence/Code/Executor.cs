using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SafeBms.Equivalence.Terms;
using SafeBms.Proof.Terms;

namespace SafeBms.Equivalence.Code;

/// <summary>What a call hands over: a place (by reference, or what is read only) or a value.</summary>
internal readonly record struct Argument(IParameterSymbol Parameter, Place? Place, CodeValue? Value);

/// <summary>Stands in for methods that are looked at on their own.</summary>
internal interface ICallSummary
{
    /// <summary>Whether this method is not to be entered.</summary>
    bool Handles(IMethodSymbol method);

    /// <summary>What the call does; the result is null where the method returns nothing.</summary>
    CodeValue? Call(Executor executor, IMethodSymbol method, IReadOnlyList<Argument> arguments, SyntaxNode node);
}

/// <summary>
/// Runs generated code on terms. It knows the statements and expressions that the generator writes and no others:
/// whatever else it meets ends the execution with the place (<see cref="OutsideSubsetException"/>).
/// </summary>
internal sealed partial class Executor
{
    private const int MaxDepth = 64;
    private readonly CodeProgram program;
    private readonly Facts facts;
    private readonly TermPool pool;
    private readonly ICallSummary? summary;
    private readonly Stack<Term> outerPaths = new();
    private int nextRoot;
    private Store store = Store.Empty;
    private Term path;
    private Frame frame = new();

    public Executor(CodeProgram program, Facts facts, ICallSummary? summary = null)
    {
        this.program = program;
        this.facts = facts;
        this.summary = summary;
        pool = facts.Pool;
        path = pool.True;
    }

    /// <summary>What must not happen where it stands: an exception at run time.</summary>
    public List<Obligation> Obligations { get; } = [];

    /// <summary>Makes a variable outside of the code.</summary>
    public Place Add(CodeValue value)
    {
        Place place = new(nextRoot++, []);
        store = store.With(place.Root, value);
        return place;
    }

    /// <summary>What a place holds now.</summary>
    public CodeValue Read(Place place) => store.Read(place);

    /// <summary>Sets a place.</summary>
    public void Write(Place place, CodeValue value) => store = store.Write(place, value);

    /// <summary>Runs a method; each argument is a place or a value, in the order of the parameters.</summary>
    public CodeValue? Run(IMethodSymbol method, params IReadOnlyList<object> arguments)
    {
        if (method.Parameters.Length != arguments.Count)
        {
            throw new OutsideSubsetException(
                OutsideSubsetException.PlaceOf(CodeProgram.Source(method)),
                $"{method.Name} has {method.Parameters.Length} parameters; {arguments.Count} are expected");
        }

        List<Argument> given = [];
        foreach ((IParameterSymbol parameter, object argument) in method.Parameters.Zip(arguments))
        {
            CodeValue value = argument is Place place ? Read(place) : (CodeValue)argument;
            Shapes.Conform(parameter.Type, value, $"{method.ContainingType.Name}.{method.Name}: {parameter.Name}");
            given.Add(new Argument(parameter, argument as Place, argument as CodeValue));
        }

        return Enter(method, null, given);
    }

    private Term WholePath => pool.And(outerPaths.Append(path));

    private void Require(Term condition, SyntaxNode node, string problem)
    {
        if (!condition.IsTrue)
        {
            Obligations.Add(new Obligation(
                pool.Implies(WholePath, condition), OutsideSubsetException.PlaceOf(node), problem));
        }
    }

    // Runs a method with its own names; by reference means the caller's own place.
    private CodeValue? Enter(IMethodSymbol method, Place? self, IReadOnlyList<Argument> arguments)
    {
        SyntaxNode source = CodeProgram.Source(method);
        if (method.GetAttributes().Any(attribute => attribute.AttributeClass?.Name != "MethodImplAttribute"))
        {
            throw new OutsideSubsetException(source, "attributes of the method are not understood");
        }

        Frame caller = frame;
        if (caller.Depth > MaxDepth)
        {
            throw new OutsideSubsetException(source, "calls are nested too deep");
        }

        frame = new Frame { Depth = caller.Depth + 1, Self = self };
        foreach (Argument argument in arguments)
        {
            frame.Places[argument.Parameter] = argument.Place ?? Add(argument.Value!);
        }

        outerPaths.Push(path);
        path = pool.True;
        CodeValue? result = source switch
        {
            MethodDeclarationSyntax { ExpressionBody: { } body } => Evaluate(body.Expression),
            MethodDeclarationSyntax { Body: { } body } => RunBody(body, method),
            AccessorDeclarationSyntax { ExpressionBody: { } body } => Evaluate(body.Expression),
            AccessorDeclarationSyntax { Body: { } body } => RunBody(body, method),
            ArrowExpressionClauseSyntax arrow => Evaluate(arrow.Expression),
            ConstructorDeclarationSyntax { Body: { } body, Initializer: null } => RunBody(body, method),
            _ => throw new OutsideSubsetException(source, $"{method.Name} has a form that is not understood"),
        };
        path = outerPaths.Pop();
        frame = caller;
        return method.ReturnsVoid ? null : result;
    }

    private CodeValue? RunBody(BlockSyntax body, IMethodSymbol method)
    {
        List<Jump> jumps = [];
        Execute(body, jumps);
        if (jumps.Any(jump => jump.Kind != JumpKind.Return))
        {
            throw new OutsideSubsetException(body, "a jump leaves its method");
        }

        if (!path.IsFalse && !method.ReturnsVoid)
        {
            throw new OutsideSubsetException(body, $"{method.Name} can end without a result");
        }

        CodeValue? result = null;
        Store? merged = path.IsFalse ? null : store;
        foreach (Jump jump in jumps)
        {
            merged = merged is null ? jump.Store : jump.Store.Or(pool, jump.Path, merged);
            result = result is null || jump.Value is null
                ? jump.Value
                : CodeValue.Merge(pool, jump.Path, jump.Value, result);
        }

        store = merged ?? store;
        path = pool.True;
        return result;
    }

    private ITypeSymbol TypeOf(ExpressionSyntax expression) => program.ModelOf(expression).GetTypeInfo(expression).Type
        ?? throw new OutsideSubsetException(expression, "has no type");

    private ISymbol SymbolOf(SyntaxNode node) => program.ModelOf(node).GetSymbolInfo(node).Symbol
        ?? throw new OutsideSubsetException(node, $"'{node}' is not bound");

    private sealed class Frame
    {
        public Dictionary<ISymbol, Place> Places { get; } = new(SymbolEqualityComparer.Default);

        // Variables of loops over the bits of a word; the place holds the number of the bit.
        public Dictionary<ISymbol, Place> LowestBit { get; } = new(SymbolEqualityComparer.Default);

        public Place? Self { get; init; }

        public int Depth { get; init; }
    }

    private enum JumpKind
    {
        Break,
        Return,
    }

    // A way out of a block: when it is taken, and what is remembered then.
    private sealed record Jump(JumpKind Kind, Term Path, Store Store, CodeValue? Value);
}

/// <summary>A condition that must hold always, else the code would fail at run time.</summary>
internal sealed record Obligation(Term Condition, string Place, string Problem);
