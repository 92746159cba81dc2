using System.Text.Json;
using RnnToolkit.Trainer.Configuration;
using RnnToolkit.Trainer.Data;
using RnnToolkit.Trainer.Records;

namespace RnnToolkit.Trainer.Training;

/// <summary>
/// What the jobs of a process over one source share: the texts are read once, and encoded once for as long as no job asks for another
/// split, vocabulary or encoding.
/// </summary>
sealed class DataCache
{
    Corpus? _corpus;
    Task<CorpusHashes>? _hashes;
    (string Key, PreparedData Data)? _prepared;

    /// <summary>The texts.</summary>
    /// <param name="read">Reads them the first time.</param>
    public Corpus Corpus(Func<Corpus> read) => _corpus ??= read();

    /// <summary>The hashes of the texts.</summary>
    /// <param name="start">Starts to compute them the first time.</param>
    public Task<CorpusHashes> Hashes(Func<Task<CorpusHashes>> start) => _hashes ??= start();

    /// <summary>The texts as a job needs them.</summary>
    /// <param name="job">The job.</param>
    /// <param name="prepare">Prepares them when the last job needed them otherwise.</param>
    public PreparedData Prepared(TrainingJob job, Func<PreparedData> prepare)
    {
        var key = KeyOf(job);
        if (_prepared is { } last && last.Key == key)
        {
            return last.Data;
        }

        _prepared = null; // its memory, before the next needs as much
        var data = prepare();
        _prepared = (key, data);
        return data;
    }

    /// <summary>The configuration without what decides nothing here: keys that are added later count until they are listed.</summary>
    static string KeyOf(TrainingJob job)
    {
        var (model, training) = (job.Config.Model, job.Config.Training);
        var (noModel, noTraining) = (new ModelOptions(), new TrainingOptions());
        var config = job.Config with
        {
            Model = model with
            {
                Bidirectional = noModel.Bidirectional,
                Dropout = noModel.Dropout,
                EmbeddingDropout = noModel.EmbeddingDropout,
                EmbeddingSize = model.WordVectors is null ? noModel.EmbeddingSize : model.EmbeddingSize,
                HiddenSize = noModel.HiddenSize,
                Pooling = noModel.Pooling,
            },
            Training = training with
            {
                AverageDecay = noTraining.AverageDecay,
                BatchSize = noTraining.BatchSize,
                BestBy = noTraining.BestBy,
                CarryHiddenState = noTraining.CarryHiddenState,
                CheckpointMinutes = noTraining.CheckpointMinutes,
                EmbeddingScale = noTraining.EmbeddingScale,
                Epochs = noTraining.Epochs,
                LabelSmoothing = noTraining.LabelSmoothing,
                LearningRate = noTraining.LearningRate,
                MaxGradNorm = noTraining.MaxGradNorm,
                MaxSteps = noTraining.MaxSteps,
                Patience = noTraining.Patience,
                Schedule = noTraining.Schedule,
                SimilarLengths = noTraining.SimilarLengths,
                WarmUp = noTraining.WarmUp,
                WeightDecay = noTraining.WeightDecay,
                WordDropout = noTraining.WordDropout,
            },
        };
        return $"{job.From?.Hash} {job.Fold} {JsonSerializer.Serialize(config, TrainerJson.Default.TrainerConfig)}";
    }
}
