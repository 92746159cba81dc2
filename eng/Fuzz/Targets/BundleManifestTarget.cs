using RnnToolkit.Bundle;
using RnnToolkit.Fuzz.Mutations;
using RnnToolkit.TestSupport.TinyBundles;

namespace RnnToolkit.Fuzz.Targets;

/// <summary>The manifest of a bundle whose other files are sound.</summary>
static class BundleManifestTarget
{
    public static FuzzTarget Create(string scratch)
    {
        var bundle = Scratch.Folder(scratch, "bundle");
        new TinyBundle().Write(bundle);
        var manifest = Path.Combine(bundle, ModelBundle.ManifestFile);
        return new(
            "bundle-manifest",
            [File.ReadAllBytes(manifest)],
            Json.Mutate,
            (bytes, _) =>
            {
                File.WriteAllBytes(manifest, bytes);
                ModelBundle.Read(bundle);
            },
            typeof(ArtifactFormatException));
    }
}
