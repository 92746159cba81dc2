using RnnToolkit.Bundle;
using RnnToolkit.Preprocess;
using RnnToolkit.TestSupport;
using RnnToolkit.Trainer.Checkpoints;
using RnnToolkit.Trainer.Configuration;
using RnnToolkit.Trainer.Models;
using static TorchSharp.torch;

namespace RnnToolkit.Parity.Tests;

/// <summary>A model in TorchSharp and the bundle that the exporter made of its checkpoint.</summary>
sealed class TrainedModel : IDisposable
{
    const int VocabularySize = 300;

    readonly TempDirectory _temp = new();
    readonly RecurrentClassifier _model;
    readonly TextEncoder _encoder;

    public TrainedModel(ModelKind kind, ModelOptions? options = null)
    {
        Words = [.. Enumerable.Range(0, VocabularySize).Select(i => $"word{i}")];
        var config = new TrainerConfig { Model = options ?? new ModelOptions() };
        _encoder = new TextEncoder(config.Preprocessing, new Vocabulary(Words));
        var architecture = config.Model.For(kind, _encoder.TableSize, classes: 2, config.Preprocessing);
        manual_seed(5);
        _model = new RecurrentClassifier(architecture);
        SpreadLogits();
        _model.eval();
        var checkpoints = new CheckpointWriter(_temp["run", kind.Name], architecture, config, LabelSet.Sentiment, _encoder, wide: null, CPU);
        checkpoints.SaveBest(_model, fusion: null, [new EpochMetrics(1, 0.7, 0.6, 0.5)], validation: []);
        Checkpoint = checkpoints.Best;
        Name = kind.Name;
    }

    public string Name { get; }

    public IReadOnlyList<string> Words { get; }

    /// <summary>The directory of the checkpoint.</summary>
    public string Checkpoint { get; }

    /// <summary>The directory of the run.</summary>
    public string Run => _temp["run"];

    /// <summary>Where bundles may be written.</summary>
    public string Models => _temp["models"];

    /// <summary>TorchSharp's logits, all texts in one batch.</summary>
    public float[] Logits(IReadOnlyList<string> texts)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var batch = _encoder.EncodeBatch(texts);
        return ModelWeights.ToArray(_model.call(tensor(batch.Ids, [batch.BatchSize, batch.SequenceLength])));
    }

    public void Dispose()
    {
        _model.Dispose();
        _temp.Dispose();
    }

    // Fresh weights give logits close to each other; a trained model's are not, and only then does a wrong gate show in the label.
    void SpreadLogits()
    {
        using var noGrad = no_grad();
        foreach (var (name, parameter) in _model.named_parameters())
        {
            if (name == "fc.weight")
            {
                parameter.mul_(16);
            }
        }
    }
}
