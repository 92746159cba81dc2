using RnnToolkit.Preprocess;
using RnnToolkit.TestSupport;
using RnnToolkit.TestSupport.TinyBundles;

namespace RnnToolkit.Bundle.Tests;

public sealed class CheckpointTests : IDisposable
{
    readonly TempDirectory _temp = new();

    string Directory => _temp["best"];

    [Fact]
    public void Read_WhatWriteWrote_GivesEverythingBack()
    {
        var written = TinyCheckpoint.Create();
        written.Write(Directory);

        var read = Checkpoint.Read(Directory);

        Assert.Equal(written.Config.Model, read.Config.Model);
        Assert.Equal(written.Config.Preprocessing, read.Config.Preprocessing);
        Assert.Equal(written.Vocabulary.Tokens, read.Vocabulary.Tokens);
        Assert.Equal(written.Metrics, read.Metrics);
        Assert.Equal(written.Test, read.Test);
        Assert.Equal(written.Probes[0].Ids, read.Probes[0].Ids);
        Assert.Equal(written.Probes[0].Logit, read.Probes[0].Logit);
        Assert.All(written.Weights, tensor => Assert.Equal(tensor.Data, read.Weights[tensor.Name].Data));
    }

    // Version 2 changed how trainings are seeded, not the files: models that were trained before stay exportable.
    [Fact]
    public void Read_Version1_GivesItBackAsVersion1()
    {
        var written = TinyCheckpoint.Create();
        (written with { Config = written.Config with { FormatVersion = 1 } }).Write(Directory);

        var read = Checkpoint.Read(Directory);

        Assert.Equal(1, read.Config.FormatVersion);
        Assert.All(written.Weights, tensor => Assert.Equal(tensor.Data, read.Weights[tensor.Name].Data));
    }

    [Fact]
    public void Write_Twice_GivesTheSameBytesAndLeavesNothingElse()
    {
        TinyCheckpoint.Create().Write(Directory);
        var first = Files();

        TinyCheckpoint.Create().Write(Directory);

        Assert.Equal(first, Files());
        Assert.Equal([Directory], System.IO.Directory.GetFileSystemEntries(_temp.Path));
    }

    [Fact]
    public void Write_ThatFails_LeavesTheOlderCheckpoint()
    {
        TinyCheckpoint.Create().Write(Directory);
        var first = Files();

        Assert.Throws<IOException>(() => TinyCheckpoint.Create(RecurrentCell.Lstm).Write(Directory, _ => throw new IOException("disk full")));

        Assert.Equal(first, Files());
        Assert.Equal([Directory], System.IO.Directory.GetFileSystemEntries(_temp.Path));
    }

    [Theory]
    [InlineData(Checkpoint.ConfigFile)]
    [InlineData(Checkpoint.WeightsFile)]
    [InlineData(Checkpoint.VocabularyFileName)]
    [InlineData(Checkpoint.MetricsFile)]
    [InlineData(Checkpoint.ProbesFile)]
    public void Read_MissingFile_NamesIt(string file)
    {
        TinyCheckpoint.Create().Write(Directory);
        File.Delete(Path.Combine(Directory, file));

        Assert.StartsWith($"{Path.Combine(Directory, file)}: found no such file", Refusal().Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Checkpoint.ConfigFile, "\"formatVersion\": 2", "\"formatVersion\": 4", "formatVersion: found 4, expected 1 to 3")]
    [InlineData(Checkpoint.ConfigFile, "\"dropout\": 0.5", "\"dropout\": 0.5, \"maskPadding\": true", "formatVersion is 2, expected 3 for a model with these options")]
    [InlineData(Checkpoint.ConfigFile, "\"dropout\": 0.5", "\"dropout\": 0.5, \"classes\": 3", "labels has 2 names, expected 3, one for each class of the model")]
    [InlineData(Checkpoint.ConfigFile, "\"cell\": \"gru\"", "\"cell\": \"gpt\"", "model.cell")]
    [InlineData(Checkpoint.ConfigFile, "\"layers\": 1", "\"layers\": 0", "model.layers is 0")]
    [InlineData(Checkpoint.ConfigFile, "\"layers\": 1", "\"depth\": 1", "depth")]
    [InlineData(Checkpoint.ConfigFile, "\"hiddenSize\": 5", "\"hiddenSize\": 4", "rnn.weight_ih_l0: found shape [15, 7], expected [12, 7]")]
    [InlineData(Checkpoint.ConfigFile, "{", "", "found")]
    [InlineData(Checkpoint.VocabularyFileName, "film\n", "", "found 11 tokens, expected 12")]
    [InlineData(Checkpoint.VocabularyFileName, "film", "good", "line 3: \"good\" is already on line 1")]
    [InlineData(Checkpoint.ProbesFile, "\"ids\"", "\"id\"", "line 1: id: found an unknown field")]
    [InlineData(Checkpoint.MetricsFile, "{", "", "line 1: found")]
    public void Read_ChangedFile_SaysWhatIsWrong(string file, string old, string changed, string message)
    {
        TinyCheckpoint.Create().Write(Directory);
        var path = Path.Combine(Directory, file);
        var text = File.ReadAllText(path);
        var position = text.IndexOf(old, StringComparison.Ordinal);
        File.WriteAllText(path, string.Concat(text.AsSpan(0, position), changed, text.AsSpan(position + old.Length)));

        var refusal = Refusal();

        Assert.Contains(message, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
    }

    [Theory]
    [InlineData(false, false, false, null)]
    [InlineData(true, true, false, null)]
    [InlineData(true, true, true, null)]
    [InlineData(true, false, false, "model.maskPadding is true, expected false with 0 preprocessing.unknownRows: id 0 is padding alone where unknown words have rows of their own")]
    [InlineData(false, true, false, "model.maskPadding is false, expected true with 5 preprocessing.unknownRows: id 0 is padding alone where unknown words have rows of their own")]
    [InlineData(false, false, true, "model.wideSize is 0, expected 1 or more with preprocessing.nGrams")]
    public void Config_ModelAndPreprocessing_MustFitEachOther(bool maskPadding, bool unknownRows, bool nGrams, string? problem)
    {
        var config = TinyCheckpoint.Create().Config;
        config = config with
        {
            FormatVersion = CheckpointConfig.CurrentFormatVersion,
            Model = config.Model with { MaskPadding = maskPadding, WideSize = nGrams && maskPadding ? 9 : 0 },
            Preprocessing = config.Preprocessing with
            {
                UnknownRows = unknownRows ? 5 : 0,
                Padding = maskPadding ? PaddingSide.Right : PaddingSide.Left,
                NGrams = nGrams ? new NGramConfig() : null,
            },
        };

        Assert.Equal(problem is null ? [] : [problem], config.Validate());
    }

    [Fact]
    public void Config_MaskedPaddingOnTheLeft_IsAProblem()
    {
        var config = TinyCheckpoint.Create().Config;
        config = config with { FormatVersion = 3, Model = config.Model with { MaskPadding = true }, Preprocessing = config.Preprocessing with { UnknownRows = 5 } };

        Assert.Equal(["preprocessing.padding is left, expected right for a model with model.maskPadding"], config.Validate());
    }

    [Fact]
    public void Read_WeightThatIsNoNumber_IsRefused()
    {
        var checkpoint = TinyCheckpoint.Create();
        checkpoint.Weights["fc.bias"].Data[0] = float.NaN;
        checkpoint.Write(Directory);

        Assert.Contains("fc.bias: found a value that is not finite", Refusal().Message, StringComparison.Ordinal);
    }

    public void Dispose() => _temp.Dispose();

    CheckpointFormatException Refusal() => Assert.Throws<CheckpointFormatException>(() => Checkpoint.Read(Directory));

    SortedDictionary<string, string> Files() => new(
        System.IO.Directory.GetFiles(Directory).ToDictionary(path => path, path => Convert.ToHexString(File.ReadAllBytes(path))), StringComparer.Ordinal);
}
