namespace RnnToolkit.Fuzz.Targets;

/// <summary>A valid directory of which a target replaces one file.</summary>
static class Scratch
{
    /// <summary>Empties or makes a folder.</summary>
    public static string Folder(string scratch, string name)
    {
        var folder = Path.Combine(scratch, name);
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        return Directory.CreateDirectory(folder).FullName;
    }

    /// <summary>A file of the target's folder with this content.</summary>
    public static string File(string folder, string name, byte[] content)
    {
        var path = Path.Combine(folder, name);
        System.IO.File.WriteAllBytes(path, content);
        return path;
    }
}
