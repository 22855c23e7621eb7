using SafeBms.Specification.Model;

namespace SafeBms.Generator.Emit.Probes;

/// <summary>A count of scans and the bound that it is compared with: seen one before, at, and one after the
/// bound.</summary>
/// <param name="Id">Number over all machines.</param>
/// <param name="Place">Where the comparison stands, in the words of the specification.</param>
/// <param name="Clock">What counts: a <see cref="TimerRef"/>, an <see cref="ElapsedRef"/>, or the
/// <see cref="DetectorRef"/> of a temporal call with a duration or a number of samples.</param>
/// <param name="Bound">What it is compared with; of a temporal call its amount.</param>
public sealed record Boundary(int Id, string Place, Expr Clock, Expr Bound);
