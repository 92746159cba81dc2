using RnnToolkit.Bundle;
using RnnToolkit.Exporter.Graphs;

namespace RnnToolkit.Exporter.Commands;

/// <summary>The values of <c>--opset</c> and <c>--precision</c>.</summary>
static class FormatOptions
{
    /// <summary>The forms that are asked for, one for each precision.</summary>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">The opset cannot be written, or a precision is unknown.</exception>
    public static List<GraphFormat> Parse(int opset, string precisions)
    {
        var info = OpsetInfo.Find(opset) ?? throw BadOption.Because(
            $"--opset: found {opset}, expected {OpsetInfo.Supported[0].Opset} to {OpsetInfo.Supported[^1].Opset}");
        var names = precisions.Split(',', StringSplitOptions.TrimEntries).Distinct();
        return [.. names.Select(name => new GraphFormat(info, Precision(name)))];
    }

    static WeightPrecision Precision(string name) => name switch
    {
        "fp32" => WeightPrecision.Fp32,
        "fp16" => WeightPrecision.Fp16,
        "int8" => WeightPrecision.Int8,
        _ => throw BadOption.Because($"--precision: found \"{name}\", expected some of fp32, fp16 and int8"),
    };
}
