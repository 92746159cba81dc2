namespace TorchSharp.Modules;

/// <summary>
/// One step of Adam or, <paramref name="decoupled"/>, of AdamW: the operations and their order are PyTorch's, so the
/// rounding is too.
/// </summary>
readonly struct AdamUpdate(Adam.Options options, bool decoupled)
{
    readonly double _lr = options.LearningRate!.Value;
    readonly double _beta1 = options.beta1!.Value;
    readonly double _beta2 = options.beta2!.Value;
    readonly double _eps = options.eps!.Value;
    readonly double _weightDecay = options.weight_decay!.Value;
    readonly bool _maximize = options.maximize!.Value;
    readonly bool _decoupled = decoupled;

    public void Apply(Parameter parameter, Adam.State state)
    {
        if (parameter.grad is not { } gradient)
        {
            return;
        }
        if (_maximize)
        {
            gradient = -gradient;
        }

        state.step++;
        var biasCorrection1 = 1 - Math.Pow(_beta1, state.step);
        var biasCorrection2 = 1 - Math.Pow(_beta2, state.step);

        if (_weightDecay != 0 && _decoupled)
        {
            parameter.mul_(1 - _lr * _weightDecay);
        }
        else if (_weightDecay != 0)
        {
            gradient = gradient.add(parameter, _weightDecay);
        }

        state.exp_avg.mul_(_beta1).add_(gradient, 1 - _beta1);
        state.exp_avg_sq.mul_(_beta2).addcmul_(gradient, gradient, 1 - _beta2);

        var secondMoment = state.exp_avg_sq;
        if (state.max_exp_avg_sq is { } largest)
        {
            largest.copy_(largest.max(secondMoment));
            secondMoment = largest;
        }
        var denominator = secondMoment.sqrt().div_(Math.Sqrt(biasCorrection2)).add_(_eps);
        parameter.addcdiv_(state.exp_avg, denominator, -_lr / biasCorrection1);
    }
}
