using System.CommandLine;

namespace RnnToolkit.Trainer.Commands;

/// <summary>The command line of <c>trainer</c>.</summary>
static class TrainerCommand
{
    /// <summary>Creates the root command.</summary>
    public static RootCommand Create() => new("Trains recurrent text classifiers: RNN, LSTM and GRU, one and two layers.")
    {
        new RunCommand(),
        new Command("data", "Looks at what the preprocessing makes of texts.")
        {
            new TokensCommand(),
        },
    };
}
