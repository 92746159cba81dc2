using RnnToolkit.Datasets.Reviews;
using RnnToolkit.Datasets.Tables;

namespace RnnToolkit.Datasets;

/// <summary>Labelled texts on disk, streamed: memory does not grow with their number.</summary>
public abstract class Dataset
{
    const string ExpectedKinds =
        "an aclImdb folder, a .tar.gz of one, a .csv, .tsv or .jsonl file (also with .gz), or a folder with train.csv, train.tsv or train.jsonl";

    private protected Dataset(string path, string kind) => (Path, Kind) = (path, kind);

    /// <summary>The path that was opened, as it was given.</summary>
    public string Path { get; }

    /// <summary>The kind of data, for messages: "aclImdb archive", "CSV file".</summary>
    public string Kind { get; }

    /// <summary>
    /// Whether the order of <see cref="Read"/> is the data's own. Files in a folder or an archive have none:
    /// sort by <see cref="LabeledText.Id"/>, ordinally, for an order that does not depend on how the files are stored.
    /// </summary>
    public abstract bool IsOrdered { get; }

    /// <summary>Opens a data set; the kind follows from what is at <paramref name="path"/>.</summary>
    /// <exception cref="DatasetException">There is nothing, or nothing that can be read as a data set.</exception>
    public static Dataset Open(string path, DatasetOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        options ??= new DatasetOptions();
        if (Directory.Exists(path))
        {
            return ReviewFolder.TryOpen(path, options)
                ?? TableDataset.TryOpenFolder(path, options)
                ?? throw new DatasetException(path, null, "a folder without any of these", ExpectedKinds);
        }

        if (!File.Exists(path))
        {
            throw new DatasetException(path, null, "no such file or folder", ExpectedKinds);
        }

        return ReviewArchive.TryOpen(path, options)
            ?? TableDataset.TryOpenFile(path, options)
            ?? throw new DatasetException(
                path, null, $"a file named *{System.IO.Path.GetExtension(path)}", ExpectedKinds);
    }

    /// <summary>Whether <paramref name="path"/> leads to a folder or an archive of reviews rather than to tables.</summary>
    public static bool IsReviews(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Directory.Exists(path) ? ReviewFolder.IsAt(path) : ReviewArchive.HasItsName(path);
    }

    /// <summary>What the last <see cref="Read"/> left out, one line each.</summary>
    public virtual IReadOnlyList<string> Warnings => [];

    /// <summary>Whether there is such a part. A single CSV, TSV or JSON Lines file is one part, <see cref="DatasetPart.Train"/>.</summary>
    public abstract bool Has(DatasetPart part);

    /// <summary>The files that hold a part; empty where each text is a file of its own, which its <see cref="LabeledText.Id"/> names.</summary>
    /// <param name="part">The part; null for all.</param>
    public abstract IReadOnlyList<string> Files(DatasetPart? part);

    /// <summary>Streams the texts of a part.</summary>
    /// <param name="part">The part; null reads all in one pass.</param>
    /// <param name="cancellationToken">Checked at every text.</param>
    /// <exception cref="DatasetException">The data is damaged; the message says where. Texts before that place were already returned.</exception>
    public abstract IEnumerable<LabeledText> Read(DatasetPart? part, CancellationToken cancellationToken = default);
}
