using System.Formats.Tar;
using RnnToolkit.Datasets.Rows;

namespace RnnToolkit.Datasets.Reviews;

/// <summary>A <c>.tar.gz</c> of the official folder, streamed: nothing is unpacked to disk, and links and unusual names in it have no effect.</summary>
sealed class ReviewArchive : Dataset
{
    readonly Dictionary<DatasetPart, bool> _parts = [];
    readonly DatasetOptions _options;

    ReviewArchive(string path, DatasetOptions options)
        : base(path, "aclImdb archive") => _options = options;

    public override bool IsOrdered => false;

    public static bool HasItsName(string path) =>
        path.EndsWith(".tar.gz", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".tgz", StringComparison.OrdinalIgnoreCase);

    public static Dataset? TryOpen(string path, DatasetOptions options)
    {
        if (!HasItsName(path))
        {
            return null;
        }

        var archive = new ReviewArchive(path, options);
        foreach (var review in archive.Entries(default))
        {
            archive._parts[review.Path.Part] = true;
            return archive;
        }

        throw new DatasetException(path, null, "an archive without reviews", $"{ReviewPath.RootFolder}/{{train,test}}/{{pos,neg}}/*.txt");
    }

    public override bool Has(DatasetPart part)
    {
        if (!_parts.TryGetValue(part, out var has))
        {
            _parts[part] = has = Entries(default).Any(review => review.Path.Part == part);
        }

        return has;
    }

    public override IReadOnlyList<string> Files(DatasetPart? part) => [Path];

    public override IEnumerable<LabeledText> Read(DatasetPart? part, CancellationToken cancellationToken = default)
    {
        var texts = new ReviewText(Path);
        foreach (var review in Entries(cancellationToken))
        {
            if (part is null || review.Path.Part == part)
            {
                yield return new LabeledText(
                    review.Path.Id, Guarded(review.Progress, () => ReadText(texts, review)), review.Path.Label, review.Path.Part);
            }
        }
    }

    static string ReadText(ReviewText texts, Review review) =>
        review.Entry.DataStream is { } content ? texts.Read(review.Path.Id, content, review.Entry.Length) : "";

    IEnumerable<Review> Entries(CancellationToken cancellationToken)
    {
        using var file = InputFile.OpenGzip(Path);
        using var tar = new TarReader(file.Content);
        var progress = new Progress();
        while (Guarded(progress, () => tar.GetNextEntry()) is { } entry)
        {
            cancellationToken.ThrowIfCancellationRequested();
            progress.Entries++;
            if (entry.EntryType is TarEntryType.RegularFile or TarEntryType.V7RegularFile && ReviewPath.Parse(entry.Name, _options) is { } review)
            {
                progress.Last = review.Id;
                progress.Reviews++;
                yield return new Review(entry, review, progress);
            }
        }

        // Tar ends before gzip does: only the last bytes hold the checksum of all.
        Guarded(progress, () =>
        {
            file.Content.CopyTo(Stream.Null);
            return true;
        });
    }

    /// <summary>Turns what gzip and tar throw into one line that says how far reading came.</summary>
    T Guarded<T>(Progress progress, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException or FormatException or ArgumentException)
        {
            throw new DatasetException(Path, progress.Place, "a damaged or truncated archive", "a complete one", exception);
        }
    }

    sealed record Review(TarEntry Entry, ReviewPath Path, Progress Progress);

    sealed class Progress
    {
        public long Entries { get; set; }

        public long Reviews { get; set; }

        public string? Last { get; set; }

        public string Place => Last is null ? $"after {Entries} entries" : $"at review {Reviews}, {Last}";
    }
}
