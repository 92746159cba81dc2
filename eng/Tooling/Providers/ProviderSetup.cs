using System.Globalization;
using System.Text;
using System.Xml.Linq;

namespace RnnToolkit.Tooling.Providers;

/// <summary>The versions of the packages made on this machine; null where the package sources' own are used.</summary>
internal sealed record StandIns(string? TorchSharp, string? OnnxRuntime);

/// <summary>Decides where TorchSharp and ONNX Runtime come from, builds the packages that are missing, and writes Providers.props for MSBuild.</summary>
internal static class ProviderSetup
{
    static string PropsFile => Repository.PathTo("Providers.props");

    public static StandIns Run(Options options)
    {
        var cuda = options.Accelerator == "cuda";
        var onnxRuntime = cuda ? "Microsoft.ML.OnnxRuntime.Gpu" : "Microsoft.ML.OnnxRuntime";
        var torchSharp = !cuda ? "TorchSharp-cpu" : OperatingSystem.IsWindows() ? "TorchSharp-cuda-windows" : "TorchSharp-cuda-linux";

        var properties = new List<(string Name, string Value)>();
        if (cuda)
        {
            properties.Add(("Accelerator", options.Accelerator));
        }
        var torchSharpVersion = PinnedVersion("TorchSharpVersion");
        var standIns = new StandIns(
            TorchSharp: IsMadeHere(torchSharp, torchSharpVersion, options.Providers.TorchSharp, options)
                ? TorchSharpStandIn.Pack(torchSharpVersion)
                : null,
            OnnxRuntime: IsMadeHere(onnxRuntime, PinnedVersion("OnnxRuntimeVersion"), options.Providers.OnnxRuntime, options)
                ? OnnxRuntimeStandIn.Pack()
                : null);
        if (standIns.TorchSharp is not null)
        {
            properties.Add(("TorchSharpVersion", standIns.TorchSharp));
        }
        if (standIns.OnnxRuntime is not null)
        {
            properties.Add(("OnnxRuntimeVersion", standIns.OnnxRuntime));
        }
        Write(properties);
        return standIns;
    }

    static bool IsMadeHere(string package, string version, ProviderMode mode, Options options)
    {
        var here = mode switch
        {
            ProviderMode.Packages => false,
            ProviderMode.Local => true,
            _ => !PackageProbe.Finds(package, version, askAgain: options.Refresh),
        };
        if (here && options.Accelerator == "cuda")
        {
            throw new BuildException($"{package} {version} would have to be made on this machine, and what is made here runs on the CPU only: "
                + "use --accelerator cpu, or a package source that has it (--refresh looks again)");
        }
        return here;
    }

    /// <summary>The version in Directory.Packages.props, the only place that names it.</summary>
    static string PinnedVersion(string property) =>
        XDocument.Load(Repository.PathTo("Directory.Packages.props")).Descendants(property).Single().Value;

    static void Write(List<(string Name, string Value)> properties)
    {
        if (properties.Count == 0)
        {
            File.Delete(PropsFile);
            return;
        }
        var text = new StringBuilder();
        text.Append("<Project>\n");
        text.Append("  <!-- Written by build.cs for this machine. Without this file everything comes from the package sources. -->\n");
        text.Append("  <PropertyGroup>\n");
        foreach (var (name, value) in properties)
        {
            text.Append(CultureInfo.InvariantCulture, $"    <{name}>{value}</{name}>\n");
        }
        text.Append("  </PropertyGroup>\n");
        text.Append("</Project>\n");
        Files.WriteIfChanged(PropsFile, text.ToString());
    }
}
