using static TorchSharp.torch;

namespace TorchSharp.Modules;

public partial class SGD
{
    /// <summary>The running sum of a parameter's gradients; null before the first step with momentum.</summary>
    public sealed class State : OptimizerState, IDisposable
    {
        public Tensor? momentum_buffer;

        public State(Parameter parameter) : base(parameter) { }

        public override void Initialize(OptimizerOptions options) => Replace(ref momentum_buffer, null);

        public override void SaveStateDict(BinaryWriter writer) => SaveConditionalStateTensor(writer, momentum_buffer);

        public override void LoadStateDict(BinaryReader reader) => LoadConditionalStateTensor(reader, ref momentum_buffer, _parameter.device);

        public override void LoadStateDict(OptimizerState source)
        {
            using var scope = NewDisposeScope();
            Replace(ref momentum_buffer, ((State)source).momentum_buffer?.clone().to(_parameter.device));
        }

        public override bool ApproximatelyEquals(OptimizerState other) =>
            other is State state && AllClose(momentum_buffer, state.momentum_buffer);

        public override void to(Device device) => Move(ref momentum_buffer, device);

        public void Dispose() => momentum_buffer?.Dispose();

        internal void Accumulate(Tensor gradient, double momentum, double dampening)
        {
            if (momentum_buffer is null)
            {
                momentum_buffer = Kept(gradient.clone());
                return;
            }
            momentum_buffer.mul_(momentum).add_(gradient, 1 - dampening);
        }
    }
}
