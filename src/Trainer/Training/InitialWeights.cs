using RnnToolkit.Bundle;
using RnnToolkit.Trainer.Configuration;
using RnnToolkit.Trainer.Models;
using RnnToolkit.Trainer.Randomness;
using RnnToolkit.Trainer.Vectors;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnToolkit.Trainer.Training;

/// <summary>The model with which a training starts.</summary>
/// <param name="options">The recipe.</param>
/// <param name="vectors">What the embedding starts from; null for random numbers.</param>
/// <param name="from">The trained model to start from; null for none.</param>
/// <param name="labels">The labels.</param>
sealed class InitialWeights(TrainingOptions options, WordVectors? vectors, StartingPoint? from, LabelSet labels)
{
    /// <summary>Whether the head starts afresh although a trained model is the start: its labels are others.</summary>
    public bool HasFreshHead { get; private set; }

    /// <summary>Creates the model; the same seed gives the same weights.</summary>
    public RecurrentClassifier Create(ModelConfig config, Device device)
    {
        // Seeded for every model anew, so that a model does not depend on which others are trained.
        using var generator = manual_seed(unchecked((long)new SeedStreams(options.Seed).For(RandomStream.Weights)));
        var model = new RecurrentClassifier(config, options.CarryHiddenState, Optimization.ParameterUpdate.UsesSparseEmbedding(device)).to(device);

        // Fresh, the embedding has a standard deviation of 1.
        var table = model.named_parameters().Single(named => named.name == ParameterNames.Embedding).parameter;
        if (options.EmbeddingScale > 0)
        {
            using var noGrad = no_grad();
            table.mul_(options.EmbeddingScale);
        }

        vectors?.CopyTo(table);
        HasFreshHead = from is not null && !from.CopyTo(model, labels);
        return model;
    }
}
