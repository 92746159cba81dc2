namespace RnnToolkit.Datasets.Reviews;

/// <summary>The place of a review in the official layout, <c>{train,test}/{pos,neg}/*.txt</c>: part and label follow from it.</summary>
readonly record struct ReviewPath(DatasetPart Part, string Label, string FileName)
{
    /// <summary>The official name of the top folder.</summary>
    public const string RootFolder = "aclImdb";

    /// <summary>Folders below the root, in reading order.</summary>
    public static readonly (DatasetPart Part, string Label, string Folder)[] Folders =
    [
        (DatasetPart.Train, "pos", "train/pos"),
        (DatasetPart.Train, "neg", "train/neg"),
        (DatasetPart.Test, "pos", "test/pos"),
        (DatasetPart.Test, "neg", "test/neg"),
    ];

    /// <summary>The same in a folder and in an archive.</summary>
    public string Id => $"{(Part == DatasetPart.Train ? "train" : "test")}/{Label}/{FileName}";

    /// <summary>Reads a name such as <c>aclImdb/train/pos/0_9.txt</c> or <c>./test/neg/1_2.txt</c>; null for any other file.</summary>
    public static ReviewPath? Parse(string entryName)
    {
        var segments = entryName.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (segments is not [.., var part, var label, var file] || !file.EndsWith(".txt", StringComparison.Ordinal))
        {
            return null;
        }

        foreach (var (folderPart, folderLabel, folder) in Folders)
        {
            if (folder == $"{part}/{label}")
            {
                return new ReviewPath(folderPart, folderLabel, file);
            }
        }

        return null;
    }
}
