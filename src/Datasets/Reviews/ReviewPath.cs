namespace RnnToolkit.Datasets.Reviews;

/// <summary>The place of a review in the official layout, <c>{train,test}/{pos,neg}/*.txt</c>: part and label follow from it.</summary>
readonly record struct ReviewPath(DatasetPart Part, int Label, string FileName)
{
    /// <summary>The official name of the top folder.</summary>
    public const string RootFolder = "aclImdb";

    /// <summary>Folders below the root, in reading order.</summary>
    public static readonly (DatasetPart Part, int Label, string Folder)[] Folders =
    [
        (DatasetPart.Train, 1, "train/pos"),
        (DatasetPart.Train, 0, "train/neg"),
        (DatasetPart.Test, 1, "test/pos"),
        (DatasetPart.Test, 0, "test/neg"),
    ];

    /// <summary>The same in a folder and in an archive.</summary>
    public string Id => $"{(Part == DatasetPart.Train ? "train" : "test")}/{(Label == 1 ? "pos" : "neg")}/{FileName}";

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
