namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>A part of a network: parameters, buffers, and other modules under names.</summary>
        public partial class Module : IDisposable
        {
            protected string name;

            bool _disposed;

            protected Module(string name) => this.name = name;

            public bool training { get; private set; } = true;

            public virtual string GetName() => name;

            public virtual void train(bool train = true)
            {
                training = train;
                foreach (var module in children())
                {
                    module.train(train);
                }
            }

            public virtual void eval() => train(false);

            public virtual void zero_grad(bool set_to_none = true)
            {
                foreach (var parameter in parameters())
                {
                    if (set_to_none)
                    {
                        parameter.grad = null;
                        continue;
                    }
                    using var gradient = parameter.grad;
                    gradient?.zero_();
                }
            }

            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            protected virtual void Dispose(bool disposing)
            {
                if (!disposing || _disposed)
                {
                    return;
                }
                _disposed = true;
                foreach (var parameter in _internalParameters.Values)
                {
                    parameter.Dispose();
                }
                foreach (var (buffer, _) in _internalBuffers.Values)
                {
                    buffer.Dispose();
                }
                foreach (var module in _internalSubmodules.Values)
                {
                    module.Dispose();
                }
            }
        }
    }
}
