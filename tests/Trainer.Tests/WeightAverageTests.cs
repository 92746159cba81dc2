using RnnToolkit.Bundle;
using RnnToolkit.TestSupport;
using RnnToolkit.Trainer.Configuration;
using RnnToolkit.Trainer.Models;
using RnnToolkit.Trainer.Optimization;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace RnnToolkit.Trainer.Tests;

public class WeightAverageTests
{
    const double Decay = 0.9;

    static readonly ModelConfig s_tiny = new() { Cell = RecurrentCell.Gru, Dropout = 0, EmbeddingSize = 4, HiddenSize = 3, VocabularySize = 30 };

    static readonly TrainingOptions s_options = new() { AverageDecay = Decay, LearningRate = 0.05 };

    // Rows are brought up to date late, in one go.
    [Theory]
    [InlineData(false), InlineData(true)]
    public void Apply_ManySteps_HoldsTheAverageThatEachStepWouldHaveMade(bool sparse)
    {
        using var model = Model(sparse);
        using var update = ParameterUpdate(model, sparse);
        using var average = new WeightAverage(model, Decay, sparse);
        var expected = ModelWeights.Capture(model).ToDictionary(tensor => tensor.Name, tensor => Array.ConvertAll(tensor.Data, value => (double)value));
        for (var step = 1; step <= 40; step++)
        {
            Step(model, update, average, step);
            var kept = Math.Min(Decay, step / (step + 9.0));
            foreach (var tensor in ModelWeights.Capture(model))
            {
                expected[tensor.Name] = [.. expected[tensor.Name].Select((value, i) => (kept * value) + ((1 - kept) * tensor.Data[i]))];
            }
        }

        var weights = ModelWeights.Capture(model);
        using (average.Apply())
        {
            // Float32 rounding of forty small steps.
            Assert.All(ModelWeights.Capture(model), tensor =>
                AssertClose.Equal([.. expected[tensor.Name].Select(value => (float)value)], tensor.Data, tolerance: 1e-5));
        }

        Assert.All(ModelWeights.Capture(model), tensor => Assert.Equal(weights[tensor.Name].Data, tensor.Data));
    }

    [Theory]
    [InlineData(false), InlineData(true)]
    public void SaveAndLoad_InTheMiddle_GoesOnToTheSameBits(bool sparse)
    {
        using var temp = new TempDirectory();
        using var model = Model(sparse);
        using var update = ParameterUpdate(model, sparse);
        using var whole = new WeightAverage(model, Decay, sparse);
        for (var step = 1; step <= 10; step++)
        {
            Step(model, update, whole, step);
        }

        whole.Save(temp.Path);
        using var resumed = new WeightAverage(model, Decay, sparse);
        resumed.Load(temp.Path);
        for (var step = 11; step <= 20; step++)
        {
            resumed.Prepare(Ids(step));
            Step(model, update, whole, step);
            resumed.Add();
        }

        Assert.Equal(Averages(model, whole), Averages(model, resumed));
    }

    [Theory]
    [InlineData("step", 0), InlineData("step", -1), InlineData("row_step", 99)]
    [InlineData("fc.bias", 0x7FC00000)] // NaN
    public void Load_NumberThatCannotBe_NamesFileAndTensor(string name, int bits)
    {
        using var temp = new TempDirectory();
        using var model = Model(sparse: true);
        using var update = ParameterUpdate(model, sparse: true);
        using var average = new WeightAverage(model, Decay, sparseTable: true);
        Step(model, update, average, 1);
        Step(model, update, average, 2);
        average.Save(temp.Path);
        var path = temp[WeightAverage.FileName];
        var state = SafetensorsFile.Read(path);
        state[name].Data[0] = BitConverter.Int32BitsToSingle(bits);
        using (var stream = File.Create(path))
        {
            SafetensorsFile.Write(stream, [.. state]);
        }

        var exception = Assert.Throws<CheckpointFormatException>(() => average.Load(temp.Path));

        Assert.StartsWith($"{path}: ", exception.Message, StringComparison.Ordinal);
        Assert.Contains(name, exception.Message, StringComparison.Ordinal);
    }

    static List<float[]> Averages(RecurrentClassifier model, WeightAverage average)
    {
        using (average.Apply())
        {
            return [.. ModelWeights.Capture(model).Select(tensor => tensor.Data)];
        }
    }

    static RecurrentClassifier Model(bool sparse)
    {
        manual_seed(3);
        return new RecurrentClassifier(s_tiny, sparseEmbedding: sparse);
    }

    static ParameterUpdate ParameterUpdate(RecurrentClassifier model, bool sparse) =>
        sparse ? new RowSparseAdam(model, s_options) : new DenseAdam(model, s_options);

    static long[] Ids(int step)
    {
        var random = new Random(step);
        return [.. Enumerable.Range(0, 6).Select(_ => (long)(Math.Pow(random.NextDouble(), 3) * s_tiny.VocabularySize))];
    }

    static void Step(RecurrentClassifier model, ParameterUpdate update, WeightAverage average, int step)
    {
        using var scope = NewDisposeScope();
        update.Prepare(Ids(step));
        binary_cross_entropy_with_logits(model.call(tensor(Ids(step), [2, 3])), tensor(new[] { 0f, 1f }, [2])).backward();
        average.Prepare(Ids(step));
        update.Step(s_options.LearningRate);
        average.Add();
    }
}
