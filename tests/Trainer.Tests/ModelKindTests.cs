using RnnToolkit.Bundle;
using RnnToolkit.Trainer.Configuration;

namespace RnnToolkit.Trainer.Tests;

public class ModelKindTests
{
    [Fact]
    public void Parse_All_GivesThePapersSix()
    {
        Assert.Null(ModelKind.Parse("all", out var kinds));

        Assert.Equal(["rnn1", "rnn2", "lstm1", "lstm2", "gru1", "gru2"], kinds.Select(kind => kind.Name));
    }

    [Fact]
    public void Parse_Names_GivesEachOnceByCellAndLayers()
    {
        Assert.Null(ModelKind.Parse("gru16, lstm3,gru3,gru3,lstm1", out var kinds));

        Assert.Equal(["lstm1", "lstm3", "gru3", "gru16"], kinds.Select(kind => kind.Name));
        Assert.Equal(new ModelKind(RecurrentCell.Gru, 16), kinds[^1]);
    }

    [Theory]
    [InlineData("gru")]
    [InlineData("gru0")]
    [InlineData("gru01")]
    [InlineData("gru17")]
    [InlineData("GRU1")]
    [InlineData("bigru1")]
    [InlineData("")]
    public void Parse_AnythingElse_IsRefused(string name) =>
        Assert.StartsWith($"--models: found \"{name}\", expected all", ModelKind.Parse($"gru1,{name}", out _), StringComparison.Ordinal);
}
