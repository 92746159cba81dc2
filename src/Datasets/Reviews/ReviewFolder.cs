namespace RnnToolkit.Datasets.Reviews;

/// <summary>The official folder of reviews, or the folder above it.</summary>
sealed class ReviewFolder : Dataset
{
    readonly string _root;
    readonly DatasetOptions _options;

    ReviewFolder(string path, string root, DatasetOptions options)
        : base(path, "aclImdb folder") => (_root, _options) = (root, options);

    public override bool IsOrdered => false;

    public static bool IsAt(string path) => RootAt(path, new DatasetOptions()) is not null;

    public static Dataset? TryOpen(string path, DatasetOptions options)
    {
        if (RootAt(path, options) is not { } root)
        {
            return null;
        }

        var folder = new ReviewFolder(path, root, options);
        return Enum.GetValues<DatasetPart>().Any(folder.Has)
            ? folder
            : throw new DatasetException(path, null, "folders pos and neg without texts", "{train,test}/{pos,neg}/*.txt");
    }

    public override bool Has(DatasetPart part) =>
        ReviewPath.FoldersFor(_options).Any(folder => folder.Part == part && TextFiles(folder.Folder).Any());

    public override IReadOnlyList<string> Files(DatasetPart? part) => [];

    public override IEnumerable<LabeledText> Read(DatasetPart? part, CancellationToken cancellationToken = default)
    {
        var texts = new ReviewText(Path);
        foreach (var (folderPart, label, folder) in ReviewPath.FoldersFor(_options).Where(folder => part is null || folder.Part == part))
        {
            foreach (var file in TextFiles(folder).Order(StringComparer.Ordinal))
            {
                cancellationToken.ThrowIfCancellationRequested();
                var id = new ReviewPath(folderPart, label, System.IO.Path.GetFileName(file)).Id;
                yield return new LabeledText(id, ReadFile(texts, id, file), label, folderPart);
            }
        }
    }

    static string? RootAt(string path, DatasetOptions options) =>
        new[] { path, System.IO.Path.Combine(path, ReviewPath.RootFolder) }
            .FirstOrDefault(root => ReviewPath.FoldersFor(options).Any(folder => Directory.Exists(System.IO.Path.Combine(root, folder.Folder))));

    IEnumerable<string> TextFiles(string folder)
    {
        var directory = System.IO.Path.Combine(_root, folder);
        return Directory.Exists(directory) ? Directory.EnumerateFiles(directory, "*.txt") : [];
    }

    string ReadFile(ReviewText texts, string id, string file)
    {
        try
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1);
            return texts.Read(id, stream, stream.Length);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DatasetException(Path, id, exception.Message, "a readable file", exception);
        }
    }
}
