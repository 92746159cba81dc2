using RnnToolkit.Datasets;
using RnnToolkit.Preprocess;
using RnnToolkit.Trainer.Models;
using static TorchSharp.torch;

namespace RnnToolkit.Trainer.Vectors;

/// <summary>The rows of an embedding table that a file of word vectors gives.</summary>
/// <remarks>
/// A word of the vocabulary takes its vector. A row of unknown words takes the mean of the vectors of all words of the file that would get it, as
/// they will when the model meets them.
/// </remarks>
/// <param name="Rows">The rows that the file gives [R].</param>
/// <param name="Values">Their values [R, E].</param>
/// <param name="KnownWords">How many words of the vocabulary have a vector.</param>
/// <param name="TokenShare">The share of the tokens of the training texts that are such words, 0 to 1.</param>
sealed record WordVectors(int[] Rows, float[] Values, int KnownWords, double TokenShare)
{
    /// <summary>Reads what a vocabulary needs.</summary>
    /// <param name="path">The file.</param>
    /// <param name="width">The width of the embedding.</param>
    /// <param name="encoder">The vocabulary and the rows of unknown words.</param>
    /// <param name="occurrences">How often each id occurs in the training texts.</param>
    /// <param name="cancellationToken">Checked word by word.</param>
    /// <exception cref="DatasetException">The file cannot be read, or its vectors have another width.</exception>
    public static WordVectors Read(string path, int width, TextEncoder encoder, IReadOnlyList<long> occurrences, CancellationToken cancellationToken)
    {
        using var reader = Open(path, width);
        var sums = new Dictionary<int, (float[] Sum, int Count)>();
        var vector = new float[width];
        while (reader.Read(vector) is { } word)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var id = encoder.Vocabulary.IdOf(word) is var known and not Vocabulary.UnknownId ? known : encoder.UnknownIdOf(word);
            if (id == Vocabulary.UnknownId)
            {
                continue;
            }

            var (sum, count) = sums.GetValueOrDefault(id, (new float[width], 0));
            if (id <= encoder.Vocabulary.Count && count > 0)
            {
                continue; // the first of equal words, as elsewhere
            }

            for (var i = 0; i < width; i++)
            {
                sum[i] += vector[i];
            }

            sums[id] = (sum, count + 1);
        }

        int[] rows = [.. sums.Keys.Order()];
        var values = new float[rows.Length * width];
        foreach (var (index, row) in rows.Index())
        {
            var (sum, count) = sums[row];
            for (var i = 0; i < width; i++)
            {
                values[(index * width) + i] = sum[i] / count;
            }
        }

        var found = rows.Where(row => row <= encoder.Vocabulary.Count).ToList();
        var all = occurrences.Skip(1).Sum();
        return new WordVectors(rows, values, found.Count, all == 0 ? 0 : (double)found.Sum(id => occurrences[id]) / all);
    }

    /// <summary>Refuses a file that cannot be used, from its first lines: that costs nothing before the work, and much after it.</summary>
    /// <inheritdoc cref="Read"/>
    public static void RequireWidth(string path, int width) => Open(path, width).Dispose();

    static WordVectorReader Open(string path, int width)
    {
        var reader = WordVectorReader.Open(path);
        if (reader.Width == width)
        {
            return reader;
        }

        reader.Dispose();
        throw new DatasetException(
            path, null, Invariant($"vectors of {reader.Width} numbers"),
            Invariant($"{width}, as model.embeddingSize says; add --set model.embeddingSize={reader.Width}"));
    }

    /// <summary>Puts the rows into an embedding table [V, E].</summary>
    public void CopyTo(Tensor table)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var values = ModelWeights.ToArray(table);
        var width = values.Length / (int)table.shape[0];
        foreach (var (index, row) in Rows.Index())
        {
            Values.AsSpan(index * width, width).CopyTo(values.AsSpan(row * width));
        }

        table.copy_(tensor(values, table.shape));
    }
}
