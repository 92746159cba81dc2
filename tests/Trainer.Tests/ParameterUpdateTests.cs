using RnnToolkit.Bundle;
using RnnToolkit.TestSupport;
using RnnToolkit.Trainer.Configuration;
using RnnToolkit.Trainer.Models;
using RnnToolkit.Trainer.Optimization;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace RnnToolkit.Trainer.Tests;

public class ParameterUpdateTests
{
    static readonly ModelConfig s_tiny = new() { Cell = RecurrentCell.Gru, Dropout = 0, EmbeddingSize = 11, HiddenSize = 5, VocabularySize = 60 };

    public static IEnumerable<object[]> Six => GoldenModels.Names;

    [Theory]
    [MemberData(nameof(Six))]
    public void RowSparseAdam_FiveStepsOnTheGoldenBatch_GivesPyTorchsLosses(string name)
    {
        using var model = Golden.Model(name, sparseEmbedding: true);
        using var update = new RowSparseAdam(model, new TrainingOptions { MaxGradNorm = 1e9 }); // the golden run does not clip
        var losses = new List<float>();
        for (var i = 0; i < 5; i++)
        {
            using var scope = NewDisposeScope();
            update.Prepare(Golden.FlatIds);
            var loss = binary_cross_entropy_with_logits(model.call(Golden.Ids()), Golden.Labels());
            loss.backward();
            update.Step(0.001);
            losses.Add(loss.ToSingle());
        }

        update.Settle();
        model.eval();
        using var noGrad = no_grad();
        using var after = model.call(Golden.Ids());
        var golden = GoldenModels.Instance.Models[name];
        AssertClose.Equal(Array.ConvertAll(golden.AdamLossTrace, loss => (float)loss), losses.ToArray(), tolerance: 1e-5);

        // Adam divides by the root of tiny second moments, which magnifies the rounding of gradients near zero.
        AssertClose.Equal(golden.LogitsAfterAdam, ModelWeights.ToArray(after), tolerance: 2e-4);
    }

    [Theory]
    [InlineData(40, 0.05)]  // every row term by term, and a norm that is always clipped
    [InlineData(900, 1e9)]  // past the step from which missed steps are taken in one go
    public void RowSparseAdam_RareRows_MovesThemAsDenseAdamDoes(int steps, double maxGradNorm)
    {
        var options = new TrainingOptions { LearningRate = 0.01, MaxGradNorm = maxGradNorm };
        var (denseNorms, dense) = Train(sparse: false, options, steps);
        var (sparseNorms, sparse) = Train(sparse: true, options, steps);

        // Float32 rounding of either walk, over hundreds of steps of up to 0.01.
        AssertClose.Equal(denseNorms.AsSpan(0, 20), sparseNorms.AsSpan(0, 20), tolerance: 1e-5);
        Assert.All(dense, tensor => AssertClose.Equal(tensor.Data, sparse[tensor.Name].Data, tolerance: 2e-3));
    }

    // Where the step size changes, a row that a batch does not use must not move: its average would be wrong, and nothing makes up for it.
    [Fact]
    public void RowSparseAdam_WeightDecay_MovesTheRowsOfTheBatchAlone()
    {
        var options = new TrainingOptions { WeightDecay = 0.1 };
        using var model = Model(sparse: true);
        using var update = Update(model, options, sparse: true);
        Steps(model, update, 0, 5);
        var before = ModelWeights.Capture(model)["embedding.weight"].Data;

        using (NewDisposeScope())
        {
            long[] ids = [3, 7, 3, 3];
            update.Prepare(ids);
            binary_cross_entropy_with_logits(model.call(tensor(ids, [2, 2])), tensor(new[] { 0f, 1f }, [2])).backward();
            update.Step(0.001);
        }

        update.Settle();
        var after = ModelWeights.Capture(model)["embedding.weight"].Data;
        var moved = Enumerable.Range(0, s_tiny.VocabularySize).Where(row => !Row(before, row).SequenceEqual(Row(after, row)));
        Assert.Equal([3, 7], moved);

        static float[] Row(float[] table, int row) => table[(row * s_tiny.EmbeddingSize)..((row + 1) * s_tiny.EmbeddingSize)];
    }

    // AdamW: the weight shrinks by the step size times the decay, then takes the step that Adam takes.
    [Theory]
    [InlineData(false), InlineData(true)]
    public void Step_WeightDecay_ShrinksEveryWeightBeforeTheStepOfAdam(bool sparse)
    {
        const double Decay = 0.5;
        const double LearningRate = 0.01;
        using var plain = Model(sparse);
        using var decayed = Model(sparse);
        var start = ModelWeights.Capture(plain);
        using (var update = Update(plain, new TrainingOptions { Schedule = LearningRateSchedule.Cosine }, sparse))
        {
            Steps(plain, update, 0, 1, LearningRate);
        }

        using (var update = Update(decayed, new TrainingOptions { Schedule = LearningRateSchedule.Cosine, WeightDecay = Decay }, sparse))
        {
            Steps(decayed, update, 0, 1, LearningRate);
        }

        var (expected, found) = (ModelWeights.Capture(plain), ModelWeights.Capture(decayed));
        Assert.All(expected.Where(tensor => !sparse || tensor.Name != "embedding.weight"), tensor => AssertClose.Equal(
            [.. tensor.Data.Select((weight, i) => (float)(weight - (start[tensor.Name].Data[i] * LearningRate * Decay)))],
            found[tensor.Name].Data, tolerance: 1e-6)); // one rounding of numbers around 1
    }

    [Fact]
    public void CatchUp_RowsOfAnyGap_MovesThemAsStepsWithoutGradientDo()
    {
        const int Rows = 40;
        const int Width = 11;
        var random = new Random(5);
        var weights = Values(Rows * Width, () => (float)random.NextDouble());
        var moments = new EmbeddingMoments(Rows, Width, learningRate: 0.001);
        const int Now = 2000;
        for (var i = 0; i < moments.First.Length; i++)
        {
            // Gradients from far below epsilon to far above it: that is where one term instead of many could go wrong.
            var gradient = Math.Pow(10, (-12 * random.NextDouble()) + 2) * (random.Next(2) == 0 ? -1 : 1);
            (moments.First[i], moments.Second[i]) = ((float)(0.1 * gradient), (float)(0.001 * gradient * gradient));
        }

        for (var row = 0; row < Rows; row++)
        {
            moments.LastStep[row] = 1 + (row * (Now - 1) / Rows); // from the first steps to the last
        }

        var expected = Array.ConvertAll(weights, weight => (double)weight);
        for (var i = 0; i < expected.Length; i++)
        {
            var (m, v) = ((double)moments.First[i], (double)moments.Second[i]);
            for (var step = moments.LastStep[i / Width] + 1; step <= Now; step++)
            {
                (m, v) = (m * 0.9, v * 0.999);
                expected[i] -= 0.001 / (1 - Math.Pow(0.9, step)) * m / (Math.Sqrt(v / (1 - Math.Pow(0.999, step))) + 1e-8);
            }
        }

        moments.CatchUpAll(weights, Now);

        // A row moves by up to 0.03 here; float32 holds numbers near 1 to 6e-8, and up to 156 of them are added.
        AssertClose.Equal(Array.ConvertAll(expected, weight => (float)weight), weights, tolerance: 2e-6);
        Assert.All(moments.LastStep, step => Assert.Equal(Now, step));
    }

    [Fact]
    public void CatchUp_RowThatNeverHadAGradient_StaysToTheBit()
    {
        var moments = new EmbeddingMoments(2, 3, learningRate: 0.001);
        float[] weights = [1, 2, 3, 4, 5, 6];

        moments.CatchUpAll(weights, 1000);

        Assert.Equal([1, 2, 3, 4, 5, 6], weights);
        Assert.Equal([0, 0], moments.LastStep);
    }

    [Fact]
    public void Collect_RepeatedRows_AddsThemUp()
    {
        var gradients = new RowGradients(tableRows: 5, width: 2);
        gradients.Collect([0, 1, 2], [9, 9, 9, 9, 9, 9]); // an earlier batch leaves nothing behind

        gradients.Collect([3, 1, 3], [1, 2, 10, 20, 100, 200]);

        Assert.Equal([3, 1], gradients.Rows.ToArray());
        Assert.Equal([101, 202], gradients.Gradient(0).ToArray());
        Assert.Equal([10, 20], gradients.Gradient(1).ToArray());
        Assert.Equal((101 * 101) + (202 * 202) + 100 + 400, gradients.SquaredNorm());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void SaveAndLoad_InTheMiddle_GoesOnToTheSameBits(bool sparse)
    {
        using var temp = new TempDirectory();
        var options = new TrainingOptions();
        using var whole = Model(sparse);
        using var wholeUpdate = Update(whole, options, sparse);
        Steps(whole, wholeUpdate, 0, 10);
        wholeUpdate.Settle();
        var middle = ModelWeights.Capture(whole);
        wholeUpdate.Save(temp.Path);
        Steps(whole, wholeUpdate, 10, 20);

        using var resumed = Model(sparse);
        ModelWeights.Restore(resumed, middle);
        using var resumedUpdate = Update(resumed, options, sparse);
        resumedUpdate.Load(temp.Path);
        Steps(resumed, resumedUpdate, 10, 20);

        wholeUpdate.Settle();
        resumedUpdate.Settle();
        Assert.All(ModelWeights.Capture(whole), tensor => Assert.Equal(tensor.Data, ModelWeights.Capture(resumed)[tensor.Name].Data));
    }

    // A number beyond the current step crashed the first batch.
    [Theory]
    [InlineData("last_step", 1_000_000_000), InlineData("last_step", -1), InlineData("step", -1), InlineData("step", 0)]
    [InlineData("exp_avg", 0x7FC00000)]    // NaN
    [InlineData("exp_avg_sq", 0x7F800000)] // infinity
    public void Load_NumberThatCannotBe_NamesFileAndTensor(string name, int bits)
    {
        using var temp = new TempDirectory();
        using var model = Model(sparse: true);
        using var update = Update(model, new TrainingOptions(), sparse: true);
        Steps(model, update, 0, 3);
        update.Save(temp.Path);
        var path = temp[RowSparseAdam.MomentsFile];
        var state = SafetensorsFile.Read(path);
        state[name].Data[0] = BitConverter.Int32BitsToSingle(bits);
        using (var stream = File.Create(path))
        {
            SafetensorsFile.Write(stream, [.. state]);
        }

        var exception = Assert.Throws<CheckpointFormatException>(() => update.Load(temp.Path));

        Assert.StartsWith($"{path}: ", exception.Message, StringComparison.Ordinal);
        Assert.Contains(name == "step" && bits == 0 ? "last_step" : name, exception.Message, StringComparison.Ordinal);
    }

    // A checkpoint within an epoch must not move a row: rows that wait are moved in one go, which rounds otherwise than two.
    [Fact]
    public void SaveAndLoad_WithRowsThatWait_GoesOnToTheSameBits()
    {
        using var temp = new TempDirectory();
        using var whole = Model(sparse: true);
        using var wholeUpdate = Update(whole, new TrainingOptions(), sparse: true);
        Steps(whole, wholeUpdate, 0, 30);
        var middle = ModelWeights.Capture(whole);
        wholeUpdate.Save(temp.Path);
        Steps(whole, wholeUpdate, 30, 60);

        using var resumed = Model(sparse: true);
        ModelWeights.Restore(resumed, middle);
        using var resumedUpdate = Update(resumed, new TrainingOptions(), sparse: true);
        resumedUpdate.Load(temp.Path);
        Steps(resumed, resumedUpdate, 30, 60);

        Assert.All(ModelWeights.Capture(whole), tensor => Assert.Equal(tensor.Data, ModelWeights.Capture(resumed)[tensor.Name].Data));
    }

    static (float[] Norms, StateDict Weights) Train(bool sparse, TrainingOptions options, int steps)
    {
        using var model = Model(sparse);
        using var update = Update(model, options, sparse);
        var norms = Steps(model, update, 0, steps, options.LearningRate);
        update.Settle();
        return (norms, ModelWeights.Capture(model));
    }

    static RecurrentClassifier Model(bool sparse)
    {
        manual_seed(3);
        return new RecurrentClassifier(s_tiny, sparseEmbedding: sparse);
    }

    static ParameterUpdate Update(RecurrentClassifier model, TrainingOptions options, bool sparse) =>
        sparse ? new RowSparseAdam(model, options) : new DenseAdam(model, options);

    /// <summary>Steps on batches in which a row is the rarer the higher its id: some are used once and then left for hundreds of steps.</summary>
    static float[] Steps(RecurrentClassifier model, ParameterUpdate update, int from, int to, double learningRate = 0.001)
    {
        const int Texts = 4;
        const int Length = 6;
        var norms = new List<float>();
        for (var step = from; step < to; step++)
        {
            var random = new Random(step);
            using var scope = NewDisposeScope();
            long[] ids = [.. Enumerable.Range(0, Texts * Length).Select(_ => (long)(Math.Pow(random.NextDouble(), 6) * s_tiny.VocabularySize))];
            float[] labels = [.. Enumerable.Range(0, Texts).Select(_ => (float)random.Next(2))];
            update.Prepare(ids);
            binary_cross_entropy_with_logits(model.call(tensor(ids, [Texts, Length])), tensor(labels, [Texts])).backward();
            norms.Add((float)update.Step(learningRate));
        }

        return [.. norms];
    }

    static float[] Values(int count, Func<float> next) => [.. Enumerable.Range(0, count).Select(_ => next())];
}
