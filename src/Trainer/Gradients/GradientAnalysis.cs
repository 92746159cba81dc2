using Microsoft.Extensions.Logging;
using RnnToolkit.Bundle;
using RnnToolkit.CommandLine;
using RnnToolkit.Datasets;
using RnnToolkit.Runs;
using RnnToolkit.Trainer.Data;
using RnnToolkit.Trainer.Models;
using RnnToolkit.Trainer.Records;
using RnnToolkit.Trainer.Training;
using static TorchSharp.torch;

namespace RnnToolkit.Trainer.Gradients;

/// <summary>Measures how gradients flow through the models of a run, on its validation texts, before and after the training.</summary>
/// <param name="texts">The most texts to measure.</param>
/// <param name="threads">The most threads.</param>
/// <param name="progress">Shows the progress.</param>
/// <param name="logger">The log.</param>
sealed class GradientAnalysis(int texts, int threads, ProgressDisplay progress, ILogger logger)
{
    /// <summary>Measures the models of a run one at a time, and writes a file for each.</summary>
    /// <param name="run">The run.</param>
    /// <param name="corpus">Its texts.</param>
    /// <param name="output">The directory that gets a directory with a file for each model.</param>
    /// <param name="cancellationToken">Checked for each text.</param>
    /// <exception cref="DatasetException">The texts are not those of the run.</exception>
    public IEnumerable<(string Model, GradientFlow Flow)> Measure(GradientRun run, Corpus corpus, string output, CancellationToken cancellationToken)
    {
        var from = StartOf(run, out var startIsGone);
        foreach (var kind in run.Models)
        {
            var checkpoint = Checkpoint.Read(run.BestOf(kind));

            // The wide channel takes no part, and would be trained anew.
            var data = PreparedData.From(
                corpus, run.Config with { Model = run.Config.Model with { Wide = false }, Preprocessing = run.Config.Preprocessing with { NGrams = null } },
                checkpoint.Vocabulary, run.Record.Fold, progress, cancellationToken);
            var model = checkpoint.Config.Model;
            var chosen = MeasuredText.Choose([.. TextsOf(data.Validation)], texts, model.MaskPadding);
            var states = new List<GradientFlowState>();
            progress.Run($"{kind.Name} gradients", (startIsGone ? 1 : 2) * chosen.Count, report =>
            {
                if (!startIsGone)
                {
                    using var fresh = new InitialWeights(run.Config.Training, data.Vectors, from, data.Labels).Create(model, CPU);
                    states.Add(Of(WeightState.Untrained, ModelWeights.Capture(fresh)));
                }

                states.Add(Of(WeightState.Trained, checkpoint.Weights));

                GradientFlowState Of(WeightState state, StateDict weights)
                {
                    var reporting = new Lock();
                    return GradientMeasurement.Of(state, model, weights, chosen, threads, count =>
                    {
                        lock (reporting)
                        {
                            report(count);
                        }
                    }, cancellationToken);
                }
            });
            var flow = new GradientFlow
            {
                FormatVersion = GradientFlow.CurrentFormatVersion,
                Weights = GradientFlow.HashOf(Path.Combine(AtomicOutput.Recover(run.BestOf(kind)), Checkpoint.WeightsFile)),
                Texts = chosen.Count,
                Steps = chosen[0].Ids.Length,
                States = states,
            };
            var path = Path.Combine(output, kind.Name, GradientFlow.FileName);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            flow.Write(path);
            Log.GradientsWritten(logger, flow.Texts, flow.Steps, path);
            yield return (kind.Name, flow);
        }
    }

    /// <summary>Checks that texts are those that the run was trained on.</summary>
    /// <exception cref="DatasetException">They are others.</exception>
    public static void RequireSameTexts(GradientRun run, Corpus corpus, string path)
    {
        var (found, expected) = (CorpusHashes.FingerprintOf(corpus), run.Record.Data);
        if (expected is not null && (found.Train != expected.Train || found.Validation != expected.Validation))
        {
            throw new DatasetException(
                path, null, "other texts, or texts in other files", $"the texts of the run {run.Directory}, with the options that the run was started with");
        }
    }

    static IEnumerable<MeasuredText> TextsOf(EncodedDataset dataset) => dataset.Batches(1).Select(batch => new MeasuredText(batch.Ids, batch.Labels[0]));

    StartingPoint? StartOf(GradientRun run, out bool isGone)
    {
        isGone = false;
        if (run.Record.From is not { } hash)
        {
            return null;
        }

        if (run.Record.FromPath is { } path && AtomicOutput.DirectoryExists(path) && StartingPoint.Read(path) is var start && start.Hash == hash)
        {
            return start;
        }

        isGone = true;
        Log.NoStartingPoint(logger, run.Directory);
        return null;
    }
}
