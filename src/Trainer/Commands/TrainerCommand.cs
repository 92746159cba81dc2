using System.CommandLine;

namespace RnnToolkit.Trainer.Commands;

/// <summary>The command line of <c>trainer</c>.</summary>
static class TrainerCommand
{
    /// <summary>Creates the root command.</summary>
    public static RootCommand Create() => new("Trains recurrent text classifiers: RNN, LSTM and GRU, with one or two layers.")
    {
        new RunCommand(),
        new SweepCommand(),
        new RunsCommand(),
        new ShowCommand(),
        new CompareCommand(),
        new VerifyRunCommand(),
        new EmbedCommand(),
        new HmmCommand(),
        new ReportCommand(),
        new GradientsCommand(),
        new Command("data", "Checks and fetches labelled texts, and shows how texts are preprocessed.")
        {
            new CheckCommand(),
            new FetchCommand(),
            new TokensCommand(),
        },
    };
}
