using RnnToolkit.CommandLine;
using RnnToolkit.Datasets;
using RnnToolkit.Runs;
using RnnToolkit.TestSupport;
using RnnToolkit.Trainer.Configuration;
using RnnToolkit.Trainer.Data;
using RnnToolkit.Trainer.Training;
using static TorchSharp.torch;

namespace RnnToolkit.Trainer.Tests;

public sealed class DataCacheTests : IDisposable
{
    readonly TempDirectory _temp = new();
    readonly DataCache _cache = new();
    int _prepared;

    // What a sweep searches most: the texts are encoded once for all of its trials.
    [Fact]
    public void Prepared_OtherRecipe_IsTheSame()
    {
        var config = new TrainerConfig();
        var first = Prepare(config);

        Assert.Same(first, Prepare(config with { Training = config.Training with { LearningRate = 0.01, BatchSize = 7, Epochs = 2, BestBy = BestMetric.Accuracy } }));
        Assert.Same(first, Prepare(config with { Model = config.Model with { HiddenSize = 7, EmbeddingSize = 9, Dropout = 0.1, Bidirectional = true } }));
        Assert.Equal(1, _prepared);
    }

    [Fact]
    public void Prepared_OtherSplitVocabularyOrEncoding_IsPreparedAgain()
    {
        var config = new TrainerConfig();
        TrainerConfig[] others =
        [
            config with { Training = config.Training with { Seed = 2 } },
            config with { Training = config.Training with { ValidationShare = 0.3 } },
            config with { Training = config.Training with { MinTokenCount = 2 } },
            config with { Training = config.Training with { MaxVocabulary = 5 } },
            config with { Preprocessing = config.Preprocessing with { SequenceLength = 7 } },
        ];
        Prepare(config);

        foreach (var other in others)
        {
            Prepare(other);
        }

        Prepare(config, new Fold(1, 3));
        Prepare(config, new Fold(2, 3));
        Assert.Equal(1 + others.Length + 2, _prepared);
    }

    public void Dispose() => _temp.Dispose();

    PreparedData Prepare(TrainerConfig config, Fold? fold = null)
    {
        var job = new TrainingJob
        {
            Config = config,
            Device = CPU,
            Fold = fold,
            Models = [ModelKind.All[0]],
            Output = _temp["run"],
            Source = new CorpusSource { Data = Dataset.Open(TinyReviews.Write(_temp["data"])) },
        };
        var corpus = _cache.Corpus(() => Corpus.Read(job.Source, _ => { }, CancellationToken.None));
        return _cache.Prepared(job, () =>
        {
            _prepared++;
            return PreparedData.From(corpus, config, null, fold, new StandardError(TextWriter.Null, new LogSettings()).Progress(), CancellationToken.None);
        });
    }
}
