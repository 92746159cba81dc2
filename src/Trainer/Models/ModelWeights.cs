using System.Runtime.InteropServices;
using RnnToolkit.Bundle;
using static TorchSharp.torch;

namespace RnnToolkit.Trainer.Models;

/// <summary>Weights between a module and a <see cref="StateDict"/>.</summary>
static class ModelWeights
{
    /// <summary>Copies every parameter, in the order of <c>state_dict</c>.</summary>
    public static StateDict Capture(nn.Module module)
    {
        using var scope = NewDisposeScope();
        var weights = new StateDict();
        foreach (var (name, value) in module.state_dict())
        {
            weights.Add(new NamedTensor(SchemaName(name), value.shape, ToArray(value)));
        }

        return weights;
    }

    /// <summary>Copies weights into the parameters of the same names and shapes.</summary>
    public static void Restore(nn.Module module, StateDict weights) => Restore(module, weights, _ => true);

    /// <summary>Copies the weights that <paramref name="choose"/> names; the others stay.</summary>
    public static void Restore(nn.Module module, StateDict weights, Func<string, bool> choose)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        foreach (var (name, parameter) in module.named_parameters().Select(named => (SchemaName(named.name), named.parameter)).Where(named => choose(named.Item1)))
        {
            parameter.copy_(tensor(weights[name].Data, weights[name].Shape.ToArray()));
        }
    }

    /// <summary>The values of a float32 tensor in row-major order, from whatever device.</summary>
    public static float[] ToArray(Tensor value)
    {
        using var onCpu = value.detach().cpu();
        using var contiguous = onCpu.contiguous();
        return MemoryMarshal.Cast<byte, float>(contiguous.bytes).ToArray();
    }

    /// <summary>
    /// The name of a parameter in a checkpoint. Layers whose directions are modules of their own have PyTorch's names there:
    /// <c>rnn.l1_reverse.bias_hh_l0</c> is <c>rnn.bias_hh_l1_reverse</c>.
    /// </summary>
    public static string SchemaName(string name)
    {
        var parts = name.Split('.');
        return parts is [ParameterNames.RecurrentModule, var layer, var parameter]
            ? $"{ParameterNames.RecurrentModule}.{parameter[..^ParameterNames.Suffix(0).Length]}_{layer}"
            : name;
    }
}
