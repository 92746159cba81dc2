using RnnToolkit.Bundle;

namespace RnnToolkit.Runs.Tests;

public class GradientFlowTests
{
    static readonly LayerGradientFlow s_layer = new()
    {
        Layer = 0,
        Direction = ReadingDirection.Forward,
        Norms = [1e-310, 0.25, 1],
        Medians = [0, 0.125, 1],
        CellNorms = [0.5, 0.5, 0.5],
        SpectralRadius = 0.875,
        LyapunovExponent = -0.125,
    };

    static readonly GradientFlow s_flow = new()
    {
        FormatVersion = GradientFlow.CurrentFormatVersion,
        Weights = new string('0', 64),
        Texts = 2,
        Steps = 3,
        States =
        [
            new() { State = WeightState.Untrained, Loss = 0.75, Layers = [s_layer with { Direction = ReadingDirection.Backward, CellNorms = null, LyapunovExponent = null }] },
            new() { State = WeightState.Trained, Loss = 0.5, Layers = [s_layer] },
        ],
    };

    [Fact]
    public void Read_WhatWriteWrote_IsTheSame()
    {
        using var directory = new TempDirectory();
        var path = Path.Combine(directory.Path, GradientFlow.FileName);

        s_flow.Write(path);

        Assert.Equivalent(s_flow, GradientFlow.Read(path), strict: true);
        Assert.Equal(WeightState.Trained, GradientFlow.Read(path).State(WeightState.Trained)!.State);
    }

    [Fact]
    public void Read_HostileDocument_IsReadOrRefusedInOneLine()
    {
        using var directory = new TempDirectory();
        var path = Path.Combine(directory.Path, GradientFlow.FileName);
        s_flow.Write(path);
        var json = File.ReadAllText(path);
        var refused = 0;

        foreach (var hostile in HostileJson.WithoutEachField(json).Concat(HostileJson.WithHostileValues(json)))
        {
            File.WriteAllText(path, hostile.Json);
            if (Record.Exception(() => GradientFlow.Read(path)) is { } exception)
            {
                Assert.True(exception is CheckpointFormatException && !exception.Message.Contains('\n', StringComparison.Ordinal), $"{hostile}: {exception}");
                refused++;
            }
        }

        Assert.True(refused > 250, $"{refused}"); // of 300: some hostile numbers are good numbers
    }

    [Fact]
    public void Find_WeightsThatChangedSince_IsNull()
    {
        using var directory = new TempDirectory();
        Assert.Null(GradientFlow.Find(directory.Path));
        var best = Directory.CreateDirectory(Path.Combine(directory.Path, RunLayout.BestDirectory));
        var weights = Path.Combine(best.FullName, Checkpoint.WeightsFile);
        File.WriteAllText(weights, "these");
        (s_flow with { Weights = GradientFlow.HashOf(weights) }).Write(Path.Combine(directory.Path, GradientFlow.FileName));

        var found = GradientFlow.Find(directory.Path);
        File.WriteAllText(weights, "others");

        Assert.NotNull(found);
        Assert.Null(GradientFlow.Find(directory.Path));
    }
}
