using RnnToolkit.Bundle;
using RnnToolkit.CommandLine;
using RnnToolkit.Trainer.Reporting;
using RnnToolkit.Trainer.Training;

namespace RnnToolkit.Trainer.Tests;

public class CurveTableTests
{
    static readonly ModelResult s_gru1 = Model("gru1", (0.69, 0.60, 0.70), (0.40, 0.35, 0.88), (0.20, 0.40, 0.86));
    static readonly ModelResult s_lstm2 = Model("lstm2", (0.69, 0.65, 0.60), (0.50, 0.45, 0.80), (0.30, 0.35, 0.90));

    [Fact]
    public void Lines_Wide_ShowAllCurvesWithTheFiguresOfTheBestEpoch() => Assert.Equal(
        [
            "Curves over the epochs, with the figures of the best one:",
            "        training loss   validation loss   validation accuracy",
            "gru1    █▄▁ 0.4000      █▁▂ 0.3500        ▁█▇ 88.00%",
            "lstm2   █▅▁ 0.3000      █▃▁ 0.3500        ▁▆█ 90.00%",
        ],
        CurveTable.Lines([s_gru1, s_lstm2], 80, isUnicode: true));

    [Fact]
    public void Lines_NarrowAscii_ShowTheLastColumns() => Assert.Equal(
        [
            "Curves over the epochs, with the figures of the best one:",
            "       validation accuracy",
            "gru1   .@# 88.00%",
        ],
        CurveTable.Lines([s_gru1], 40, isUnicode: false));

    [Fact]
    public void Lines_SeveralSeeds_NumberTheModels() => Assert.Equal(
        ["gru1 (1)", "lstm2", "gru1 (2)"],
        CurveTable.Lines([s_gru1, s_lstm2, s_gru1], 80, isUnicode: true).Skip(2).Select(line => line[..8].Trim()));

    [Fact]
    public void Lines_OneEpoch_AreNone() => Assert.Empty(CurveTable.Lines([Model("gru1", (0.6, 0.5, 0.7))], 80, isUnicode: true));

    [Theory]
    [InlineData(LogFormat.Json)]
    [InlineData(LogFormat.Text)]
    public void Write_JsonLog_HoldsNoTable(LogFormat format)
    {
        using var error = new StringWriter();

        CurveTable.Write(new StandardError(error, new LogSettings { Format = format }), [s_gru1]);

        Assert.Equal(format is LogFormat.Text, error.ToString().Contains("Curves", StringComparison.Ordinal));
    }

    /// <summary>A model whose best epoch has the smallest validation loss.</summary>
    static ModelResult Model(string name, params (double TrainLoss, double ValidationLoss, double Accuracy)[] epochs)
    {
        EpochMetrics[] metrics = [.. epochs.Select((epoch, i) => new EpochMetrics(i + 1, epoch.TrainLoss, epoch.ValidationLoss, epoch.Accuracy))];
        return new ModelResult(name, metrics, metrics.MinBy(epoch => epoch.ValidationLoss)!, null, null, null);
    }
}
