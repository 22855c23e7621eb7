using System.Globalization;
using SafeBms.Core;
using SafeBms.Simulation.Scenarios;

namespace SafeBms.Simulation.Adapter;

/// <summary>A product's parameters, fitted to a boat, with what a scenario or the command line changes.</summary>
public static class ProductParameters
{
    /// <summary>Every product.</summary>
    public static IEnumerable<string> Products => Enumerable.Range(0, ProductTable.Count).Select(ProductTable.Name);

    /// <summary>Finds a product's parameters and fits them to the boat.</summary>
    /// <param name="product">Its name with its place.</param>
    /// <param name="boat">The boat: number, kind and wiring of batteries are taken from it.</param>
    /// <param name="changes">What differs.</param>
    /// <exception cref="ScenarioException">Product, parameter or value are wrong.</exception>
    public static ParameterSet For(PlacedText product, PlantOptions boat, IReadOnlyList<Setting> changes)
    {
        ArgumentNullException.ThrowIfNull(boat);
        return Find(product, boat, changes);
    }

    /// <summary>Finds a product's parameters; number, kind and wiring of batteries are what the changes say.</summary>
    /// <exception cref="ScenarioException">Product, parameter or value are wrong.</exception>
    public static ParameterSet For(PlacedText product, IReadOnlyList<Setting> changes) => Find(product, null, changes);

    private static ParameterSet Find(PlacedText product, PlantOptions? boat, IReadOnlyList<Setting> changes)
    {
        ArgumentNullException.ThrowIfNull(product);
        ArgumentNullException.ThrowIfNull(changes);
        int index =
            Enumerable.Range(0, ProductTable.Count).FirstOrDefault(i => ProductTable.Name(i) == product.Text, -1);
        if (index < 0)
        {
            throw new ScenarioException(product.Line, product.Column,
                $"There is no product '{product.Text}'. Possible are {string.Join(", ", Products)}.");
        }

        ParameterSet parameters = ProductTable.Parameters(index);
        if (boat is not null)
        {
            Fit(ref parameters, boat);
        }

        List<ScenarioProblem> problems = [];
        foreach (Setting change in changes)
        {
            Change(ref parameters, change, problems);
        }

        if (problems.Count > 0)
        {
            throw new ScenarioException(problems);
        }

        return ParameterSet.TryValidate(parameters, out string? problem)
            ? parameters
            : throw new ScenarioException(
                changes.Count > 0 ? changes[0].Line : product.Line, 1,
                    $"The controller refuses its parameters: {problem}");
    }

    private static void Fit(ref ParameterSet parameters, PlantOptions boat)
    {
        Set(ref parameters, "battery_count", boat.BatteryCount);
        Set(ref parameters, "cells_per_battery", boat.CellsPerBattery);
        Set(ref parameters, "series_cells", boat.CellsInSeries);
        Set(ref parameters, "parallel_strings", boat.ParallelStrings);

        // Recordings of real units: 1 A for each Ah of the bank.
        Set(ref parameters, "charge_current_max", boat.Capacity_Ah * boat.ParallelStrings * 1000L);
    }

    private static void Set(ref ParameterSet parameters, string name, long value)
    {
        int index = ParameterTable.IndexOf(name);
        if (index >= 0)
        {
            long fitted = Math.Clamp(value, ParameterTable.Min(index), ParameterTable.Max(index));
            ParameterTable.Set(ref parameters, index, fitted);
        }
    }

    private static void Change(ref ParameterSet parameters, Setting change, List<ScenarioProblem> problems)
    {
        int index = ParameterTable.IndexOf(change.Name);
        if (index < 0)
        {
            string near =
                Suggest.Nearest(change.Name, Enumerable.Range(0, ParameterTable.Count).Select(ParameterTable.Name));
            problems.Add(new ScenarioProblem(change.Line, change.Column,
                $"There is no parameter '{change.Name}' that can be changed.{near} Fixed ones stand in "
                + "spec/parameters.yaml."));
            return;
        }

        string? wrong = Read(index, change.Value, out long value);
        if (wrong is null && (value < ParameterTable.Min(index) || value > ParameterTable.Max(index)))
        {
            wrong = string.Create(CultureInfo.InvariantCulture,
                $"'{change.Value}' is outside {ParameterTable.Min(index)} to {ParameterTable.Max(index)} "
                + $"{ParameterTable.Unit(index)}.");
        }

        if (wrong is not null)
        {
            problems.Add(new ScenarioProblem(change.ValueLine, change.ValueColumn, wrong));
            return;
        }

        ParameterTable.Set(ref parameters, index, value);
    }

    private static string? Read(int index, string text, out long value)
    {
        string unit = ParameterTable.Unit(index);
        if (unit.Length == 0)
        {
            return Word(index, text, out value);
        }

        value = 0;
        if (!Quantity.TryParse(text, out Quantity quantity, out string problem))
        {
            return problem;
        }

        value = quantity.Value;
        return quantity.Unit == unit ? null : $"'{text}' is in {quantity.Unit}; this parameter is in {unit}.";
    }

    private static string? Word(int index, string text, out long value)
    {
        List<string> words = [];
        for (value = ParameterTable.Min(index); value <= Math.Min(ParameterTable.Max(index), 300); value++)
        {
            string word = ParameterTable.Text(index, value);
            if (word == text)
            {
                return null;
            }

            words.Add(word);
        }

        return $"'{text}' is not possible; write {string.Join(" or ", words)}.";
    }
}
