using System.Collections.Concurrent;
using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using SafeBms.Simulation;
using SafeBms.Simulation.Adapter;

namespace SafeBms.Campaign;

/// <summary>
/// Copies the state of one boat - controller, plant, sensors, faults - over another one that was built alike, so that
/// many cases start from one run. It walks both graphs of objects side by side: plain values and arrays of them are
/// copied, what a boat is built from is left alone, and anything that it does not know stops it, so that a new kind of
/// state cannot be forgotten. A test compares a run that goes on from a copy with one that never stopped.
/// </summary>
internal static class BoatCopy
{
    private const BindingFlags Own =
        BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    // Made by the constructor, the same for both, never changed later.
    private static readonly HashSet<Type> Structure =
        [typeof(BoatControls), typeof(CoreNames), typeof(BoatValues), typeof(PlantOptions), typeof(SensorOptions)];

    private static readonly ConcurrentDictionary<Type, TypePlan> Plans = new();

    private delegate void ValueCopy(object from, object to);

    /// <summary>Makes <paramref name="to"/> what <paramref name="from"/> is.</summary>
    /// <exception cref="InvalidOperationException">They are not built alike, or hold something unknown.</exception>
    public static void Copy(SimulatedBoat from, SimulatedBoat to) =>
        Walk(from, to, new(ReferenceEqualityComparer.Instance));

    private static void Walk(object from, object to, HashSet<object> seen)
    {
        if (!seen.Add(from))
        {
            return;
        }

        if (from.GetType() != to.GetType())
        {
            throw new InvalidOperationException($"{from.GetType()} and {to.GetType()} are not built alike.");
        }

        if (from is Array array)
        {
            WalkArray(array, (Array)to, seen);
            return;
        }

        TypePlan plan = Plans.GetOrAdd(from.GetType(), PlanOf);
        plan.Values(from, to);
        foreach (FieldInfo field in plan.References)
        {
            object? mine = field.GetValue(from);
            object? other = field.GetValue(to);
            if (mine is null != other is null)
            {
                throw new InvalidOperationException($"{field.DeclaringType}.{field.Name} is there in one boat only.");
            }

            if (mine is not null)
            {
                Walk(mine, other!, seen);
            }
        }
    }

    private static void WalkArray(Array from, Array to, HashSet<object> seen)
    {
        Type element = from.GetType().GetElementType()!;
        if (from.Length != to.Length)
        {
            throw new InvalidOperationException($"Two arrays of {element} are not equally long.");
        }

        if (element.IsValueType && IsPlain(element))
        {
            Array.Copy(from, to, from.Length);
            return;
        }

        for (int i = 0; i < from.Length; i++)
        {
            Walk(from.GetValue(i)!, to.GetValue(i)!, seen);
        }
    }

    private static TypePlan PlanOf(Type type)
    {
        List<FieldInfo> values = [];
        List<FieldInfo> references = [];
        for (Type? level = type; level is not null && level != typeof(object); level = level.BaseType)
        {
            foreach (FieldInfo field in level.GetFields(Own))
            {
                if (field.FieldType.IsValueType && IsPlain(field.FieldType))
                {
                    values.Add(field);
                }
                else if (IsState(field))
                {
                    references.Add(field);
                }
            }
        }

        return new TypePlan(Emit(type, values), references);
    }

    private static bool IsState(FieldInfo field)
    {
        Type type = field.FieldType;
        if (Structure.Contains(type))
        {
            return false;
        }

        bool known = type.IsArray || type.Assembly == typeof(SimulatedBoat).Assembly;
        return known && !typeof(Delegate).IsAssignableFrom(type)
            ? true
            : throw new InvalidOperationException(
                $"{field.DeclaringType}.{field.Name} is a {type}: say in BoatCopy how it is copied.");
    }

    private static bool IsPlain(Type type) => !(bool)typeof(RuntimeHelpers)
        .GetMethod(nameof(RuntimeHelpers.IsReferenceOrContainsReferences))!.MakeGenericMethod(type).Invoke(null, null)!;

    // Large structures are copied in place: boxing each of them for every case would cost more than the case.
    private static ValueCopy Emit(Type type, List<FieldInfo> fields)
    {
        DynamicMethod method = new("Copy" + type.Name, null, [typeof(object), typeof(object)], type, true);
        ILGenerator code = method.GetILGenerator();
        foreach (FieldInfo field in fields)
        {
            code.Emit(OpCodes.Ldarg_1);
            code.Emit(OpCodes.Castclass, type);
            code.Emit(OpCodes.Ldarg_0);
            code.Emit(OpCodes.Castclass, type);
            code.Emit(OpCodes.Ldfld, field);
            code.Emit(OpCodes.Stfld, field);
        }

        code.Emit(OpCodes.Ret);
        return method.CreateDelegate<ValueCopy>();
    }

    private sealed record TypePlan(ValueCopy Values, IReadOnlyList<FieldInfo> References);
}
