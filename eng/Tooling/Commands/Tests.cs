using System.Collections.Concurrent;
using System.Diagnostics;
using RnnToolkit.Tooling.Processes;

namespace RnnToolkit.Tooling.Commands;

/// <summary>Runs every test project and adds up the results.</summary>
internal static class Tests
{
    // OpenMP threads spin while they wait, and OpenBLAS starts threads of its own in each of them: on a small machine they take the
    // cores from the tests that run at the same time.
    static readonly Dictionary<string, string> s_environment = new()
    {
        ["OMP_WAIT_POLICY"] = "PASSIVE",
        ["OMP_NUM_THREADS"] = "1",
        ["OPENBLAS_NUM_THREADS"] = "1",
    };

    // Far above what the slowest project needs on a slow machine: a test that hangs fails, it does not stop the build for ever.
    static readonly TimeSpan s_limit = TimeSpan.FromMinutes(45);

    /// <summary>Runs the tests once and shows what they give.</summary>
    /// <param name="filter">A filter as <c>dotnet test</c> takes it; null runs every test.</param>
    /// <param name="standIn">The version of TorchSharp's stand-in whose own tests run too; null where it is not used.</param>
    /// <returns>The exit code: 0 if tests ran and none failed.</returns>
    public static int Run(string? filter, string? standIn)
    {
        var assemblies = Assemblies(standIn);
        Console.WriteLine($"> run {assemblies.Count} test projects");
        var run = RunOnce(assemblies, filter, Console.WriteLine);
        if (run.Total is { Passed: 0, Failed: 0 })
        {
            Console.Error.WriteLine(filter is null ? "error: no test ran" : $"error: no test matches '{filter}'");
        }
        Console.WriteLine(run.Total);
        return run.IsGreen ? 0 : 1;
    }

    /// <summary>The test projects of the product, built, and those of TorchSharp's stand-in where it is used.</summary>
    public static List<string> Assemblies(string? standIn) => [.. ProductTests(), .. standIn is null ? [] : new[] { BuildStandInTests(standIn) }];

    /// <summary>Runs test projects side by side; shows a line for each, and the output of those with failures.</summary>
    public static TestRun RunOnce(IEnumerable<string> assemblies, string? filter, Action<string> show)
    {
        var results = Files.EmptyFolder(Repository.PathTo("artifacts", "test-results"));
        var total = default(TestCounts);
        var red = new List<RedProject>();
        var adding = new Lock();
        // Projects are processes of their own, so they can run side by side.
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Math.Clamp(Environment.ProcessorCount, 1, 4), CancellationToken = Interrupt.Token };
        // No buffering: a core that is free takes the next project, not a share dealt out in advance.
        Parallel.ForEach(Partitioner.Create(assemblies, EnumerablePartitionerOptions.NoBuffering), parallel, assembly =>
        {
            var start = Stopwatch.GetTimestamp();
            var name = Path.GetFileNameWithoutExtension(assembly).Replace("RnnToolkit.", "", StringComparison.Ordinal);
            var (counts, result) = RunAssembly(assembly, name, results, filter);
            lock (adding)
            {
                total += counts;
                if (filter is null || counts != default)
                {
                    show($"  {name}: {counts} ({Stage.Seconds(start)})");
                }
                if (counts.Failed > 0)
                {
                    red.Add(new(name, counts, result.LogFile));
                    foreach (var line in result.Output)
                    {
                        show($"  | {line}");
                    }
                }
            }
        });
        return new(total, red);
    }

    static IEnumerable<string> ProductTests() =>
        from project in Directory.EnumerateFiles(Repository.PathTo("tests"), "*.Tests.csproj", SearchOption.AllDirectories)
        let name = Path.GetFileNameWithoutExtension(project)
        orderby name
        select Repository.PathTo("artifacts", "bin", name, "release", $"RnnToolkit.{name}.dll");

    /// <summary>Builds them against the package that the product uses, not against the sources next to them.</summary>
    static string BuildStandInTests(string version)
    {
        using var stage = Stage.Start("build the tests of TorchSharp's stand-in");
        var artifacts = Repository.PathTo("artifacts", "shim-torchsharp", "tests");
        Child.RunLogged("build-TorchSharp.Tests", "dotnet",
        [
            "build", Repository.PathTo("shim", "TorchSharp", "tests", "TorchSharp.Tests", "TorchSharp.Tests.csproj"),
            "--configuration", "Release", $"-p:ArtifactsPath={artifacts}", "-p:UseTorchSharpPackage=true", $"-p:TorchSharpVersion={version}",
        ]);
        stage.Done();
        return Path.Combine(artifacts, "bin", "TorchSharp.Tests", "release", "TorchSharp.Tests.dll");
    }

    static (TestCounts Counts, ChildResult Result) RunAssembly(string assembly, string name, string results, string? filter)
    {
        string[] arguments =
        [
            "test", assembly, "--logger", $"trx;LogFileName={name}.trx", "--logger", "console;verbosity=minimal",
            "--results-directory", results, .. filter is null ? [] : new[] { "--filter", filter },
        ];
        var result = Child.TryRunLogged($"test-{name}", "dotnet", arguments, environment: s_environment, limit: s_limit);
        var trx = Path.Combine(results, $"{name}.trx");
        var counts = File.Exists(trx) ? TestCounts.Read(trx) : default;
        if (result.ExitCode != 0 && counts.Failed == 0)
        {
            // The test process died, hung or could not start: that is a failure, though no test reports it.
            counts += new TestCounts(0, 1, 0);
        }
        return (counts, result);
    }
}
