using RnnToolkit.Trainer.Configuration;
using RnnToolkit.Trainer.Models;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RnnToolkit.Trainer.Optimization;

/// <summary>TorchSharp's own clipping and Adam over every parameter.</summary>
sealed class DenseAdam(RecurrentClassifier model, TrainingOptions options) : ParameterUpdate
{
    readonly Adam _adam = optim.Adam(model.parameters(), options.LearningRate);

    public override void Prepare(ReadOnlySpan<long> ids)
    {
    }

    public override double Step(double learningRate)
    {
        var norm = nn.utils.clip_grad_norm_(model.parameters(), options.MaxGradNorm);
        Begin(_adam, model.parameters(), learningRate, options.WeightDecay);
        _adam.step();
        _adam.zero_grad();
        return norm;
    }

    public override void Settle()
    {
    }

    public override void Save(string directory) => AdamStateFile.Save(_adam, directory);

    public override void Load(string directory) => AdamStateFile.Load(_adam, directory);

    public override void Dispose() => _adam.Dispose();
}
