using System.CommandLine;
using RnnToolkit.CommandLine;
using RnnToolkit.Exporter.Inspection;

namespace RnnToolkit.Exporter.Commands;

/// <summary><c>exporter inspect</c>: prints what a bundle or an ONNX file holds.</summary>
sealed class InspectCommand : Command
{
    readonly Argument<string> _path = new("path") { Description = "The directory of a bundle, or an ONNX file." };

    public InspectCommand()
        : base("inspect", "Checks a bundle and prints its model, its files and its graph; or prints the graph of any ONNX file.")
    {
        Add(_path);
        SetAction(parsed =>
        {
            parsed.InvocationConfiguration.Output.Write(BundleReport.Of(parsed.GetValue(_path)!));
            return ExitCode.Done;
        });
    }
}
