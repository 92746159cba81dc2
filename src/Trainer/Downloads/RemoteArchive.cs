namespace RnnToolkit.Trainer.Downloads;

/// <summary>A public archive of reviews.</summary>
/// <param name="FileName">What it is called on disk.</param>
/// <param name="Url">Where it is.</param>
/// <param name="Bytes">Its size there.</param>
/// <param name="Sha256">Its SHA-256 there, as lower-case hexadecimal digits.</param>
/// <param name="TextsPerFolder">Texts in each of the four folders with labels.</param>
sealed record RemoteArchive(string FileName, Uri Url, long Bytes, string Sha256, int TextsPerFolder)
{
    /// <summary>
    /// The Large Movie Review Dataset. Its authors publish no checksum: size and hash are those on which independent projects agree that pin the
    /// archive (docs/data-check.md).
    /// </summary>
    public static RemoteArchive Imdb { get; } = new(
        "aclImdb_v1.tar.gz", new Uri("https://ai.stanford.edu/~amaas/data/sentiment/aclImdb_v1.tar.gz"), 84_125_825,
        "c40f74a18d3b61f90feba1e17730e0d38e8b97c05fde7008942e91923d1658fe", 12_500);
}
