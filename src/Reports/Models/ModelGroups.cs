using System.Text.Json;
using System.Text.Json.Nodes;
using RnnToolkit.Bundle;
using RnnToolkit.Reports.Figures;
using RnnToolkit.Runs;

namespace RnnToolkit.Reports.Models;

/// <summary>Finds the models of runs: trainings that differ in their seed or fold alone are one model.</summary>
static class ModelGroups
{
    /// <summary>All models of the runs, in the order of the runs, and what is wrong with those that cannot be read, a line each.</summary>
    public static (IReadOnlyList<ReportedModel> Models, IReadOnlyList<string> Problems) Of(IReadOnlyList<TrainedRun> runs)
    {
        var found = runs.SelectMany(run => run.Models.Select(model => (Run: run, Model: model))).ToList();
        var (trainings, problems) = (new ReportedTraining?[found.Count], new string?[found.Count]);
        Parallel.For(0, found.Count, index =>
        {
            try
            {
                trainings[index] = ReportedTraining.Read(found[index].Run, found[index].Model);
            }
            catch (Exception exception) when (exception is ArtifactFormatException or IOException or UnauthorizedAccessException)
            {
                problems[index] = exception.Message;
            }
        });
        var groups = trainings.OfType<ReportedTraining>().GroupBy(Key).Select(group => group.ToList()).ToList();
        var (names, styles) = (Names(groups), Styles(groups));
        return ([.. groups.Select((group, index) => new ReportedModel(names[index], styles[index], group))], [.. problems.OfType<string>()]);
    }

    static (string, string, string?, string?, string?, int) Key(ReportedTraining training)
    {
        var record = training.Run.Record;
        var hash = RunRecord.HashOf(record.Preprocessing, record.Model, WithoutSeed(record.Training));
        return (training.Model.Name, hash, record.From, record.Data?.Test, record.Data?.Train, record.Fold?.Of ?? 0);
    }

    static JsonElement WithoutSeed(JsonElement section)
    {
        var copy = JsonNode.Parse(section.GetRawText())!.AsObject();
        copy.Remove("seed");
        using var document = JsonDocument.Parse(copy.ToJsonString());
        return document.RootElement.Clone();
    }

    // The name of the model where that says enough, else with the name of its first run before it.
    static List<string> Names(List<List<ReportedTraining>> groups)
    {
        var names = new List<string>();
        foreach (var group in groups)
        {
            var (model, run) = (group[0].Model.Name, group[0].Run.Name);
            var name = groups.Count(other => other[0].Model.Name == model) == 1 ? model : $"{run}/{model}";
            for (var number = 2; names.Contains(name); number++)
            {
                name = Invariant($"{run}/{model} ({number})");
            }

            names.Add(name);
        }

        return names;
    }

    // A hue for each cell and a dash for each depth, where that tells all models apart.
    static List<SeriesStyle> Styles(List<List<ReportedTraining>> groups)
    {
        var styles = groups.Select(group => group[0].Model.Config.Model).Select(model => new SeriesStyle(HueOf(model.Cell), Math.Min(model.Layers, 4) - 1)).ToList();
        return styles.Distinct().Count() == styles.Count ? styles : [.. groups.Select((_, index) => SeriesStyle.At(index))];
    }

    static int HueOf(RecurrentCell cell) => cell switch
    {
        RecurrentCell.Rnn => 1,
        RecurrentCell.Lstm => 0,
        _ => 2,
    };
}
