using Microsoft.Extensions.Options;
using RnnToolkit.Bundle;
using RnnToolkit.Preprocess;
using RnnToolkit.Trainer.Configuration;

namespace RnnToolkit.Trainer.Tests;

public class ConfigurationLayersTests
{
    [Fact]
    public void Build_PaperPreset_IsTheDefaultsToTheLetter() =>
        Assert.Equal(new TrainerConfig(), new ConfigurationLayers().AddJson(Presets.Read(Presets.Paper), "paper").Build());

    [Fact]
    public void Build_EveryPreset_IsValid() =>
        Assert.All(Presets.Names, name => new ConfigurationLayers().AddJson(Presets.Read(name), name).Build());

    [Fact]
    public void Build_GeneralPreset_HasTheGeneralPreprocessing()
    {
        var config = new ConfigurationLayers().AddJson(Presets.Read(Presets.General), Presets.General).Build();

        Assert.Equal(PreprocessConfig.General with { NGrams = null }, config.Preprocessing);
        Assert.Equal(Pooling.MeanMax, config.Model.Pooling);
    }

    // Keys that files leave out at their defaults can be set all the same.
    [Fact]
    public void Build_KeysThatAreLeftOutAtTheirDefaults_CanBeSet()
    {
        var config = new ConfigurationLayers()
            .AddJson(Presets.Read(Presets.General), Presets.General)
            .AddSetting("training.labelWeights", """{ "spam": 2 }""", "--set")
            .AddSetting("training.schedule", "plateau", "--set")
            .AddSetting("preprocessing.nGrams", """{ "wordMax": 1, "charMax": 2 }""", "--set")
            .AddSetting("preprocessing.nGrams.charMax", "4", "--set")
            .AddJson("""{ "model": { "pooling": "attention" } }""", "file")
            .Build();

        Assert.Equal(2, config.Training.LabelWeights!["spam"]);
        Assert.Equal(LearningRateSchedule.Plateau, config.Training.Schedule);
        Assert.Equal(new NGramConfig(WordMax: 1, CharMax: 4), config.Preprocessing.NGrams);
        Assert.Equal(Pooling.Attention, config.Model.Pooling);
    }

    [Theory]
    [InlineData("null"), InlineData("""{ "wordMax": 1 }""")]
    public void Build_AnObjectThatMayBeNull_CanBecomeNull(string before)
    {
        var layers = new ConfigurationLayers().AddSetting("preprocessing.nGrams", before, "--set");

        Assert.Null(layers.AddSetting("preprocessing.nGrams", "null", "--set").Build().Preprocessing.NGrams);
        Assert.Null(layers.AddJson("""{ "preprocessing": { "nGrams": null } }""", "file").Build().Preprocessing.NGrams);
    }

    [Theory]
    [InlineData("training.wordDropout=0.1", "training.wordDropout is 0.1, expected 0 without preprocessing.unknownRows")]
    [InlineData("model.pooling=mean", "model.pooling is Mean, expected Last for a model without model.maskPadding: padding must not be pooled")]
    [InlineData("preprocessing.unknownRows=5", "preprocessing.padding is left, expected right with preprocessing.unknownRows: masked padding follows the text")]
    [InlineData("training.warmUp=1.5", "training.warmUp is 1.5, expected 0 to 1")]
    [InlineData("training.averageDecay=1", "training.averageDecay is 1, expected 0 to below 1")]
    [InlineData("""training.labelWeights={"a":0}""", "training.labelWeights[a] is 0, expected above 0, at most 1000")]
    public void Build_OptionsThatDoNotFit_NamesThem(string setting, string problem)
    {
        var parts = setting.Split('=');

        var exception = Assert.Throws<OptionsValidationException>(() => new ConfigurationLayers().AddSetting(parts[0], parts[1], "--set").Build());

        Assert.Contains(problem, exception.Failures);
    }

    [Fact]
    public void Build_SeveralLayers_LetsTheLaterOneWin()
    {
        var config = new ConfigurationLayers()
            .AddJson("""{ "training": { "seed": 2, "epochs": 2, "batchSize": 2 }, "preprocessing": { "padding": "right" } }""", "file")
            .AddVariables([new("RNNTOOLKIT_TRAINING__EPOCHS", "3"), new("RNNTOOLKIT_TRAINING__BATCHSIZE", "3"), new("RNNTOOLKIT_OTHER", "1"), new("PATH", "x")])
            .AddSetting("training.batchSize", "4", "--set")
            .AddSetting("preprocessing.steps", """["keepAsciiAlphanumeric", "splitOnWhiteSpace"]""", "--set")
            .Build();

        Assert.Equal((2, 3, 4), (config.Training.Seed, config.Training.Epochs, config.Training.BatchSize));
        Assert.Equal(PaddingSide.Right, config.Preprocessing.Padding);
        Assert.Equal([PreprocessStep.KeepAsciiAlphanumeric, PreprocessStep.SplitOnWhiteSpace], config.Preprocessing.Steps);
    }

    [Theory]
    [InlineData("""{ "training": { "epoch": 1 } }""", "file: unknown key \"training.epoch\", expected one of seed, epochs")]
    [InlineData("""{ "trainings": { } }""", "file: unknown key \"trainings\", expected one of preprocessing, model, training")]
    [InlineData("""{ "training": 1 }""", "file: found 1 for \"training\", expected an object")]
    [InlineData("""{ "training": { "epochs": "many" } }""", "training.epochs: ")]
    [InlineData("""{ "training": { "epochs": 0 } }""", "training.epochs is 0, expected 1 to 10000")]
    [InlineData("""{ "training": { "learningRate": 1e-3000, "seed": -1 } }""", "training.seed is -1, expected 0 or more")]
    [InlineData("""{ "preprocessing": { "steps": ["stem"] } }""", "preprocessing.steps[0]: ")]
    [InlineData("""{ "model": { "dropout": 1 } }""", "model.dropout is 1, expected 0 to below 1")]
    [InlineData("""[]""", "file: expected a JSON object")]
    [InlineData("""{ """, "file: ")]
    public void Build_BadJson_SaysWhatIsWrong(string json, string message)
    {
        var exception = Assert.Throws<OptionsValidationException>(() => new ConfigurationLayers().AddJson(json, "file").Build());

        Assert.Contains(exception.Failures, failure => failure.StartsWith(message, StringComparison.Ordinal));
    }

    [Fact]
    public void Build_UnknownVariable_NamesIt()
    {
        var layers = new ConfigurationLayers().AddVariables([new("RNNTOOLKIT_TRAINING__EPOCH", "3")]);

        var exception = Assert.Throws<OptionsValidationException>(layers.Build);

        Assert.StartsWith("RNNTOOLKIT_TRAINING__EPOCH: unknown key", Assert.Single(exception.Failures), StringComparison.Ordinal);
    }
}
