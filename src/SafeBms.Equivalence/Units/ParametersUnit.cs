using Microsoft.CodeAnalysis;
using SafeBms.Equivalence.Code;
using SafeBms.Equivalence.Formula;
using SafeBms.Equivalence.Terms;
using SafeBms.Proof.Terms;
using SafeBms.Specification.Model;

namespace SafeBms.Equivalence.Units;

/// <summary>Which parameter sets are accepted, and the sets of the products.</summary>
internal static class ParametersUnit
{
    /// <summary>Executes the code and works the formula out.</summary>
    public static Unit Of(CodeProgram program, SpecificationModel model)
    {
        Facts facts = new(new TermPool());
        TermPool pool = facts.Pool;
        Border border = new(model, facts, anyParameters: true);
        CodeRelation relation = new(facts, border);
        Unit unit = new("parameters", facts) { HasExactProducts = true };
        Executor executor = new(program, facts);
        Place problem = executor.Add(new ScalarValue(facts.Truth("garbage")));
        CodeValue? accepted = executor.Run(
            program.Method("ParameterSet", "TryValidate"), relation.Parameters(), problem);
        Term isGood = pool.And([
            .. model.Parameters.Parameters.Select(
                parameter => border.IsInRange(parameter.Type, border.Parameter(parameter.Name))),
            .. border.Constraints]);
        unit.Equal("accepted", ((ScalarValue)accepted!).Term, isGood);
        unit.Equal("no problem", ((ScalarValue)executor.Read(problem)).Term, isGood);
        unit.Add(executor.Obligations);
        foreach (ProductInfo product in model.Products)
        {
            Executor other = new(program, facts);
            CodeValue set = other.Run(program.Method("Products", Names.Pascal(product.Name)))!;
            unit.Equal(product.Name, set, Set(model, product, border));
        }

        return unit;
    }

    private static StructValue Set(SpecificationModel model, ProductInfo product, Border border) => new(
        model.Parameters.Parameters.Where(parameter => !parameter.IsConstant).Select(parameter =>
        {
            ParameterOverride? own = product.Overrides.FirstOrDefault(one => one.Parameter == parameter.Name);
            return KeyValuePair.Create<string, CodeValue>(
                Names.Field(parameter.Name, parameter.Type),
                new ScalarValue(border.Constant(parameter.Type, own?.Value ?? parameter.Default)));
        }));
}
