// Processor time of a training step, for each of the six models and both optimizers:
//   dotnet run --project bench/Training.Bench -c Release -- [vocabulary] [steps]
// The ids are drawn as words are, a few of them all the time and most of them hardly ever; only how often a row is used matters
// here. bench/pytorch_steps.py measures PyTorch on the same machine in the same way.

using System.Diagnostics;
using System.Globalization;
using RnnToolkit.Trainer;
using RnnToolkit.Preprocess;
using RnnToolkit.Trainer.Configuration;
using RnnToolkit.Trainer.Models;
using RnnToolkit.Trainer.Optimization;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

const int BatchSize = 50;
const int Length = 100;
const int WarmUp = 20;

NativeEnvironment.Configure();
var vocabulary = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 124_250;
var steps = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 100;
set_num_threads(1);

Console.WriteLine($"{vocabulary} tokens, {steps} steps of {BatchSize} texts with {Length} tokens, one thread; processor milliseconds a step");
Console.WriteLine();
Console.WriteLine("| model | row-sparse Adam | dense Adam |");
Console.WriteLine("| --- | ---: | ---: |");
foreach (var kind in ModelKind.All)
{
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"| {kind.Name} | {Measure(kind, sparse: true):F1} | {Measure(kind, sparse: false):F1} |"));
}

double Measure(ModelKind kind, bool sparse)
{
    var options = new TrainingOptions();
    manual_seed(options.Seed);
    using var model = new RecurrentClassifier(new ModelOptions().For(kind, vocabulary + 1, classes: 2, new PreprocessConfig()), sparseEmbedding: sparse);
    using ParameterUpdate update = sparse ? new RowSparseAdam(model, options) : new DenseAdam(model, options);
    var random = new Random(1);
    var start = TimeSpan.Zero;
    for (var i = 0; i < WarmUp + steps; i++)
    {
        if (i == WarmUp)
        {
            start = Process.GetCurrentProcess().TotalProcessorTime;
        }

        using var scope = NewDisposeScope();
        long[] ids = [.. Enumerable.Range(0, BatchSize * Length).Select(_ => (long)Math.Pow(vocabulary + 1, random.NextDouble()) - 1)];
        float[] labels = [.. Enumerable.Range(0, BatchSize).Select(_ => (float)random.Next(2))];
        update.Prepare(ids);
        binary_cross_entropy_with_logits(model.call(tensor(ids, [BatchSize, Length])), tensor(labels, [BatchSize])).backward();
        update.Step(options.LearningRate);
    }

    return (Process.GetCurrentProcess().TotalProcessorTime - start).TotalMilliseconds / steps;
}
