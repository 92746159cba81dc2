namespace RnnToolkit.Datasets.Reviews;

/// <summary>
/// The place of a review in the official layout, <c>{train,test}/{pos,neg}/*.txt</c> and, without a label, <c>train/unsup/*.txt</c>: part and label follow
/// from it.
/// </summary>
readonly record struct ReviewPath(DatasetPart Part, string? Label, string FileName)
{
    /// <summary>The official name of the top folder.</summary>
    public const string RootFolder = "aclImdb";

    const string Unlabelled = "unsup";

    /// <summary>Folders below the root, in reading order.</summary>
    static readonly (DatasetPart Part, string? Label, string Folder)[] s_folders =
    [
        (DatasetPart.Train, "pos", "train/pos"),
        (DatasetPart.Train, "neg", "train/neg"),
        (DatasetPart.Test, "pos", "test/pos"),
        (DatasetPart.Test, "neg", "test/neg"),
        (DatasetPart.Train, null, $"train/{Unlabelled}"),
    ];

    /// <summary>The folders that a data set reads: those without labels only if labels are not required.</summary>
    public static IEnumerable<(DatasetPart Part, string? Label, string Folder)> FoldersFor(DatasetOptions options) =>
        s_folders.Where(folder => folder.Label is not null || !options.RequireLabels);

    /// <summary>The same in a folder and in an archive.</summary>
    public string Id => $"{(Part == DatasetPart.Train ? "train" : "test")}/{Label ?? Unlabelled}/{FileName}";

    /// <summary>Reads a name such as <c>aclImdb/train/pos/0_9.txt</c> or <c>./test/neg/1_2.txt</c>; null for any file that the data set does not read.</summary>
    public static ReviewPath? Parse(string entryName, DatasetOptions options)
    {
        var segments = entryName.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (segments is not [.., var part, var label, var file] || !file.EndsWith(".txt", StringComparison.Ordinal))
        {
            return null;
        }

        foreach (var (folderPart, folderLabel, folder) in FoldersFor(options))
        {
            if (folder == $"{part}/{label}")
            {
                return new ReviewPath(folderPart, folderLabel, file);
            }
        }

        return null;
    }
}
