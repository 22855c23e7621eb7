using SafeBms.Core;
using SafeBms.Runtime.Mailbox;
using SafeBms.Simulation.Recording;

namespace SafeBms.Runtime.Commands;

/// <summary>What a record of this program's core says about itself.</summary>
internal static class Records
{
    /// <summary>The header for a product with its parameters.</summary>
    public static RecordHeader Header(string product, in ParameterSet parameters)
    {
        long[] values = new long[ParameterTable.Count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = ParameterTable.Get(parameters, i);
        }

        return new RecordHeader
        {
            SpecificationHash = Specification.Hash,
            Product = product,
            Parameters = values,
            Inputs = InputTable.Count,
            Outputs = OutputTable.Count,
        };
    }

    /// <summary>The parameters of a record.</summary>
    public static ParameterSet Parameters(RecordHeader header)
    {
        ParameterSet parameters = ProductTable.Parameters(0);
        for (int i = 0; i < ParameterTable.Count; i++)
        {
            ParameterTable.Set(ref parameters, i, header.Parameters[i]);
        }

        return parameters;
    }
}
