using System.CommandLine;
using RnnToolkit.Bundle;
using RnnToolkit.CommandLine;
using RnnToolkit.Datasets;
using RnnToolkit.Trainer.Configuration;
using RnnToolkit.Trainer.Data;

namespace RnnToolkit.Trainer.Commands;

/// <summary>The options of a command line that say which labelled texts are read, and how.</summary>
sealed class DataOptions
{
    readonly Option<string?> _data = new("--data")
    {
        Description = "The labelled texts: an aclImdb folder or its .tar.gz; a CSV, TSV or JSON Lines file; or a folder with train.* and test.*. Default: the bundled sample.",
    };

    readonly Option<string?> _test = new("--test") { Description = "A separate test set; by default the test part of --data." };

    readonly Option<string?> _validation = new("--validation")
    {
        Description = "A separate validation set; by default a share of the training texts is set aside (training.validationShare).",
    };

    readonly TableOptions _table = new("left out");

    readonly Option<string?> _labels = new("--labels")
    {
        Description = "The labels in order, separated by commas; of two, the last is the positive one. A label with a comma is quoted as in CSV. Default: those of the data, in ordinal order.",
    };

    readonly Option<int?> _dropRareLabels = new("--drop-rare-labels")
    {
        Description = $"Leaves out the texts of labels with fewer than so many training texts, {LabelOptions.FewestTexts} or more. Default: such a label is an error below {LabelOptions.FewestTexts} texts.",
    };

    readonly Option<bool> _dropUnseenLabels = new("--drop-unseen-labels") { Description = "Leaves out validation and test texts whose label no training text has. Default: such a text is an error." };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_data, _validation, _test, .. _table.All, _labels, _dropRareLabels, _dropUnseenLabels])
        {
            command.Add(option);
        }
    }

    /// <summary>What the command line says. No file is opened yet.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="problems">Receives a line for each value that cannot be used.</param>
    public DataChoice Read(ParseResult parsed, List<string> problems)
    {
        var labels = new LabelOptions
        {
            Names = ParseLabels(parsed.GetValue(_labels), problems),
            DropRare = parsed.GetValue(_dropRareLabels),
            DropUnseen = parsed.GetValue(_dropUnseenLabels),
        };
        if (labels.DropRare < LabelOptions.FewestTexts)
        {
            problems.Add(Invariant($"--drop-rare-labels: found {labels.DropRare}, expected {LabelOptions.FewestTexts} or more"));
        }

        return new DataChoice(
            parsed.GetValue(_data), parsed.GetValue(_validation), parsed.GetValue(_test), _table.Read(parsed, problems), labels);
    }

    static IReadOnlyList<string>? ParseLabels(string? text, List<string> problems)
    {
        if (text is null)
        {
            return null;
        }

        var names = NameList.Parse(text);
        problems.AddRange(names is null
            ? [$"--labels: found {text}, expected names separated by commas; a name with a comma or a quote is quoted as in CSV"]
            : LabelRules.Validate(names).Select(problem => $"--labels: {problem}"));
        return names;
    }
}

/// <summary>The texts that a command line names.</summary>
/// <param name="Data">The training texts, and perhaps test texts; null for the bundled sample.</param>
/// <param name="Validation">A separate validation set; null without one.</param>
/// <param name="Test">A separate test set; null without one.</param>
/// <param name="Table">How files of rows are written.</param>
/// <param name="Labels">Which labels count.</param>
sealed record DataChoice(string? Data, string? Validation, string? Test, DatasetOptions Table, LabelOptions Labels)
{
    /// <summary>The preset for this data without <c>--preset</c>.</summary>
    public string DefaultPreset =>
        Data is null ? Presets.Sample
        : Dataset.IsReviews(Data) ? Presets.Paper
        : Presets.General;

    /// <summary>Opens the files.</summary>
    /// <exception cref="DatasetException">A file is missing, or cannot be a data set.</exception>
    public CorpusSource Open() => new()
    {
        Data = Dataset.Open(Data ?? SampleData.Find(), Table),
        ValidationData = Validation is null ? null : Dataset.Open(Validation, Table),
        TestData = Test is null ? null : Dataset.Open(Test, Table),
        IsSample = Data is null,
        Table = Table,
        Labels = Labels,
    };
}
