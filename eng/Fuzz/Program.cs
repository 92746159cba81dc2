using System.CommandLine;
using RnnToolkit.CommandLine;

namespace RnnToolkit.Fuzz;

static class Program
{
    const string Folder = "artifacts/fuzz";

    static readonly Option<string?> s_target = new("--target") { Description = "The target to run, as --list names it. By default all, one after another." };
    static readonly Option<int> s_seconds = new("--seconds") { Description = "Seconds for each target.", DefaultValueFactory = _ => 60 };
    static readonly Option<long> s_runs = new("--runs") { Description = "Executions of each target, at most.", DefaultValueFactory = _ => long.MaxValue };
    static readonly Option<int> s_seed = new("--seed") { Description = "Seeds the mutations: the same seed and --runs give the same inputs.", DefaultValueFactory = _ => 1 };
    static readonly Option<string?> s_input = new("--input") { Description = "Parses this one file with --target instead, as a finding asks for." };
    static readonly Option<bool> s_list = new("--list") { Description = "Lists the targets." };

    static Task<int> Main(string[] args)
    {
        var command = new RootCommand($"Feeds the parsers with mutated files, under a memory limit. Findings are in {Folder}/. Exit 0: none, 2: some.")
        {
            s_target, s_seconds, s_runs, s_seed, s_input, s_list,
        };
        command.SetAction(Run);
        return CommandRunner.RunAsync(command, args);
    }

    static int Run(ParseResult options)
    {
        var folder = Path.GetFullPath(Folder);
        var targets = FuzzTarget.All(Path.Combine(folder, "files"));
        var output = options.InvocationConfiguration.Output;
        if (options.GetValue(s_list))
        {
            output.WriteLine(string.Join(Environment.NewLine, targets.Select(target => target.Name)));
            return ExitCode.Done;
        }

        var name = options.GetValue(s_target);
        var chosen = targets.Where(target => name is null || target.Name == name).ToList();
        if (chosen.Count == 0 || (options.GetValue(s_input) is not null && chosen.Count > 1))
        {
            options.InvocationConfiguration.Error.WriteLine($"error: --target: found \"{name}\", expected one of {string.Join(", ", targets.Select(target => target.Name))}");
            return ExitCode.BadInput;
        }

        if (options.GetValue(s_input) is { } input)
        {
            Loop(chosen[0]).Replay(File.ReadAllBytes(input));
            return ExitCode.Done;
        }

        var findings = chosen.Sum(target => Loop(target).Run(TimeSpan.FromSeconds(options.GetValue(s_seconds)), options.GetValue(s_runs), output));
        return findings == 0 ? ExitCode.Done : ExitCode.BadArtifact;

        FuzzLoop Loop(FuzzTarget target) => new(target, Path.Combine(folder, target.Name), options.GetValue(s_seed));
    }
}
