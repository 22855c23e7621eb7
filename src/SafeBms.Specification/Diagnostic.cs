using SafeBms.Specification.Model;

namespace SafeBms.Specification;

/// <summary>A finding in a specification. Every finding is an error unless its rule says otherwise.</summary>
/// <param name="Id"><c>SBMS001</c> and so on; stable.</param>
/// <param name="Message">What is wrong, with the names concerned.</param>
/// <param name="Why">Why that matters.</param>
/// <param name="Remedy">What to do.</param>
/// <param name="IsError">False for a warning.</param>
/// <param name="Span">File, line, column, length.</param>
public sealed record Diagnostic(string Id, string Message, string Why, string Remedy, bool IsError, SourceSpan Span);

/// <summary>A file of a specification, already read.</summary>
/// <param name="Path">Path relative to the specification folder, with forward slashes.</param>
/// <param name="Content">Raw bytes, so that encoding faults are findings and not exceptions.</param>
public sealed record SpecificationFile(string Path, byte[] Content);

/// <summary>A value, if there is one, and everything that was found on the way.</summary>
/// <param name="Value">Null if an error makes the value meaningless.</param>
/// <param name="Diagnostics">Findings, ordered by file, line, column.</param>
public sealed record Result<T>(T? Value, IReadOnlyList<Diagnostic> Diagnostics)
    where T : class;
