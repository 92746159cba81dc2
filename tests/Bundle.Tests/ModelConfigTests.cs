using System.Text.Json;

namespace RnnToolkit.Bundle.Tests;

public class ModelConfigTests
{
    static readonly ModelConfig s_config = new() { Cell = RecurrentCell.Lstm, VocabularySize = 3 };

    static readonly ModelConfig s_general =
        new() { Cell = RecurrentCell.Gru, VocabularySize = 7, EmbeddingSize = 5, HiddenSize = 2, Bidirectional = true, MaskPadding = true };

    [Fact]
    public void Validate_TheLimitsThemselves_AreTaken()
    {
        Assert.Empty((s_config with { Layers = 1, VocabularySize = 1, EmbeddingSize = 1, HiddenSize = 1, Dropout = 0 }).Validate());
        Assert.Empty((s_config with { Layers = 16, VocabularySize = 10_000_001, EmbeddingSize = 8192, HiddenSize = 8192, Dropout = 0.999 }).Validate());
    }

    [Fact]
    public void Validate_BelowTheLimits_NamesEveryProblem() => Assert.Equal(
        [
            "model.cell is -1, expected rnn, lstm or gru",
            "model.layers is 0, expected 1 to 16",
            "model.vocabularySize is 0, expected 1 to 10000001",
            "model.embeddingSize is 0, expected 1 to 8192",
            "model.hiddenSize is 0, expected 1 to 8192",
            "model.dropout is -0.5, expected 0 to below 1",
        ],
        new ModelConfig { Cell = (RecurrentCell)(-1), Layers = 0, VocabularySize = 0, EmbeddingSize = 0, HiddenSize = 0, Dropout = -0.5 }.Validate());

    [Fact]
    public void Validate_AboveTheLimits_NamesEveryProblem() => Assert.Equal(
        [
            "model.cell is 3, expected rnn, lstm or gru",
            "model.layers is 17, expected 1 to 16",
            "model.vocabularySize is 10000002, expected 1 to 10000001",
            "model.embeddingSize is 8193, expected 1 to 8192",
            "model.hiddenSize is 8193, expected 1 to 8192",
            "model.dropout is 1, expected 0 to below 1",
        ],
        new ModelConfig { Cell = (RecurrentCell)3, Layers = 17, VocabularySize = 10_000_002, EmbeddingSize = 8193, HiddenSize = 8193, Dropout = 1 }.Validate());

    [Fact]
    public void Validate_DropoutThatIsNoNumber_IsRefused() =>
        Assert.Equal(["model.dropout is NaN, expected 0 to below 1"], (s_config with { Dropout = double.NaN }).Validate());

    [Theory]
    [InlineData(RecurrentCell.Rnn, 1, false, "rnn1", 1)]
    [InlineData(RecurrentCell.Lstm, 2, false, "lstm2", 4)]
    [InlineData(RecurrentCell.Gru, 1, true, "bigru1", 3)]
    public void ShortName_CellLayersAndDirections_AreInIt(RecurrentCell cell, int layers, bool bidirectional, string name, int gates)
    {
        var config = s_config with { Cell = cell, Layers = layers, Bidirectional = bidirectional };

        Assert.Equal(name, config.ShortName);
        Assert.Equal(gates, config.GateCount);
    }

    // What PyTorch's state_dict of such a module lists.
    [Fact]
    public void Parameters_TwoLayersInBothDirections_AreThoseOfPyTorch() => Assert.Equal(
        [
            "embedding.weight [7, 5]",
            "rnn.weight_ih_l0 [6, 5]", "rnn.weight_hh_l0 [6, 2]", "rnn.bias_ih_l0 [6]", "rnn.bias_hh_l0 [6]",
            "rnn.weight_ih_l0_reverse [6, 5]", "rnn.weight_hh_l0_reverse [6, 2]", "rnn.bias_ih_l0_reverse [6]", "rnn.bias_hh_l0_reverse [6]",
            "rnn.weight_ih_l1 [6, 4]", "rnn.weight_hh_l1 [6, 2]", "rnn.bias_ih_l1 [6]", "rnn.bias_hh_l1 [6]",
            "rnn.weight_ih_l1_reverse [6, 4]", "rnn.weight_hh_l1_reverse [6, 2]", "rnn.bias_ih_l1_reverse [6]", "rnn.bias_hh_l1_reverse [6]",
            "fc.weight [1, 4]", "fc.bias [1]",
        ],
        Parameters(new() { Cell = RecurrentCell.Gru, Layers = 2, VocabularySize = 7, EmbeddingSize = 5, HiddenSize = 2, Bidirectional = true }));

    [Fact]
    public void Parameters_OneDirection_HasNoReverse() => Assert.Equal(
        ["embedding.weight [7, 5]", "rnn.weight_ih_l0 [8, 5]", "rnn.weight_hh_l0 [8, 2]", "rnn.bias_ih_l0 [8]", "rnn.bias_hh_l0 [8]", "fc.weight [1, 2]", "fc.bias [1]"],
        Parameters(new() { Cell = RecurrentCell.Lstm, VocabularySize = 7, EmbeddingSize = 5, HiddenSize = 2 }));

    [Fact]
    public void Parameters_AttentionAndWideChannelForThreeClasses_AreListedAfterThoseOfPyTorch() => Assert.Equal(
        [
            "attention.weight [1, 4]", "fc.weight [3, 4]", "fc.bias [3]",
            "wide.weight [10, 3]", "wide.norm [10]", "wide.bias [3]", "fusion.recurrent [1]", "fusion.wide [1]", "fusion.bias [3]",
        ],
        Parameters(s_general with { Classes = 3, Pooling = Pooling.Attention, WideSize = 9 }).TakeLast(9));

    [Fact]
    public void Parameters_MeanMaxForTwoClasses_HasOneLogitOverBothHalves() =>
        Assert.Equal(["fc.weight [1, 8]", "fc.bias [1]"], Parameters(s_general with { Pooling = Pooling.MeanMax }).TakeLast(2));

    [Fact]
    public void Validate_TheLimitsOfMoreThanThePaper_AreTaken()
    {
        Assert.Empty((s_general with { Classes = 2, WideSize = 0, EmbeddingDropout = 0 }).Validate());
        Assert.Empty((s_general with { Classes = 1000, WideSize = 16_777_215, EmbeddingDropout = 0.999, Pooling = Pooling.Attention }).Validate());
    }

    [Fact]
    public void Validate_BeyondTheLimitsOfMoreThanThePaper_NamesEveryProblem() => Assert.Equal(
        [
            "model.classes is 1001, expected 2 to 1000",
            "model.pooling is 5, expected last, mean, max, meanMax or attention",
            "model.embeddingDropout is 1, expected 0 to below 1",
            "model.wideSize is 16777216, expected 0 to 16777215",
        ],
        (s_general with { Classes = 1001, Pooling = (Pooling)5, EmbeddingDropout = 1, WideSize = 16_777_216 }).Validate());

    // Padding that is read like a token must not be pooled, and n-grams belong to texts whose unknown words have rows of their own.
    [Fact]
    public void Validate_PoolingAndWideChannelWithoutMask_AreRefused() => Assert.Equal(
        [
            "model.pooling is Max, expected Last for a model without model.maskPadding: padding must not be pooled",
            "model.wideSize is 1, expected 0 for a model without model.maskPadding",
        ],
        (s_general with { MaskPadding = false, Pooling = Pooling.Max, WideSize = 1 }).Validate());

    [Fact]
    public void Json_ThePapersModel_MentionsNothingOfTheOthers()
    {
        var json = JsonSerializer.Serialize(s_config, ArtifactJson.Default.ModelConfig).ReplaceLineEndings("\n");

        Assert.Equal(
            """
            {
              "cell": "lstm",
              "layers": 1,
              "vocabularySize": 3,
              "embeddingSize": 100,
              "hiddenSize": 50,
              "bidirectional": false,
              "dropout": 0.5
            }
            """.ReplaceLineEndings("\n"),
            json);
        Assert.Equal(s_config, JsonSerializer.Deserialize(json, ArtifactJson.Default.ModelConfig));
        Assert.True(s_config.FitsFirstFormat);
    }

    [Fact]
    public void Json_EveryOtherModel_ComesBackAsItWas()
    {
        ModelConfig[] models =
        [
            s_config with { Classes = 6 }, s_config with { EmbeddingDropout = 0.1 }, s_general, s_general with { Pooling = Pooling.MeanMax },
            s_general with { WideSize = 7 },
        ];
        Assert.All(models, model =>
        {
            var json = JsonSerializer.Serialize(model, ArtifactJson.Default.ModelConfig);

            Assert.Equal(model, JsonSerializer.Deserialize(json, ArtifactJson.Default.ModelConfig));
            Assert.False(model.FitsFirstFormat);
        });
        Assert.Contains("\"classes\": 6", JsonSerializer.Serialize(models[0], ArtifactJson.Default.ModelConfig), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a")]
    [InlineData("lstm-2_v1.0")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123")]
    public void ModelName_HarmlessCharacters_AreTaken(string name) => Assert.Empty(ModelName.Validate(name));

    [Theory]
    [InlineData("")]
    [InlineData(".hidden")]
    [InlineData("a/b")]
    [InlineData("a b")]
    [InlineData("\u00E9")]
    [InlineData("01234567890123456789012345678901234567890123456789012345678901234")]
    public void ModelName_AnythingElse_IsRefused(string name) =>
        Assert.Equal([$"name is \"{name}\", expected 1 to 64 letters, digits, '-', '_' or '.', and no '.' first"], ModelName.Validate(name));

    static IEnumerable<string> Parameters(ModelConfig config) =>
        config.Parameters().Select(parameter => $"{parameter.Name} [{string.Join(", ", parameter.Shape)}]");
}
