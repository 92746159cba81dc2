using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using RnnToolkit.Bundle;
using RnnToolkit.Runs;
using RnnToolkit.Trainer.Checkpoints;
using RnnToolkit.Trainer.Data;
using RnnToolkit.Trainer.Models;
using static TorchSharp.torch;

namespace RnnToolkit.Trainer.Records;

/// <summary>Records the first steps of a training for <c>trainer verify-run</c>. It changes nothing that is trained.</summary>
sealed class FirstStepsRecorder
{
    readonly List<FirstStep> _steps;
    readonly nn.Module _model;
    readonly int _count;
    readonly Action _complete;
    string? _weights;
    bool _isOver;

    FirstStepsRecorder(nn.Module model, int count, IEnumerable<FirstStep> steps, Action complete) =>
        (_model, _count, _steps, _complete) = (model, count, [.. steps], complete);

    /// <summary>The steps so far.</summary>
    public FirstSteps Steps => new() { FormatVersion = FirstSteps.CurrentFormatVersion, Steps = [.. _steps], Weights = _weights };

    /// <summary>Records a training from its first step.</summary>
    /// <param name="model">The model.</param>
    /// <param name="stepsPerEpoch">Steps of an epoch.</param>
    /// <param name="complete">Is called when all steps are recorded.</param>
    public static FirstStepsRecorder Start(nn.Module model, int stepsPerEpoch, Action complete) =>
        new(model, Math.Min(FirstSteps.Count, stepsPerEpoch), [], complete);

    /// <summary>Records a training into the directory of its model, from its first step or from the step where it is resumed.</summary>
    /// <param name="model">The model.</param>
    /// <param name="stepsPerEpoch">Steps of an epoch.</param>
    /// <param name="position">The next step.</param>
    /// <param name="directory">The directory of the model, which holds what was recorded before the training was stopped.</param>
    /// <returns>Null when these steps are over, or the ones before were not recorded.</returns>
    public static FirstStepsRecorder? Resume(nn.Module model, int stepsPerEpoch, TrainingPosition position, string directory)
    {
        var count = Math.Min(FirstSteps.Count, stepsPerEpoch);
        var before = position is { Epoch: 1, Step: 0 } ? [] : position.Epoch == 1 && position.Step < count ? Before(directory) : null;
        if (before is null || before.Count < position.Step)
        {
            AtomicOutput.RemoveLeftovers(Path.Combine(directory, RunLayout.FirstStepsFile)); // it is not written again
            return null;
        }

        FirstStepsRecorder? recorder = null;
        return recorder = new FirstStepsRecorder(model, count, before.Take(position.Step), () => recorder!.Write(directory));
    }

    /// <summary>Records a step that was taken.</summary>
    /// <param name="batch">Its texts, as the model read them.</param>
    /// <param name="loss">Its loss.</param>
    public void Add(Batch batch, Tensor loss)
    {
        if (_isOver)
        {
            return;
        }

        var value = ModelWeights.ToArray(loss)[0];
        if (!float.IsFinite(value))
        {
            _isOver = true; // the training has diverged, and the epoch ends with an error
            return;
        }

        _steps.Add(new FirstStep(Hash(batch), value));
        if (_steps.Count == _count)
        {
            (_weights, _isOver) = (HashOfWeights(batch), true);
            _complete();
        }
    }

    /// <summary>Writes the file.</summary>
    /// <param name="directory">The directory of the model.</param>
    public void Write(string directory) => AtomicOutput.WriteFile(
        Path.Combine(directory, RunLayout.FirstStepsFile), stream => stream.Write(StrictJsonFile.Format(Steps, RunJson.Default.FirstSteps)));

    static IReadOnlyList<FirstStep>? Before(string directory)
    {
        try
        {
            return FirstSteps.Read(directory)?.Steps;
        }
        catch (CheckpointFormatException)
        {
            return null; // a run that cannot be verified can still be trained
        }
    }

    static string Hash(Batch batch)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> head = stackalloc byte[2 * sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(head, batch.Count);
        BinaryPrimitives.WriteInt32LittleEndian(head[sizeof(int)..], batch.SequenceLength);
        hash.AppendData(head);
        hash.AppendData(MemoryMarshal.AsBytes(batch.Ids.AsSpan()));
        hash.AppendData(MemoryMarshal.AsBytes(batch.Labels.AsSpan()));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Of the embedding, the rows that the batch read stand for all: the others are most of the weights, and have hardly moved yet.</summary>
    string HashOfWeights(Batch batch)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (name, parameter) in _model.named_parameters())
        {
            var rows = name != ParameterNames.Embedding ? parameter
                : parameter.index_select(0, tensor(batch.Ids.Distinct().Order().ToArray(), [batch.Ids.Distinct().Count()], device: parameter.device));
            hash.AppendData(Encoding.UTF8.GetBytes(name + '\n'));
            hash.AppendData(MemoryMarshal.AsBytes(ModelWeights.ToArray(rows).AsSpan()));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
