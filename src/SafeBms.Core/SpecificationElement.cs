namespace SafeBms.Core;

/// <summary>Where an element of the specification stands, and where the code that was generated from it.</summary>
/// <param name="Kind">machine, state, transition, output, timer, define, detector, property, parameter, input, group,
/// signal.</param>
/// <param name="Id">Unique within its kind: <c>contactor</c>, <c>contactor.Closed</c>, <c>contactor.Closed.1</c>,
/// <c>P01</c>.</param>
/// <param name="SpecificationFile">Path below the specification folder.</param>
/// <param name="SpecificationLine">Line, from 1.</param>
/// <param name="GeneratedFile">File below the generated folder.</param>
/// <param name="GeneratedLine">Line, from 1.</param>
public readonly record struct SpecificationElement(
    string Kind, string Id, string SpecificationFile, int SpecificationLine, string GeneratedFile, int GeneratedLine);
