using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using System.Text;
using RnnToolkit.Runs;
using TorchSharp;

namespace RnnToolkit.Trainer.Records;

/// <summary>What this process computes with.</summary>
static class RunEnvironment
{
    const string Unknown = "unknown";

    static readonly string[] s_libtorchNames = ["libtorch_cpu.", "torch_cpu."];

    /// <summary>The versions, as a run records them.</summary>
    public static RunVersions Versions()
    {
        var threads = torch.get_num_threads(); // before the modules are looked at: it loads libtorch if nothing did
        return new(
            VersionOf(typeof(RunEnvironment).Assembly),
            VersionOf(typeof(torch).Assembly),
            Libtorch(),
            Environment.Version.ToString(),
            RuntimeInformation.OSDescription.Trim(),
            RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant(),
            Processor(),
            threads);
    }

    /// <summary>The most memory that this process had in RAM so far, in bytes.</summary>
    public static long PeakMemoryBytes()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }

    static string VersionOf(Assembly assembly) =>
        assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? assembly.GetName().Version?.ToString() ?? Unknown;

    // TorchSharp names the libtorch that it was built for. This is the one that was loaded: the name that says most, and its length, which tells builds apart.
    static string Libtorch()
    {
        using var process = Process.GetCurrentProcess();
        try
        {
            var path = process.Modules.Cast<ProcessModule>().Select(module => module.FileName)
                .FirstOrDefault(file => s_libtorchNames.Any(name => Path.GetFileName(file).StartsWith(name, StringComparison.OrdinalIgnoreCase)));
            return path is null ? Unknown : string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(path)}, {new FileInfo(path).Length} bytes");
        }
        catch (Exception exception) when (exception is Win32Exception or IOException or UnauthorizedAccessException)
        {
            return Unknown;
        }
    }

    static string Processor()
    {
        const int FirstPart = unchecked((int)0x80000002);
        if (!X86Base.IsSupported || (uint)X86Base.CpuId(unchecked((int)0x80000000), 0).Eax < unchecked((uint)FirstPart + 2))
        {
            return Unknown; // other processors have no instruction that tells
        }

        // The brand string: 48 characters in three times four registers, with a zero at the end.
        var brand = new StringBuilder();
        for (var part = FirstPart; part < FirstPart + 3; part++)
        {
            var (eax, ebx, ecx, edx) = X86Base.CpuId(part, 0);
            foreach (var register in new[] { eax, ebx, ecx, edx })
            {
                brand.Append(Encoding.ASCII.GetString(BitConverter.GetBytes(register)));
            }
        }

        return string.Join(' ', brand.ToString().TrimEnd('\0').Split(' ', StringSplitOptions.RemoveEmptyEntries)) is { Length: > 0 } name ? name : Unknown;
    }
}
