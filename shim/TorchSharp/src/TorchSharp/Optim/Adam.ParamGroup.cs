namespace TorchSharp.Modules;

public partial class Adam
{
    /// <summary>Parameters with options of their own; without any it takes the optimizer's.</summary>
    public class ParamGroup : Modules.ParamGroup
    {
        public ParamGroup() { }

        public ParamGroup(
            IEnumerable<Parameter> parameters,
            double lr = 0.001,
            double beta1 = 0.9,
            double beta2 = 0.999,
            double eps = 1E-08,
            double weight_decay = 0,
            bool amsgrad = false,
            bool maximize = false) =>
            (Parameters, Options) = (parameters, AdamOptions.Of(lr, beta1, beta2, eps, weight_decay, amsgrad, maximize));
    }
}
