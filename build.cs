#!/usr/bin/env dotnet
// The one build of this repository, for people and for CI: `dotnet run build.cs <command>`.
// A file-based app without packages, so that it starts on a machine that has the SDK and nothing else.

// Without this the first restore asks for Native AOT's runtime pack, which partial package feeds lack.
#:property PublishAot=false

using System.Diagnostics;
using System.Formats.Tar;
using System.Globalization;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;

Interrupt.Listen();
try
{
    var options = Options.Parse(args);
    switch (options.Command)
    {
        case "help":
            Console.WriteLine(Options.Usage);
            break;
        case "setup":
            Providers.SetUp(options);
            break;
        default:
            throw new BuildException($"unknown command '{options.Command}'; run 'dotnet run build.cs help' for the list");
    }
    return 0;
}
catch (BuildException failure)
{
    Console.Error.WriteLine($"error: {failure.Message}");
    return 1;
}
catch (OperationCanceledException)
{
    Console.Error.WriteLine("cancelled");
    return 130;
}

// ---------------------------------------------------------------------------------------------------------------- options

sealed record Options(string Command, string[] Arguments, ProviderMode Providers, string Accelerator, bool Refresh)
{
    public const string Usage = """
        usage: dotnet run build.cs <command> [options]

          setup            make what this machine's package sources lack (a local ONNX Runtime package)
          help             this text

        options
          --providers auto|packages|local   where ONNX Runtime and TorchSharp come from (RNNTOOLKIT_PROVIDERS):
                           auto      the package sources if they have the packages, else packages made here (default)
                           packages  the package sources, never made here
                           local     made here, whatever the package sources have
          --accelerator cpu|cuda            flavour of those packages (RNNTOOLKIT_ACCELERATOR)
          --refresh                         ask the package sources again instead of remembering their answer
        """;

    public static Options Parse(string[] args)
    {
        var positional = new List<string>();
        var providers = Environment.GetEnvironmentVariable("RNNTOOLKIT_PROVIDERS");
        var accelerator = Environment.GetEnvironmentVariable("RNNTOOLKIT_ACCELERATOR");
        var refresh = false;
        for (var i = 0; i < args.Length; i++)
        {
            var (name, attached) = args[i].Split('=', 2) is [var left, var right] ? (left, right) : (args[i], null);
            string Value() => attached
                ?? (i + 1 < args.Length ? args[++i] : throw new BuildException($"option {name} needs a value"));
            switch (name)
            {
                case "--providers": providers = Value(); break;
                case "--accelerator": accelerator = Value(); break;
                case "--refresh": refresh = true; break;
                case "-h" or "--help" or "-?": return new("help", [], default, "", false);
                case ['-', ..]: throw new BuildException($"unknown option '{name}'; run 'dotnet run build.cs help' for the list");
                default: positional.Add(args[i]); break;
            }
        }

        var mode = (providers ?? "auto").ToLowerInvariant() switch
        {
            "" or "auto" => ProviderMode.Auto,
            "packages" => ProviderMode.Packages,
            "local" => ProviderMode.Local,
            _ => throw new BuildException($"providers: found '{providers}', expected auto, packages or local"),
        };
        accelerator = (accelerator ?? "").ToLowerInvariant() switch
        {
            "" or "cpu" => "cpu",
            "cuda" => "cuda",
            _ => throw new BuildException($"accelerator: found '{accelerator}', expected cpu or cuda"),
        };
        return new(positional.FirstOrDefault("help"), [.. positional.Skip(1)], mode, accelerator, refresh);
    }
}

enum ProviderMode { Auto, Packages, Local }

// -------------------------------------------------------------------------------------------------------------- providers

/// <summary>Decides where ONNX Runtime and TorchSharp come from and tells MSBuild in Providers.props.</summary>
static class Providers
{
    static string PropsFile => Repository.PathTo("Providers.props");

    public static void SetUp(Options options)
    {
        var properties = new List<(string Name, string Value)>();
        if (options.Accelerator != "cpu")
        {
            properties.Add(("Accelerator", options.Accelerator));
        }
        if (!UsesPackage("Microsoft.ML.OnnxRuntime", PinnedVersion("OnnxRuntimeVersion"), options))
        {
            properties.Add(("OnnxRuntimeVersion", OnnxRuntimeShim.Pack()));
        }
        Write(properties);
    }

    static bool UsesPackage(string package, string version, Options options)
    {
        if (options.Providers != ProviderMode.Auto)
        {
            return options.Providers == ProviderMode.Packages;
        }

        // One small file per question: its name is the question, its content the answer.
        var memory = Repository.PathTo("artifacts", "providers", $"{package}.{version}.{Fingerprint.OfPackageSources()}");
        if (!options.Refresh && File.Exists(memory))
        {
            return File.ReadAllText(memory) == "yes";
        }

        using var stage = Stage.Start($"ask the package sources for {package} {version}");
        var project = Repository.PathTo("eng", "PackageProbe", "PackageProbe.csproj");
        var result = Child.RunLogged($"probe-{package}", "dotnet",
            ["restore", project, $"-p:ProbePackage={package}", $"-p:ProbeVersion={version}"], mayFail: true);
        var found = result.ExitCode == 0;
        // NU1101 to NU1103: the sources answered, and have no such package or version. Anything else is no answer.
        if (!found && !Regex.IsMatch(result.Output, "NU110[123]"))
        {
            stage.Note($"no answer, so it is made here (see {result.LogFile})");
            return false;
        }
        stage.Note(found ? "there" : "not there, so it is made here");
        Files.WriteAtomically(memory, found ? "yes" : "no");
        return found;
    }

    /// <summary>The version that Directory.Packages.props pins, the only place that names it.</summary>
    static string PinnedVersion(string property) =>
        XDocument.Load(Repository.PathTo("Directory.Packages.props")).Descendants(property).Single().Value;

    static void Write(List<(string Name, string Value)> properties)
    {
        if (properties.Count == 0)
        {
            File.Delete(PropsFile);
            return;
        }
        var text = new StringBuilder("<Project>\n  <!-- Written by build.cs for this machine; 'dotnet run build.cs clean' removes it. -->\n  <PropertyGroup>\n");
        foreach (var (name, value) in properties)
        {
            text.Append(CultureInfo.InvariantCulture, $"    <{name}>{value}</{name}>\n");
        }
        text.Append("  </PropertyGroup>\n</Project>\n");
        Files.WriteIfChanged(PropsFile, text.ToString());
    }
}

/// <summary>Packs ONNX Runtime from an npm package into shim/feed; see shim/OnnxRuntime/README.md.</summary>
static class OnnxRuntimeShim
{
    sealed record NpmPackage(string Name, string Version, string Integrity, string OnnxRuntimeVersion);

    static string Folder => Repository.PathTo("shim", "OnnxRuntime");

    /// <summary>Makes the two packages unless they are there, and returns their version.</summary>
    public static string Pack()
    {
        var source = JsonSerializer.Deserialize<NpmPackage>(
            File.ReadAllText(Path.Combine(Folder, "npm-package.json")), JsonSerializerOptions.Web)!;
        var version = $"{source.OnnxRuntimeVersion}-shim.{Fingerprint.OfFolder(Folder)}";
        if (Feed.Has("Microsoft.ML.OnnxRuntime.Managed", version) && Feed.Has("Microsoft.ML.OnnxRuntime", version))
        {
            return version;
        }

        var tarball = Fetch(source);
        using var stage = Stage.Start($"compile and pack ONNX Runtime {source.OnnxRuntimeVersion}");
        var work = Files.EmptyFolder(Repository.PathTo("artifacts", "shim-onnxruntime"));
        var unpacked = Path.Combine(work, "npm");
        Unpack(tarball, unpacked);
        var packed = Path.Combine(work, "packages");
        Child.RunLogged("pack-onnxruntime", "dotnet",
        [
            "pack", Path.Combine(Folder, "Native", "Native.csproj"), "--configuration", "Release", "--output", packed,
            $"-p:NpmPackage={unpacked}", $"-p:Version={version}",
        ]);
        Feed.Replace(packed, "Microsoft.ML.OnnxRuntime.Managed", version);
        Feed.Replace(packed, "Microsoft.ML.OnnxRuntime", version);
        Directory.Delete(work, recursive: true);
        return version;
    }

    static string Fetch(NpmPackage source)
    {
        var cache = Directory.CreateDirectory(Repository.PathTo("artifacts", "npm")).FullName;
        var tarball = Path.Combine(cache, $"{source.Name}-{source.Version}.tgz");
        if (!File.Exists(tarball) || Integrity(tarball) != source.Integrity)
        {
            using var stage = Stage.Start($"fetch {source.Name} {source.Version} with npm");
            Child.RunLogged("fetch-onnxruntime", "npm",
                ["pack", $"{source.Name}@{source.Version}", "--ignore-scripts", "--pack-destination", cache], workingFolder: cache);
            if (Integrity(tarball) is var found && found != source.Integrity)
            {
                File.Delete(tarball);
                throw new BuildException($"{Path.GetFileName(tarball)}: found {found}, expected {source.Integrity}");
            }
        }
        return tarball;
    }

    static string Integrity(string file)
    {
        using var stream = File.OpenRead(file);
        return "sha512-" + Convert.ToBase64String(SHA512.HashData(stream));
    }

    /// <summary>Unpacks what is compiled or packed; the mobile libraries are half of the tarball and stay in it.</summary>
    static void Unpack(string tarball, string folder)
    {
        using var archive = new TarReader(new GZipStream(File.OpenRead(tarball), CompressionMode.Decompress));
        while (archive.GetNextEntry() is { } entry)
        {
            var name = entry.Name["package/".Length..];
            if (entry.EntryType is TarEntryType.RegularFile or TarEntryType.V7RegularFile
                && Regex.IsMatch(name, @"^(LICENSE|ThirdPartyNotices\.txt|Runtime/.*\.cs|Plugins/(Linux|Windows|macOS)/.*\.(so|dll|dylib))$"))
            {
                var path = Path.Combine(folder, name);
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                entry.ExtractToFile(path, overwrite: true);
            }
        }
    }
}

/// <summary>shim/feed, the folder that nuget.config names as a package source.</summary>
static class Feed
{
    static string Folder => Repository.PathTo("shim", "feed");

    public static bool Has(string package, string version) => File.Exists(Path.Combine(Folder, $"{package}.{version}.nupkg"));

    /// <summary>Moves a new package in and takes its older versions out.</summary>
    public static void Replace(string packedFolder, string package, string version)
    {
        var name = $"{package}.{version}.nupkg";
        File.Move(Path.Combine(packedFolder, name), Path.Combine(Folder, name), overwrite: true);
        foreach (var old in Directory.EnumerateFiles(Folder, $"{package}.*.nupkg"))
        {
            var versioned = Path.GetFileName(old)[(package.Length + 1)..];
            if (char.IsAsciiDigit(versioned[0]) && Path.GetFileName(old) != name)
            {
                File.Delete(old);
            }
        }
    }
}

// ----------------------------------------------------------------------------------------------------------- small parts

sealed class BuildException(string message) : Exception(message);

static class Repository
{
    static readonly string s_root = AppContext.GetData("EntryPointFileDirectoryPath") as string ?? Directory.GetCurrentDirectory();

    public static string PathTo(params string[] parts) => Path.Combine([s_root, .. parts]);
}

static class Fingerprint
{
    /// <summary>Ten hexadecimal digits over the names and contents of a folder's files, build output left out.</summary>
    public static string OfFolder(params string[] folders)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var folder in folders)
        {
            foreach (var file in SourceFiles(folder).Order(StringComparer.Ordinal))
            {
                hash.AppendData(Encoding.UTF8.GetBytes(Path.GetRelativePath(folder, file).Replace('\\', '/') + "\n"));
                hash.AppendData(SHA256.HashData(File.ReadAllBytes(file)));
            }
        }
        return Shorten(hash.GetHashAndReset());
    }

    /// <summary>Over the configuration files that name the package sources: another source may give another answer.</summary>
    public static string OfPackageSources()
    {
        var user = RuntimeInformation.IsOSPlatform(OSPlatform.Windows)
            ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData), "NuGet", "NuGet.Config")
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "NuGet", "NuGet.Config");
        var texts = new[] { Repository.PathTo("nuget.config"), user }.Where(File.Exists).Select(File.ReadAllText);
        return Shorten(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', texts))));
    }

    static IEnumerable<string> SourceFiles(string folder) =>
        Directory.EnumerateFiles(folder).Concat(
            Directory.EnumerateDirectories(folder)
                .Where(sub => Path.GetFileName(sub) is not ("bin" or "obj" or "build" or "artifacts"))
                .SelectMany(SourceFiles));

    static string Shorten(byte[] hash) => Convert.ToHexStringLower(hash)[..10];
}

static class Files
{
    public static string EmptyFolder(string path)
    {
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }
        return Directory.CreateDirectory(path).FullName;
    }

    public static void WriteAtomically(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var temporary = $"{path}.{Environment.ProcessId}.tmp";
        File.WriteAllText(temporary, text);
        File.Move(temporary, path, overwrite: true);
    }

    /// <summary>An unchanged file keeps its time stamp, so that MSBuild has nothing to redo.</summary>
    public static void WriteIfChanged(string path, string text)
    {
        if (!File.Exists(path) || File.ReadAllText(path) != text)
        {
            WriteAtomically(path, text);
        }
    }
}

/// <summary>One line when a step starts, one with its seconds when it ends.</summary>
sealed class Stage : IDisposable
{
    readonly long _start = Stopwatch.GetTimestamp();
    string _outcome = "done";

    Stage(string title) => Console.WriteLine($"> {title}");

    public static Stage Start(string title) => new(title);

    public void Note(string outcome) => _outcome = outcome;

    public void Dispose()
    {
        if (!Interrupt.Token.IsCancellationRequested)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {_outcome} ({Stopwatch.GetElapsedTime(_start).TotalSeconds:0.0} s)"));
        }
    }
}

/// <summary>Ctrl+C and SIGTERM: no child process is left behind.</summary>
static class Interrupt
{
    static readonly CancellationTokenSource s_source = new();
    static readonly List<PosixSignalRegistration> s_registrations = [];

    public static CancellationToken Token => s_source.Token;

    public static void Listen()
    {
        foreach (var signal in new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM })
        {
            s_registrations.Add(PosixSignalRegistration.Create(signal, context =>
            {
                context.Cancel = true;
                s_source.Cancel();
            }));
        }
    }
}

sealed record ChildResult(int ExitCode, string Output, string LogFile);

/// <summary>Runs other programs.</summary>
static class Child
{
    const int TailLines = 40;

    /// <summary>Runs with the output in a log under artifacts/logs; shows its tail if the program fails.</summary>
    public static ChildResult RunLogged(
        string logName, string program, IEnumerable<string> arguments, string? workingFolder = null, bool mayFail = false)
    {
        var lines = new List<string>();
        var exitCode = Run(program, arguments, workingFolder, line =>
        {
            lock (lines)
            {
                lines.Add(line);
            }
        });
        string[] output;
        lock (lines)
        {
            output = [.. lines];
        }
        var log = Repository.PathTo("artifacts", "logs", $"{logName}.log");
        Files.WriteAtomically(log, string.Join('\n', output) + "\n");
        if (exitCode != 0 && !mayFail)
        {
            foreach (var line in output.TakeLast(TailLines))
            {
                Console.Error.WriteLine($"  | {line}");
            }
            throw new BuildException($"{Path.GetFileName(program)} {arguments.First()} ended with exit code {exitCode}; all of its output is in {log}");
        }
        return new(exitCode, string.Join('\n', output), log);
    }

    static int Run(string program, IEnumerable<string> arguments, string? workingFolder, Action<string> onLine)
    {
        Interrupt.Token.ThrowIfCancellationRequested();
        var start = new ProcessStartInfo(Find(program) ?? throw new BuildException($"'{program}' is not on the PATH"), arguments)
        {
            WorkingDirectory = workingFolder ?? Repository.PathTo(),
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        process.OutputDataReceived += (_, e) => { if (e.Data is not null) { onLine(e.Data); } };
        process.ErrorDataReceived += (_, e) => { if (e.Data is not null) { onLine(e.Data); } };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using (Interrupt.Token.Register(() => process.Kill(entireProcessTree: true)))
        {
            process.WaitForExit();
        }
        Interrupt.Token.ThrowIfCancellationRequested();
        return process.ExitCode;
    }

    /// <summary>The full path of a program; on Windows also those that are scripts, like npm.cmd.</summary>
    public static string? Find(string program)
    {
        string[] extensions = RuntimeInformation.IsOSPlatform(OSPlatform.Windows) ? [".exe", ".cmd", ".bat"] : [""];
        return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(folder => extensions.Select(extension => Path.Combine(folder, program + extension)))
            .FirstOrDefault(File.Exists);
    }
}
