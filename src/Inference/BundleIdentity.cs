namespace RnnToolkit.Inference;

/// <summary>Names a bundle so that no other bundle is mistaken for it. Every result carries the identity of the bundle that made it.</summary>
/// <param name="Name">The name of the model in the manifest. Several bundles may have the same.</param>
/// <param name="Sha256">
/// <c>manifestSha256</c> of the manifest, which lists the hash of every file: two bundles with the same value are the same bytes.
/// </param>
public sealed record BundleIdentity(string Name, string Sha256);
