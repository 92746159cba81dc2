using System.Runtime.ExceptionServices;
using RnnToolkit.Inference.Internals;

namespace RnnToolkit.Inference;

/// <content>How a list of texts becomes batches.</content>
public sealed partial class TextClassifier
{
    // Beyond that, a larger choice of texts hardly makes batches more uniform.
    const int MaxWindowBatches = 16;
    const long MaxWindowIds = 1 << 18; // 2 MiB

    /// <summary>
    /// How many texts are sorted by length before they are split into batches: several batches' worth; one batch's where sorting is of no
    /// use, or where the ids of more would take much memory. Does not depend on the number of threads, so that bits do not either.
    /// </summary>
    int WindowSize => _options.MaxBatchSize * (_buckets.Width == 0
        ? 1
        : (int)Math.Clamp(MaxWindowIds / ((long)_options.MaxBatchSize * _encoder.SequenceLength), 1, MaxWindowBatches));

    Prediction[] ClassifyAll(IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        var count = texts.Count;

        // Not only a shortcut: a batch of no rows ends the process inside ONNX Runtime's LSTM and GRU.
        if (count == 0)
        {
            return [];
        }

        var (predictions, size, threads) = (new Prediction[count], WindowSize, _options.MaxDegreeOfParallelism);
        var windowCount = Parts(count, size);

        // Threads go through windows while there are enough of them, and through the batches of one window otherwise.
        var (outer, inner) = windowCount >= threads ? (threads, 1) : (1, threads);
        For(windowCount, outer, window => ClassifyWindow(texts, window * size, size, inner, predictions, cancellationToken), cancellationToken);
        return predictions;
    }

    void ClassifyWindow(
        IReadOnlyList<string> texts, int first, int size, int threads, Prediction[] predictions, CancellationToken cancellationToken)
    {
        var (count, part) = (Math.Min(size, predictions.Length - first), _options.MaxBatchSize);
        using var lease = _buffers.RentTexts(count);
        var encoded = lease.Buffer;
        For(Parts(count, part), threads, Encode, cancellationToken);
        var batches = CutBatches(encoded, count);
        For(batches.Count, threads, i => ClassifyOneBatch(encoded, batches[i].First, batches[i].Rows, predictions.AsSpan(first)), cancellationToken);

        void Encode(int i)
        {
            for (var text = i * part; text < Math.Min(count, (i + 1) * part); text++)
            {
                encoded.Encode(text, _encoder, texts[first + text]);
            }
        }
    }

    /// <summary>Sorts encoded texts by their lengths, and cuts them into batches.</summary>
    List<(int First, int Rows)> CutBatches(TextBuffer encoded, int count)
    {
        encoded.Sort(count, _buckets);
        var batches = new List<(int First, int Rows)>();
        for (var (done, rows) = (0, 0); done < count; done += rows)
        {
            rows = encoded.LimitNGrams(done, _buckets.TakeBatch(encoded.Lengths[done..count], _options.MaxBatchSize));
            batches.Add((done, rows));
        }

        return batches;
    }

    void ClassifyOneBatch(TextBuffer encoded, int first, int rows, Span<Prediction> predictions)
    {
        var texts = encoded.Order.Slice(first, rows);
        using var lease = RunBatch(encoded, texts, encoded.Lengths[first + rows - 1]);
        var probabilities = KeptProbabilities(rows);
        for (var row = 0; row < rows; row++)
        {
            predictions[texts[row]] = ToPrediction(lease.Buffer, row, encoded.Encoded(texts[row]), probabilities);
        }
    }

    /// <summary>Runs the model on texts, over the steps of the longest.</summary>
    BufferPool.Lease<BatchBuffer> RunBatch(TextBuffer encoded, ReadOnlySpan<int> texts, int length)
    {
        var (rows, nGrams) = (texts.Length, 0);
        foreach (var text in texts)
        {
            nGrams = Math.Max(nGrams, encoded.NGrams(text).Length);
        }

        var lease = _buffers.RentBatch(rows, length, nGrams);
        for (var row = 0; row < rows; row++)
        {
            _buckets.WriteRow(encoded.Ids(texts[row]), lease.Buffer.Ids(row));
            if (_shape.HasNGrams)
            {
                lease.Buffer.WriteNGrams(row, encoded.NGrams(texts[row]));
            }
        }

        _session.Run(lease.Buffer);
        return lease;
    }

    static int Parts(int count, int size) => ((count - 1) / size) + 1;

    static void For(int count, int threads, Action<int> body, CancellationToken cancellationToken)
    {
        if (count == 1 || threads == 1)
        {
            for (var i = 0; i < count; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                body(i);
            }

            return;
        }

        try
        {
            Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken }, body);
        }
        catch (AggregateException exception)
        {
            // The same exception as without parallelism.
            ExceptionDispatchInfo.Throw(exception.InnerExceptions[0]);
        }
    }
}
