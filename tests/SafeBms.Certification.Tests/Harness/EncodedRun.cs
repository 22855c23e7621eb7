using SafeBms.Certification.Semantics;
using SafeBms.Certification.Terms;
using SafeBms.Interpreter;
using SafeBms.Specification.Model;

namespace SafeBms.Certification.Tests.Harness;

/// <summary>The encoding, computed scan by scan beside the interpreter.</summary>
internal sealed class EncodedRun
{
    private readonly SpecificationModel model;
    private readonly ReferenceCore core;
    private readonly ScanEncoding encoding;
    private readonly CompiledTerms terms = new();
    private readonly Bank bank;
    private readonly List<(FoldForm? Fold, Action<long[]>? Definitions)> order = [];
    private readonly (StateVariable Part, int Now, int Next)[] state;
    private readonly (PropertyInfo Property, int Index, int Place)[] properties;
    private readonly (string Row, int Index, int Place)[] rows;
    private readonly (int Place, int Input, string Aspect)[] inputs;
    private readonly Dictionary<string, int[]> cases;
    private readonly long[] values;

    public EncodedRun(
        SpecificationModel model, ScanEncoding encoding, ReferenceCore core,
        IReadOnlyDictionary<string, long> parameters)
    {
        this.model = model;
        this.encoding = encoding;
        this.core = core;
        Dictionary<string, long> all = model.Parameters.Parameters.ToDictionary(
            item => item.Name, item => parameters.GetValueOrDefault(item.Name, item.Default));
        bank = new Bank(model, core, all) { InnerFolds = encoding.InnerFolds };
        PlanOrder();
        state = [.. encoding.State.Values.Select(part =>
            (part, terms.PlaceOf(part.Name), terms.PlaceOf($"{part.Name} next")))];
        order.Add((null, terms.Compile(state.Select(item => (item.Next, item.Part.Next)))));
        properties = [.. model.Properties.Properties.Index()
            .Where(item => encoding.Property(item.Item.Id) is not null)
            .Select(item => (item.Item, item.Index, terms.PlaceOf($"{item.Item.Id} holds")))];
        order.Add((null, terms.Compile(properties.Select(
            item => (item.Place, encoding.Property(item.Property.Id)!)))));
        cases = properties.ToDictionary(
            item => item.Property.Id,
            item => encoding.Cases(item.Property.Id)
                .Select((_, index) => terms.PlaceOf($"{item.Property.Id} case {index} holds")).ToArray());
        order.Add((null, terms.Compile(properties.SelectMany(item => encoding.Cases(item.Property.Id)
            .Select((term, index) => (cases[item.Property.Id][index], term))))));
        rows = [.. Rows().Select(item =>
            (item.Row, core.Values.IndexOf(item.Row), terms.PlaceOf($"{item.Part} next")))];
        inputs = [.. encoding.Inputs.SelectMany(item => ((string[])["", "valid", "new", "age"]).Select(aspect => (
            terms.PlaceOf(aspect.Length == 0 ? item.Value.Number : $"{item.Value.Number}.{aspect}"),
            core.Inputs.IndexOf(item.Key), aspect)))];
        foreach (string name in encoding.Free.Keys.Concat(encoding.Parameters.Keys)
            .Concat(encoding.Folds.SelectMany(fold => (string[])[fold.Name, $"{fold.Name}.valid"])))
        {
            terms.PlaceOf(name);
        }

        values = new long[terms.Count];
        foreach ((string name, Term term) in encoding.Parameters)
        {
            long given = all[name["parameter.".Length..]];
            values[terms.PlaceOf(name)] = given;
            if (term is not NameTerm)
            {
                Xunit.Assert.Equal(given, new Evaluator(_ => 0).Evaluate(term));
            }
        }

        bank.Outside = Value;
        Initialise();
    }

    /// <summary>Value of a name in this scan.</summary>
    public long Value(string name) => values[terms.PlaceOf(name)];

    /// <summary>Scans both and returns the first difference, or null. The readings have been set.</summary>
    public string? Scan()
    {
        bank.KeepLast();
        core.Scan();
        foreach ((int place, int input, string aspect) in inputs)
        {
            values[place] = Border.Aspect(core.Inputs.Info(input), model.Signals, core.Inputs[input], aspect);
        }

        foreach ((FoldForm? fold, Action<long[]>? definitions) in order)
        {
            definitions?.Invoke(values);
            if (fold is not null)
            {
                (long number, bool isValid) = bank.Compute(fold);
                values[terms.PlaceOf(fold.Name)] = InRange(fold.Name, number, isValid);
                values[terms.PlaceOf($"{fold.Name}.valid")] = isValid ? 1 : 0;
            }
        }

        return Compare();
    }

    /// <summary>The first axiom on free values that is false in this scan, or null. Must be called after
    /// <see cref="Scan"/> and before <see cref="Proceed"/>.</summary>
    public string? FalseAxiom(Func<int, int> draw)
    {
        Dictionary<string, IReadOnlyDictionary<string, int>> witnesses = [];
        List<FoldForm> folds = [.. encoding.Folds];
        foreach (FoldForm fold in folds)
        {
            List<Dictionary<string, int>> members = bank.Members(fold);
            for (int index = 0; index < fold.Witnesses.Count; index++)
            {
                witnesses[fold.Witnesses[index]] = Witness(fold, members, index) ?? members[draw(members.Count)];
            }

            witnesses[$"first {fold.Paths[0]}"] = members[draw(members.Count)];
        }

        List<Term> axioms = [.. encoding.FoldAxioms(folds)];
        long Find(string name)
        {
            string? witness = witnesses.Keys.FirstOrDefault(
                item => name.StartsWith(item + " ", StringComparison.Ordinal));
            if (witness is null)
            {
                return Value(name);
            }

            string hole = name[(witness.Length + 1)..];
            bool isInvalid = encoding.Free.ContainsKey($"{name}.valid")
                && bank.Field($"{hole}.valid", witnesses[witness]) == 0;
            return isInvalid ? AnyInRange(name) : bank.Field(hole, witnesses[witness]);
        }

        Evaluator evaluator = new(Find);
        axioms.AddRange(encoding.Free.Values.SelectMany(free => free.Axioms));
        axioms.AddRange(encoding.Constraints.Select(constraint => constraint.Term));
        return axioms.Find(axiom => !evaluator.IsTrue(axiom))?.ToString();
    }

    /// <summary>What is next becomes what is now.</summary>
    public void Proceed()
    {
        foreach ((_, int now, int next) in state)
        {
            values[now] = values[next];
        }
    }

    /// <summary>Values of all names that are given from outside of a scan, and of the memory after it.</summary>
    public IEnumerable<(string Name, Sort Sort, long Value)> Given() =>
        [.. encoding.State.Values.Select(part => (part.Name, part.Sort, Value(part.Name))),
         .. encoding.Free.Values.Where(free => !free.Name.Contains("witness", StringComparison.Ordinal)
                && !free.Name.Contains("first ", StringComparison.Ordinal)
                && !free.Name.Contains("counted", StringComparison.Ordinal))
            .Select(free => (free.Name, free.Sort, Value(free.Name)))];

    public IEnumerable<(StateVariable Part, long Value)> After() =>
        state.Select(item => (item.Part, values[item.Next]));

    // A member that makes the claim true for which the fold names a witness; any member where it claims nothing.
    private Dictionary<string, int>? Witness(FoldForm fold, List<Dictionary<string, int>> members, int index)
    {
        bool IsTrue(Dictionary<string, int> m) => bank.At(fold.BodyValid, m) != 0 && bank.At(fold.BodyNumber, m) != 0;
        return fold.Kind switch
        {
            FoldKind.Any => members.Find(IsTrue),
            FoldKind.All => members.Find(member => !IsTrue(member)),
            FoldKind.Sum => members.Find(member => bank.At(fold.BodyValid, member) == 0),
            FoldKind.Count => members.Find(member => IsTrue(member) == (index == 0)),
            _ => members.Find(member => bank.At(fold.BodyValid, member) != 0
                && bank.At(fold.BodyNumber, member) == Value(fold.Name)),
        };
    }

    // An invalid value keeps a number in its range, as the encoding has it; which one, nobody can see.
    private long InRange(string name, long number, bool isValid) => isValid ? number : AnyInRange(name);

    private long AnyInRange(string name) => encoding.Free[name].Axioms.SelectMany(NumbersIn).FirstOrDefault();

    private static IEnumerable<long> NumbersIn(Term term) => term switch
    {
        NumberTerm number => [number.Value],
        CallTerm call => call.Operands.SelectMany(NumbersIn),
        _ => [],
    };

    // A fold is computed when everything that its body reads is.
    private void PlanOrder()
    {
        Dictionary<string, int> index = encoding.Definitions.Index().ToDictionary(item => item.Item.Name, item => item.Index);
        ILookup<int, FoldForm> after = encoding.Folds.ToLookup(fold => LastRead(fold, index));
        int from = 0;
        foreach (int stop in after.Select(group => group.Key).Append(encoding.Definitions.Count - 1).Distinct().Order())
        {
            order.Add((null, terms.Compile(encoding.Definitions.Skip(from).Take(stop + 1 - from)
                .Select(item => (terms.PlaceOf(item.Name), item.Value)))));
            order.AddRange(after[stop].Select(fold => ((FoldForm?)fold, (Action<long[]>?)null)));
            from = stop + 1;
        }
    }

    private int LastRead(FoldForm fold, Dictionary<string, int> index) =>
        Substitution.NamesOf(fold.BodyNumber).Concat(Substitution.NamesOf(fold.BodyValid))
            .Select(name => name.Name.StartsWith("?inner ", StringComparison.Ordinal)
                ? LastRead(encoding.InnerFolds[name.Name[1..].Split('.')[0]], index)
                : index.GetValueOrDefault(name.Name, -1))
            .DefaultIfEmpty(-1).Max();

    private void Initialise()
    {
        // Limits of timers are definitions over parameters.
        foreach ((_, Action<long[]>? definitions) in order)
        {
            definitions?.Invoke(values);
        }

        Evaluator evaluator = new(Value);
        foreach ((StateVariable part, int now, _) in state)
        {
            values[now] = part.Initial is not null
                ? evaluator.Evaluate(part.Initial)
                : core.Values[part.Name.Replace(".variable.", ".", StringComparison.Ordinal)];
            Xunit.Assert.All(part.InitialAxioms, axiom => Xunit.Assert.True(evaluator.IsTrue(axiom)));
        }
    }

    private IEnumerable<(string Row, string Part)> Rows()
    {
        foreach (MachineInfo machine in model.Machines.Where(machine => machine.InstanceGroup.Length == 0))
        {
            if (machine.States.Count > 0)
            {
                yield return ($"{machine.Name}.state", $"{machine.Name}.state");
            }

            foreach (string name in machine.Variables.Select(item => item.Name))
            {
                yield return ($"{machine.Name}.{name}", $"{machine.Name}.variable.{name}");
            }

            foreach (string name in machine.Timers.Select(item => item.Name))
            {
                yield return ($"{machine.Name}.{name}", $"{machine.Name}.timer.{name}");
            }

            foreach (MachineOutputInfo output in machine.Outputs)
            {
                yield return ($"{machine.Name}.{output.Name}", $"{machine.Name}.output.{output.Name}");
                if (output.Type.MayBeInvalid)
                {
                    yield return (
                        $"{machine.Name}.{output.Name}.valid", $"{machine.Name}.output.{output.Name}.valid");
                }
            }
        }
    }

    private string? Compare()
    {
        foreach ((string row, int index, int place) in rows)
        {
            long encoded = values[place];
            if (core.Values.IsMeaningful(index) && core.Values.Get(index) != encoded)
            {
                return $"{row} is {core.Values.Get(index)}, the encoding has {encoded}";
            }
        }

        foreach ((PropertyInfo property, int index, int place) in properties)
        {
            // The cases of an obligation say together what the whole says.
            bool holds = values[place] != 0;
            if (cases[property.Id] is { Length: > 0 } parts && parts.All(part => values[part] != 0) != holds)
            {
                return $"{property.Id} {(holds ? "holds" : "fails")} and its cases do not agree";
            }

            // When the shutdown comes on, what is written counts too.
            bool fails = values[place] == 0;
            if (core.IsShutdown ? fails && !core.IsViolated(index) : fails != core.IsViolated(index))
            {
                return $"{property.Id} {(fails ? "fails in the encoding only" : "fails in the interpreter only")}";
            }
        }

        for (int index = 0; index < model.Signals.Outputs.Count && !core.IsShutdown; index++)
        {
            string name = model.Signals.Outputs[index].Name;
            long encoded = values[terms.PlaceOf($"signal.{name} next")];
            if (core.Output(index) != encoded)
            {
                return $"signal {name} is {core.Output(index)}, the encoding has {encoded}";
            }
        }

        return null;
    }
}
