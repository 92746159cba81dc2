using RnnToolkit.Bundle;
using RnnToolkit.Trainer.Configuration;
using RnnToolkit.Trainer.Models;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RnnToolkit.Trainer.Optimization;

/// <summary>Updates the parameters between the backward pass and the next batch: clips the norm of the gradients, then steps Adam.</summary>
/// <remarks>
/// Adam as in Kingma and Ba 2015, algorithm 1, with PyTorch's defaults: beta1 0.9, beta2 0.999, epsilon 1e-8. Weight decay is that of AdamW
/// (Loshchilov and Hutter 2019): before the step every weight shrinks by the step size times the decay.
/// </remarks>
abstract class ParameterUpdate : IDisposable
{
    /// <summary>Creates the update for the model's device.</summary>
    public static ParameterUpdate Create(RecurrentClassifier model, TrainingOptions options, Device device) =>
        UsesSparseEmbedding(device) ? new RowSparseAdam(model, options) : new DenseAdam(model, options);

    /// <summary>
    /// Whether the embedding's gradient should hold only the rows a batch used. On a CPU the table with its gradient and moments is
    /// most of the memory traffic of a step; on a GPU the transfer costs more than it saves.
    /// </summary>
    public static bool UsesSparseEmbedding(Device device) => device.type == TorchSharp.DeviceType.CPU;

    /// <summary>Must be called before the forward pass with the ids that it will look up.</summary>
    public abstract void Prepare(ReadOnlySpan<long> ids);

    /// <summary>Clips and steps with the gradients of the backward pass, then clears them.</summary>
    /// <param name="learningRate">The step size.</param>
    /// <returns>The norm over all gradients before clipping.</returns>
    public abstract double Step(double learningRate);

    /// <summary>Brings every parameter up to date; must be called before the model is evaluated or saved.</summary>
    public abstract void Settle();

    /// <summary>Writes the optimizer's state, settled or not, into a directory. Nothing is changed by it.</summary>
    public abstract void Save(string directory);

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="CheckpointFormatException">A file is missing or damaged.</exception>
    public abstract void Load(string directory);

    /// <inheritdoc/>
    public abstract void Dispose();

    /// <summary>Sets the step size and shrinks the parameters by their decay.</summary>
    protected static void Begin(Adam adam, IEnumerable<Parameter> parameters, double learningRate, double weightDecay)
    {
        foreach (var group in adam.ParamGroups)
        {
            group.LearningRate = learningRate;
        }

        if (weightDecay == 0)
        {
            return;
        }

        using var noGrad = no_grad();
        foreach (var parameter in parameters)
        {
            parameter.mul_(1 - (learningRate * weightDecay));
        }
    }
}
