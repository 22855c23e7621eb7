using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using SafeBms.Proof.Terms;

namespace SafeBms.Proof.Transition;

/// <summary>A name for everything that a proof depends on: if it is the same, so is the proof.</summary>
public static class SystemFingerprint
{
    // Changes when the meaning of a stored proof changes.
    private const string Version = "1";

    /// <summary>SHA-256 over the formula, in lower-case hex.</summary>
    public static string Of(TransitionSystem system, Term asked)
    {
        StringBuilder text = new(Version);
        Dictionary<Term, int> numbers = [];
        Term[] roots =
        [
            asked, system.ParameterCondition, system.ScanCondition, .. system.States.Select(state => state.Next),
            .. system.States.Select(state => state.Initial).OfType<Term>(),
        ];
        foreach (Term part in TermWalk.Parts(roots))
        {
            numbers.Add(part, numbers.Count);
            text.Append('\n').Append((int)part.Operation).Append(' ').Append((int)part.Sort).Append(' ')
                .Append(part.Value.ToString(CultureInfo.InvariantCulture)).Append(' ').Append(part.Name);
            foreach (Term operand in part.Operands)
            {
                text.Append(' ').Append(numbers[operand]);
            }

            foreach (long factor in part.Factors)
            {
                text.Append('*').Append(factor.ToString(CultureInfo.InvariantCulture));
            }
        }

        foreach (StateVariable state in system.States)
        {
            text.Append('\n').Append(state.Name).Append(' ').Append(numbers[state.Next]).Append(' ')
                .Append(state.Initial is null ? -1 : numbers[state.Initial]).Append(' ')
                .Append(state.Min).Append(' ').Append(state.Max);
        }

        text.Append('\n').Append(numbers[asked]).Append(' ').Append(numbers[system.ParameterCondition])
            .Append(' ').Append(numbers[system.ScanCondition]);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
