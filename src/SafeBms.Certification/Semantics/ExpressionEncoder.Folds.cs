using SafeBms.Certification.Terms;
using SafeBms.Specification.Model;

namespace SafeBms.Certification.Semantics;

/// <content>Folds. Nested folds of one kind become one fold over pairs; conjunctions and disjunctions are moved
/// outside where the fold allows it, so that equal questions about a group become the same fold.</content>
internal sealed partial class ExpressionEncoder
{
    private readonly List<FoldFrame> frames = [];

    private bool IsInFold => frames.Count > 0;

    private Meaning EncodeFold(Fold fold) => IsInFold
        ? EncodeInner(fold)
        : EncodeOuter(fold.Kind, [FrameOf(fold)], fold.Body, fold.Type);

    private FoldFrame FrameOf(Fold fold) => FoldFrame.Of(fold, context);

    private Meaning EncodeOuter(FoldKind kind, IReadOnlyList<FoldFrame> chain, Expr body, ExprType type)
    {
        switch (kind, body)
        {
            case (FoldKind.Any, Binary { Operator: BinaryOperator.Or } both):
                return Meaning.Of(Smt.Or(
                    EncodeOuter(kind, chain, both.Left, type).Number,
                    EncodeOuter(kind, chain, both.Right, type).Number));
            case (FoldKind.All, Binary { Operator: BinaryOperator.And } both):
                return Meaning.Of(Smt.And(
                    EncodeOuter(kind, chain, both.Left, type).Number,
                    EncodeOuter(kind, chain, both.Right, type).Number));
            case (FoldKind.Any or FoldKind.All, Unary { Operator: UnaryOperator.Not } not):
                FoldKind other = kind == FoldKind.Any ? FoldKind.All : FoldKind.Any;
                return Meaning.Of(Smt.Not(EncodeOuter(other, chain, not.Operand, type).Number));
            case (not FoldKind.Count, Fold inner) when inner.Kind == kind && inner.Source.Outer == chain[^1].Variable:
                return EncodeOuter(kind, [.. chain, FrameOf(inner)], inner.Body, type);
            default:
                frames.AddRange(chain);
                Meaning meaning = Encode(body);
                frames.Clear();
                return context.Folds.Find(kind, chain, meaning, type);
        }
    }

    /// <summary>A fold in the body of another: one value a member of the outer one.</summary>
    private Meaning EncodeInner(Fold fold)
    {
        FoldFrame frame = FrameOf(fold);
        bool isUnique = frames.Any(outer => outer.Path == frame.Path);
        frames.Add(frame);
        Meaning body = Encode(fold.Body);
        frames.RemoveAt(frames.Count - 1);
        return context.Folds.FindInner(fold.Kind, frame, body, fold.Type, isUnique);
    }

    private FoldFrame FindFrame(MemberRef member) =>
        frames.LastOrDefault(frame => frame.Variable == member.Variable)
        ?? throw new NotSupportedException($"{member.Span}: there is no fold variable '{member.Variable}' here");

    private Meaning EncodeMember(MemberRef member)
    {
        FoldFrame frame = FindFrame(member);
        return context.Folds.Member(frame, member.Field, member.Type);
    }

    private InputNames MemberInput(MemberRef member) => context.Folds.MemberInput(FindFrame(member), member.Field);
}
