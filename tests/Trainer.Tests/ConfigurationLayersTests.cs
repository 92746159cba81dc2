using Microsoft.Extensions.Options;
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
