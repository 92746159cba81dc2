using RnnToolkit.Datasets;

namespace RnnToolkit.Trainer.Vectors;

/// <summary>Finds the words whose vectors point where those of given words do. The file is streamed: memory does not grow with it.</summary>
static class NearestWords
{
    /// <summary>For each of <paramref name="words"/> the nearest other words by cosine similarity, the nearest first.</summary>
    /// <exception cref="DatasetException">The file cannot be read or does not have one of the words.</exception>
    public static IReadOnlyList<IReadOnlyList<Neighbour>> Find(string path, IReadOnlyList<string> words, int count, CancellationToken cancellationToken)
    {
        var queries = words.Select(_ => (float[]?)null).ToArray();
        foreach (var (word, vector) in Unit(path, cancellationToken))
        {
            foreach (var (query, name) in words.Index())
            {
                if (name == word)
                {
                    queries[query] ??= [.. vector];
                }
            }
        }

        if (Array.IndexOf(queries, null) is >= 0 and var missing)
        {
            throw new DatasetException(path, null, $"no word \"{words[missing]}\"", "one of the file; words are written as the preprocessing does, in lower case for example");
        }

        var nearest = words.Select(_ => new PriorityQueue<Neighbour, double>()).ToArray();
        foreach (var (word, vector) in Unit(path, cancellationToken))
        {
            foreach (var (query, name) in words.Index())
            {
                if (name == word)
                {
                    continue;
                }

                var similarity = Dot(queries[query]!, vector);
                nearest[query].Enqueue(new Neighbour(word, similarity), similarity);
                if (nearest[query].Count > count)
                {
                    nearest[query].Dequeue(); // the farthest
                }
            }
        }

        return [.. nearest.Select(queue => queue.UnorderedItems
            .Select(item => item.Element)
            .OrderByDescending(neighbour => neighbour.Similarity)
            .ThenBy(neighbour => neighbour.Word, StringComparer.Ordinal)
            .ToList())];
    }

    /// <summary>The words and their vectors at length 1, in one array that is used again; zeros stay zeros.</summary>
    static IEnumerable<(string Word, float[] Vector)> Unit(string path, CancellationToken cancellationToken)
    {
        using var reader = WordVectorReader.Open(path);
        var vector = new float[reader.Width];
        while (reader.Read(vector) is { } word)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var length = Math.Sqrt(Dot(vector, vector));
            for (var i = 0; i < vector.Length && length > 0; i++)
            {
                vector[i] = (float)(vector[i] / length);
            }

            yield return (word, vector);
        }
    }

    static double Dot(float[] left, float[] right)
    {
        var sum = 0.0; // the square of a float is always a double
        for (var i = 0; i < left.Length; i++)
        {
            sum += (double)left[i] * right[i];
        }

        return sum;
    }
}
