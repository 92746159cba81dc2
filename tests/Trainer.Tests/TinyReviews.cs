using RnnToolkit.CommandLine;
using RnnToolkit.TestSupport;
using RnnToolkit.Trainer.Commands;

namespace RnnToolkit.Trainer.Tests;

/// <summary>A data set that is learnt in a moment, and the program run on it in this process.</summary>
static class TinyReviews
{
    /// <summary>Writes train.csv and test.csv: a good or a bad word among neutral ones decides.</summary>
    public static string Write(string directory, int train = 80, int test = 21)
    {
        Directory.CreateDirectory(directory);
        File.WriteAllText(Path.Combine(directory, "train.csv"), Csv(train, seed: 1));
        File.WriteAllText(Path.Combine(directory, "test.csv"), Csv(test, seed: 2));
        return directory;
    }

    /// <summary>Runs <c>trainer</c>.</summary>
    public static Task<ProgramResult> Run(CancellationToken cancellationToken, params string[] args) =>
        InProcess.Run((output, error) => CommandRunner.RunAsync(TrainerCommand.Create(), args, output, error, cancellationToken));

    static string Csv(int rows, int seed)
    {
        var random = new Random(seed);
        string[] neutral = ["film", "plot", "actor", "scene", "camera", "music", "story", "evening"];
        var lines = Enumerable.Range(0, rows).Select(i =>
        {
            var words = Enumerable.Range(0, 3 + random.Next(5)).Select(_ => neutral[random.Next(neutral.Length)]).ToList();
            words.Insert(random.Next(words.Count), i % 2 == 0 ? "splendid" : "dreadful");
            return $"\"{string.Join(' ', words)}\",{(i % 2 == 0 ? "pos" : "neg")}";
        });
        return "text,label\n" + string.Join('\n', lines) + "\n";
    }
}
