using RnnToolkit.Bundle;
using RnnToolkit.Exporter.Options;
using RnnToolkit.Graphs.Onnx;

namespace RnnToolkit.Exporter.Commands;

/// <summary>The values of <c>--opset</c>, <c>--precision</c> and <c>--input</c>.</summary>
static class FormatOptions
{
    /// <summary>The forms that are asked for, one for each precision.</summary>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">
    /// The opset cannot be written, a precision or an input is unknown, or the opset is too old for the input.
    /// </exception>
    public static List<GraphFormat> Parse(int opset, string precisions, string input)
    {
        var info = OpsetInfo.Find(opset) ?? throw BadOption.Because(
            $"--opset: found {opset}, expected {OpsetInfo.Supported[0].Opset} to {OpsetInfo.Supported[^1].Opset}");
        var names = precisions.Split(',', StringSplitOptions.TrimEntries).Distinct();
        return [.. names.Select(name => new GraphFormat(info, Precision(name), TextInput(input, opset)))];
    }

    static bool TextInput(string input, int opset) => input switch
    {
        "ids" => false,
        "text" when opset < GraphFormat.MinimumTextInputOpset => throw BadOption.Because(
            $"--opset: found {opset}, expected {GraphFormat.MinimumTextInputOpset} or more with --input text"),
        "text" => true,
        _ => throw BadOption.Because($"--input: found \"{input}\", expected ids or text"),
    };

    static WeightPrecision Precision(string name) =>
        Enum.GetValues<WeightPrecision>().Cast<WeightPrecision?>().FirstOrDefault(precision => precision!.Value.Name() == name)
        ?? throw BadOption.Because($"--precision: found \"{name}\", expected some of fp32, fp16, int8 and int8-all");
}
