using System.CommandLine;
using Microsoft.Extensions.Options;
using RnnToolkit.CommandLine;
using RnnToolkit.Trainer.Vectors;

namespace RnnToolkit.Trainer.Commands;

/// <summary><c>trainer embed neighbours</c>: the nearest words of some words.</summary>
sealed class NeighboursCommand : Command
{
    readonly Argument<string> _vectors = new("vectors") { Description = "Word vectors: text or binary as in word2vec, or text as in GloVe; also with .gz." };

    readonly Argument<string[]> _words = new("words") { Description = "The words.", Arity = ArgumentArity.OneOrMore };

    readonly Option<int> _count = new("--count") { Description = "How many neighbours to show for each word, 1 to 1000.", DefaultValueFactory = _ => 10 };

    public NeighboursCommand()
        : base("neighbours", "Shows the words whose vectors are most similar to those of given words.")
    {
        Add(_vectors);
        Add(_words);
        Add(_count);

        // On another thread, so that Ctrl+C cancels while the file is read.
        SetAction((parsed, cancellationToken) => Task.Run(() => Run(parsed, cancellationToken), CancellationToken.None));
    }

    int Run(ParseResult parsed, CancellationToken cancellationToken)
    {
        var (words, count) = (parsed.GetValue(_words)!, parsed.GetValue(_count));
        if (count is < 1 or > 1000)
        {
            throw new OptionsValidationException(nameof(NeighboursCommand), typeof(NeighboursCommand), [Invariant($"--count: found {count}, expected 1 to 1000")]);
        }

        var nearest = NearestWords.Find(parsed.GetValue(_vectors)!, words, count, cancellationToken);
        var rows = words.Zip(nearest).SelectMany(pair =>
            pair.Second.Select(neighbour => (string[])[pair.First, neighbour.Word, Invariant($"{neighbour.Similarity:F4}")]));
        foreach (var line in MarkdownTable.Lines(["word", "neighbour", "similarity"], rows, textColumns: 2))
        {
            parsed.InvocationConfiguration.Output.WriteLine(line);
        }

        return ExitCode.Done;
    }
}
