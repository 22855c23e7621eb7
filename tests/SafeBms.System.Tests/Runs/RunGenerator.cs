using FsCheck;
using FsCheck.Fluent;

namespace SafeBms.System.Tests.Runs;

/// <summary>Draws whole runs: a boat, a beginning, an operator's doings, up to two faults, often a recovery.</summary>
internal static class RunGenerator
{
    /// <summary>Longest run.</summary>
    public const int MaxDuration_ms = 600_000;

    public static Arbitrary<BoatRun> Arbitrary { get; } = Arb.From(Any, Shrinker.Smaller);

    private static Gen<BoatRun> Any => Gen.Frequency((2, ByChance), (3, ByRecipe));

    private static Gen<BoatRun> ByChance =>
        from boat in BoatGenerator.Any
        from story in Story(new HappeningGenerator(boat.Batteries, boat.Cells))
        from rest in Gen.Choose(2_000, 12_000)
        select Make(boat, story, rest);

    private static Gen<BoatRun> ByRecipe =>
        from recipe in Gen.Frequency(Recipes.All.Select(r => (r.Weight, Gen.Constant(r.Recipe))))
        from run in Following(recipe)
        select run;

    /// <summary>Runs that follow a recipe, half of them with something added.</summary>
    internal static Gen<BoatRun> Following(Recipe recipe) =>
        from boat in BoatGenerator.Any
        from begin in Begin
        from story in recipe.Story
        from start in Gen.Choose(6_500, 20_000)
        from more in Disturbance(new HappeningGenerator(boat.Batteries, boat.Cells))
        from rest in Gen.Choose(4_000, 10_000)
        select Make(boat.For(recipe), [.. begin, .. story, .. Later(more, start)], rest);

    private static Gen<Happening[]> Story(HappeningGenerator draw) =>
        from begin in Begin
        from start in Gen.Frequency((3, Gen.Choose(6_500, 12_000)), (1, Gen.Choose(0, 6_500)))
        from doings in Draw.Series(HappeningGenerator.Operator, 0, 6)
        from faults in Draw.Series(draw.Fault, 0, 2)
        from faultDelay in Draw.Gap_ms
        from recovers in Gen.Elements(true, true, false)
        from recovery in Recovery
        select Join(begin, start, doings, Later(faults, faultDelay), recovers ? recovery : []);

    // What is added to a recipe: half of them are left alone, so that they lead where they should.
    private static Gen<Happening[]> Disturbance(HappeningGenerator draw) => Gen.Frequency(
        (4, Gen.Constant(Array.Empty<Happening>())),
        (2, Draw.Series(draw.Fault, 1, 1)),
        (2, Draw.Series(HappeningGenerator.Operator, 1, 3)));

    // A boat that somebody uses: without current hardly anything can be seen.
    private static Gen<Happening[]> Begin => Gen.CollectToArray(new[]
    {
        Draw.Set("load", Draw.Any(
            Draw.Number(1, 60, "A"), Draw.Number(60, 400, "A"), Draw.Number(100, 2000, "W"), Gen.Constant("off"))),
        Draw.Set("alternator", Draw.Word("on", "on", "off")),
        Draw.Set("shore", Draw.Word("on", "off", "off")),
        Draw.Set("load_obeys", Draw.Word("on", "on", "off")),
    });

    // Acknowledge, off, on: what an operator does after a fault.
    private static Gen<Happening[]> Recovery => Draw.Sequence(
        (Gen.Choose(1_000, 12_000), Draw.Set("acknowledge", Gen.Constant("true"))),
        (Gen.Choose(10, 3_500), Draw.Set("remote", Gen.Constant("off"))),
        (Gen.Choose(50, 6_000), Draw.Set("remote", Gen.Constant("on"))),
        (Gen.Choose(14_000, 16_000), Draw.Set("acknowledge", Gen.Constant("true"))));

    private static Happening[] Join(
        Happening[] begin, int start_ms, Happening[] doings, Happening[] faults, Happening[] recovery)
    {
        Happening[] middle = [.. Later(doings, start_ms), .. Later(faults, start_ms)];
        int end_ms = middle.Length == 0 ? start_ms : middle.Max(h => h.At_ms + h.Duration_ms);
        return [.. begin, .. middle, .. Later(recovery, end_ms)];
    }

    private static Happening[] Later(Happening[] happenings, int delay_ms) =>
        [.. happenings.Select(h => h.After(delay_ms))];

    private static BoatRun Make(RandomBoat boat, Happening[] story, int rest_ms) => new()
    {
        Product = boat.Product,
        Boat = boat.Boat,
        Parameters = boat.Parameters,
        Happenings = InOrder(story),
        Duration_ms = Math.Min(story.Max(h => h.At_ms + h.Duration_ms) + rest_ms, MaxDuration_ms),
    };

    /// <summary>By time; of one time, people before faults, as a scenario does it.</summary>
    internal static Happening[] InOrder(IEnumerable<Happening> happenings) =>
        [.. happenings.OrderBy(h => h.At_ms).ThenBy(h => h.IsFault)];
}
