using TorchSharp.Native;

namespace TorchSharp.Modules;

/// <summary>One step of Adam: the operations and their order are PyTorch's, so the rounding is too.</summary>
readonly struct AdamUpdate(AdamOptions options)
{
    public void Apply(Parameter parameter, AdamState state)
    {
        if (parameter.grad is not { } gradient)
        {
            return;
        }
        if (options.Maximize)
        {
            gradient = NativeMethods.shim_neg(gradient);
        }
        if (options.WeightDecay != 0)
        {
            gradient = gradient.add(parameter, options.WeightDecay);
        }

        state.Step++;
        var biasCorrection1 = 1 - Math.Pow(options.Beta1, state.Step);
        var biasCorrection2 = 1 - Math.Pow(options.Beta2, state.Step);
        state.ExpAvg.mul_(options.Beta1).add_(gradient, 1 - options.Beta1);
        state.ExpAvgSq.mul_(options.Beta2).addcmul_(gradient, gradient, 1 - options.Beta2);

        var secondMoment = state.ExpAvgSq;
        if (state.MaxExpAvgSq is { } largest)
        {
            largest.copy_(largest.max(secondMoment));
            secondMoment = largest;
        }
        var denominator = secondMoment.sqrt();
        NativeMethods.Check(NativeMethods.shim_div_scalar_(denominator, ScalarValue.Of(Math.Sqrt(biasCorrection2))));
        parameter.addcdiv_(state.ExpAvg, denominator.add_(options.Eps), -options.LearningRate / biasCorrection1);
    }
}
