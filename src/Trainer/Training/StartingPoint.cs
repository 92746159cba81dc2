using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using RnnToolkit.Bundle;
using RnnToolkit.Trainer.Configuration;
using RnnToolkit.Trainer.Models;

namespace RnnToolkit.Trainer.Training;

/// <summary>A trained model that goes on to be trained on other texts, with its vocabulary.</summary>
sealed class StartingPoint
{
    readonly Checkpoint _checkpoint;

    StartingPoint(string path, Checkpoint checkpoint, string hash) => (Path, _checkpoint, Hash) = (path, checkpoint, hash);

    /// <summary>Its directory as it was named.</summary>
    public string Path { get; }

    /// <summary>SHA-256 of the weights.</summary>
    public string Hash { get; }

    /// <summary>Cell and layers.</summary>
    public ModelKind Kind => new(_checkpoint.Config.Model.Cell, _checkpoint.Config.Model.Layers);

    /// <summary>The words.</summary>
    public Preprocess.Vocabulary Vocabulary => _checkpoint.Vocabulary;

    /// <summary>Its preprocessing and architecture.</summary>
    public TrainerConfig Config
    {
        get
        {
            var model = _checkpoint.Config.Model;
            return new TrainerConfig
            {
                Preprocessing = _checkpoint.Config.Preprocessing,
                Model = new ModelOptions
                {
                    Bidirectional = model.Bidirectional,
                    Dropout = model.Dropout,
                    EmbeddingDropout = model.EmbeddingDropout,
                    EmbeddingSize = model.EmbeddingSize,
                    HiddenSize = model.HiddenSize,
                    Pooling = model.Pooling,
                    Wide = model.WideSize > 0,
                },
            };
        }
    }

    /// <summary>Reads the directory of a model in its run, or of a checkpoint.</summary>
    /// <exception cref="OptionsValidationException">There is no such directory.</exception>
    /// <exception cref="CheckpointFormatException">The checkpoint is damaged.</exception>
    public static StartingPoint Read(string path)
    {
        var best = System.IO.Path.Combine(path, RunLayout.BestDirectory);
        var directory = AtomicOutput.DirectoryExists(best) ? best : path;
        if (!File.Exists(System.IO.Path.Combine(directory, Checkpoint.ConfigFile)))
        {
            throw new OptionsValidationException(
                nameof(TrainingJob), typeof(TrainingJob), [$"--from: {path}: found no checkpoint, expected the directory of a model in a run: <run>/<model>"]);
        }

        var checkpoint = Checkpoint.Read(directory);
        using var weights = File.OpenRead(System.IO.Path.Combine(directory, Checkpoint.WeightsFile));
        return new StartingPoint(path, checkpoint, Convert.ToHexStringLower(SHA256.HashData(weights)));
    }

    /// <summary>What of a configuration does not fit the model, one line each.</summary>
    public IEnumerable<string> Problems(TrainerConfig config)
    {
        var (model, given) = (Config.Model, config.Model);
        if (config.Preprocessing with { NGrams = null } != Config.Preprocessing with { NGrams = null })
        {
            yield return $"--from: {Path}: found other options of preprocessing, expected those of the model, which its vocabulary needs";
        }

        foreach (var (key, found, expected) in new[]
        {
            ("embeddingSize", $"{given.EmbeddingSize}", $"{model.EmbeddingSize}"),
            ("hiddenSize", $"{given.HiddenSize}", $"{model.HiddenSize}"),
            ("bidirectional", $"{given.Bidirectional}", $"{model.Bidirectional}"),
            ("pooling", $"{given.Pooling}", $"{model.Pooling}"),
            ("wordVectors", given.WordVectors ?? "none", "none"),
        })
        {
            if (found != expected)
            {
                yield return $"--from: {Path}: found {found} for model.{key}, expected {expected}: the embedding and the layers go on as they are";
            }
        }
    }

    /// <summary>Puts the weights into a fresh model; its head stays fresh where the labels are others.</summary>
    /// <returns>Whether the head goes on, too.</returns>
    public bool CopyTo(RecurrentClassifier model, LabelSet labels)
    {
        var sameLabels = _checkpoint.Config.Labels.SequenceEqual(labels.Names);
        ModelWeights.Restore(
            model, _checkpoint.Weights, name => sameLabels || name is not (ParameterNames.HeadWeight or ParameterNames.HeadBias));
        return sameLabels;
    }
}
