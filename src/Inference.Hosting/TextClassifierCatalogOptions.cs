namespace RnnToolkit.Inference.Hosting;

/// <summary>Which bundles a <see cref="TextClassifierCatalog"/> serves, and how. Can be bound to a configuration section.</summary>
public sealed class TextClassifierCatalogOptions
{
    /// <summary>The directory that holds the bundles, up to four levels deep; it may be a bundle itself.</summary>
    /// <value>Required; no default.</value>
    public string Root { get; set; } = "";

    /// <summary>How each bundle is hosted. <see cref="TextClassifierHostOptions.BundlePath"/> is ignored: the catalog finds the bundles.</summary>
    /// <value>Default options.</value>
    public TextClassifierHostOptions Classifiers { get; set; } = new();

    /// <summary>Every problem of these options, one line each; empty when they can be used.</summary>
    /// <returns>The problems.</returns>
    public IEnumerable<string> Validate() => string.IsNullOrWhiteSpace(Root)
        ? Classifiers.ForBundle(".").Validate().Prepend($"{nameof(Root)} is empty, expected the directory that holds the bundles")
        : Classifiers.ForBundle(Root).Validate();
}
