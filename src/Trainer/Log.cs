using Microsoft.Extensions.Logging;
using RnnToolkit.CommandLine;

namespace RnnToolkit.Trainer;

/// <summary>All log messages of the trainer.</summary>
static partial class Log
{
    [LoggerMessage(Level = LogLevel.Debug, Message = "Configuration: {Configuration}")]
    public static partial void EffectiveConfiguration(ILogger logger, string configuration);

    [LoggerMessage(Level = LogLevel.Information, Message = "Reading {Path} ({Kind})")]
    public static partial void ReadingDataset(ILogger logger, string path, string kind);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Tokens:N0} tokens of {Words:N0} words; {Rows:N0} input rows")]
    public static partial void EmbeddingStarts(ILogger logger, long tokens, int words, int rows);

    [LoggerMessage(Level = LogLevel.Information, Message = "Trained in {Seconds:F1} s, {TokensPerSecond:N0} tokens/s")]
    public static partial void EmbeddingCompleted(ILogger logger, double seconds, double tokensPerSecond);

    [LoggerMessage(Level = LogLevel.Information, Message = "Word vectors are in {Output}")]
    public static partial void EmbeddingWritten(ILogger logger, string output);

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "{Train:N0} training, {Validation:N0} validation and {Test:N0} test texts; vocabulary of {Vocabulary:N0} tokens; {Seconds:F1} s")]
    public static partial void DataPrepared(ILogger logger, int train, int validation, int test, int vocabulary, double seconds);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Warning}")]
    public static partial void DataWarning(ILogger logger, string warning);

    [LoggerMessage(Level = LogLevel.Information, Message = "Wide channel: {NGrams:N0} n-grams ({Recipe}), validation accuracy {Accuracy:F2}% by itself")]
    public static partial void WidePrepared(ILogger logger, int nGrams, string recipe, Percentage accuracy);

    [LoggerMessage(Level = LogLevel.Warning, Message = "No n-gram occurs in two texts: training without a wide channel")]
    public static partial void NoWideChannel(ILogger logger);

    [LoggerMessage(Level = LogLevel.Warning, Message = "There is no run in {Output}: starting a new one")]
    public static partial void NothingToResume(ILogger logger, string output);

    [LoggerMessage(Level = LogLevel.Information, Message = "Training {Models} on {Device}, {Threads}")]
    public static partial void TrainingStarts(ILogger logger, string models, string device, string threads);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Model,-5} resumes after {Epochs} epochs and {Step} of {Steps} steps")]
    public static partial void Resuming(ILogger logger, string model, int epochs, int step, int steps);

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "{Model,-5} epoch {Epoch}/{Epochs}: loss {TrainLoss:F4}, validation loss {ValidationLoss:F4}, validation accuracy {ValidationAccuracy:F2}%, {Seconds:F1} s")]
    public static partial void EpochCompleted(
        ILogger logger, string model, int epoch, int epochs, double trainLoss, double validationLoss, Percentage validationAccuracy, double seconds);

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "{Model,-5} test: accuracy {Accuracy:F2}%, precision {Precision:F2}%, recall {Recall:F2}%, F1 {F1:F2}%; TP {TruePositives} FP {FalsePositives} TN {TrueNegatives} FN {FalseNegatives}; {Seconds:F1} s")]
    public static partial void TestCompleted(
        ILogger logger, string model, Percentage accuracy, Percentage precision, Percentage recall, Percentage f1,
        long truePositives, long falsePositives, long trueNegatives, long falseNegatives, double seconds);

    [LoggerMessage(Level = LogLevel.Information, Message = "Checkpoints are in {Output}")]
    public static partial void TrainingCompleted(ILogger logger, string output);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Model}: test accuracy {Accuracy:F2}%, macro F1 {MacroF1:F2}%, {Seconds:F1} s")]
    public static partial void TestOfClassesCompleted(ILogger logger, string model, Percentage accuracy, Percentage macroF1, double seconds);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Model}: stopped after epoch {Epoch}: {Patience} epochs without a better one (training.patience)")]
    public static partial void StoppedEarly(ILogger logger, string model, int epoch, int patience);

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "{Path}: vectors for {Words:N0} of the {Vocabulary:N0} tokens of the vocabulary, {Share:F1}% of their occurrences, and for {Rows:N0} rows of unknown words")]
    public static partial void WordVectorsRead(ILogger logger, string path, int words, int vocabulary, Percentage share, int rows);

    [LoggerMessage(Level = LogLevel.Information, Message = "--from: the labels are others than those of the model: its head starts afresh")]
    public static partial void FreshHead(ILogger logger);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Run}: the model that the training started from is not there any more; measuring trained weights alone")]
    public static partial void NoStartingPoint(ILogger logger, string run);

    [LoggerMessage(Level = LogLevel.Information, Message = "Gradients of {Texts:N0} texts with {Steps:N0} steps: {Path}")]
    public static partial void GradientsWritten(ILogger logger, int texts, int steps, string path);
}
